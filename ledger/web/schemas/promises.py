"""What can be said of promises, and the update of one press."""

from marshmallow import fields

from ledger.duties.due import KINDS as KINDS_OF_DUE
from ledger.web.schemas.base import Choice, Choices, Command, Moment, Words
from ledger.web.schemas.kinds import day_field, person_field, version_field
from ledger.web.schemas.timeline import CHANNELS

KINDS: Choices = (
    ("callback", "call back"),
    ("visit", "visit"),
    ("update", "update"),
    ("fix", "fix"),
    ("invoice", "invoice"),
    ("letter", "letter"),
    ("remedy", "remedy"),
    ("review", "review"),
    ("other", "other"),
)
NOTHING_NEW = "Nothing new; we are still working on it."


class MakePromise(Command):
    """Write a promise down: who, what, by when."""

    client_code = Words(8, label="To", required=True, metadata={"widget": "select"})
    text = Words(2000, label="What we promised", required=True, help="As the client reads it: “Ring you back”.")
    due_on = day_field("By the end of", "A day at the client's place. This or the time is needed.")
    due_at = Moment(label="or by this time")
    kind = Choice(KINDS, label="Kind", load_default="other")
    owner_id = person_field("Who keeps it")
    incident = Words(16, label="Incident", help="Our reference, if it belongs to one.")
    promised_at = Moment(label="When it was said", help="Empty means now.")
    visible_to_client = fields.Boolean(load_default=True, metadata={"label": "The client sees this promise"})


class KeepPromise(Command):
    """Say that it was done."""

    version = version_field(required=False)
    evidence = Words(4000, label="What shows it", help="Only we read this.")
    kept_at = Moment(label="When it was done", help="Empty means now.")


class RedatePromise(Command):
    """Move the date; the original one stays, and it is judged by that."""

    version = version_field(required=False)
    due_on = day_field("By the end of")
    due_at = Moment(label="or by this time")
    reason = Words(1000, label="Why", required=True, help="The client reads this.")
    client_words = Words(
        1000, label="The client agreed, in these words",
        help="Only if it did, and before the original date has passed: then the new date counts.",
    )  # fmt: skip


class ReleasePromise(Command):
    """Record that the client released us."""

    version = version_field(required=False)
    client_words = Words(
        1000, label="The client's words", required=True, help="Who said it, and what; the client reads it."
    )
    proof = Words(1000, label="What shows it", required=True, help="The mail, the ticket, the call. Only we read this.")


class ReleaseOwnPromise(Command):
    """Release us from a promise, as the client it was made to."""

    version = version_field(required=False)
    words = Words(
        1000, label="Why we need not do it", required=True, rows=2, help="In your own words; it stands in the record."
    )


class AgreeToDate(Command):
    """Agree to the later date, as the client."""

    version = version_field(required=False)


SEVERITIES: Choices = (
    ("S3", "S3, small"),
    ("S2", "S2, important work was hindered"),
    ("S1", "S1, money or a deadline hit"),
)


class FileBrokenPromise(Command):
    """File a broken promise as an incident of its own."""

    version = version_field(required=False)
    severity = Choice(SEVERITIES, label="How grave", load_default="S3")


class PromiseFromLetter(Command):
    """Write down what a sent letter promises."""

    text = Words(2000, label="What the letter says", required=True)
    due_on = day_field("By the end of")
    due_at = Moment(label="or by this time")
    kind = Choice(KINDS, label="Kind", load_default="other")
    owner_id = person_field("Who keeps it")


class PromisedLineShown(Command):
    """A sentence of a letter that names a day ahead."""

    text = fields.String()
    day = fields.Date()
    at = Moment(label="At", allow_none=True)
    kind = fields.String()
    promise_id = fields.String(allow_none=True)


class BreakPromise(Command):
    """Admit that it will not be kept."""

    version = version_field(required=False)
    reason = Words(1000, label="Why we cannot keep it", required=True, help="The client reads this.")


class QuickUpdate(Command):
    """Tell the affected clients how it stands, and when we tell them next."""

    text = Words(4000, label="Tell them", required=True, rows=2, metadata={"preset": NOTHING_NEW})
    next_update_at = Moment(label="Next update at", help="Empty promises none.")
    client_code = Words(8, label="Only to", metadata={"widget": "select", "empty": "all affected clients"})
    channel = Choice(CHANNELS, label="Also told them by")


class QuickUpdateByProgram(QuickUpdate):
    """The same; words that could be somebody's name are refused unless it says that they are none."""

    names_nobody = fields.Boolean(load_default=False)


class PromiseShown(Command):
    """A promise as the API answers it; `standing` is its judgement as of now."""

    id = fields.String()
    version = fields.Integer()
    client_code = fields.String()
    incident_reference = fields.String(allow_none=True)
    kind = fields.String()
    text = fields.String()
    owner_id = fields.String()
    owner = fields.String()
    promised_at = Moment(label="Promised")
    due_at = Moment(label="Due")
    original_due_at = Moment(label="Original due date")
    due_is_day = fields.Boolean()
    agreed_due_at = Moment(label="Agreed with the client", allow_none=True)
    status = fields.String()
    standing = fields.String()
    kept_at = Moment(label="Kept", allow_none=True)
    evidence = fields.String()
    ending_words = fields.String()
    visible_to_client = fields.Boolean()
    letter_id = fields.String(allow_none=True)
    remedy_id = fields.String(allow_none=True)
    filed_as = fields.String(allow_none=True)


DUE_KINDS: Choices = tuple(KINDS_OF_DUE.items())


class OwedFilters(Command):
    """What we owe, of one person or to one client."""

    person = Words(36, label="Whose, by id")
    with_deputy = fields.Boolean(load_default=False, metadata={"label": "Also what this person stands in for"})
    client = Words(8, label="To the client with this code")
    kind = Choice(DUE_KINDS, label="Kind", load_default="")
    q = Words(200, label="Search", load_default="")
    until = Moment(label="Due by")


class OwedShown(Command):
    """One thing we owe."""

    kind = fields.String()
    id = fields.String()
    version = fields.Integer()
    text = fields.String()
    client_codes = fields.List(fields.String())
    incident_reference = fields.String(allow_none=True)
    owner_id = fields.String()
    owner = fields.String()
    due_at = Moment(label="Due")
    original_due_at = Moment(label="Original due date")
    is_day = fields.Boolean()
    is_overdue = fields.Boolean()
    deputy_id = fields.String(allow_none=True)
    detail = fields.String()


class ToldShown(Command):
    """What one press did for one client."""

    client_code = fields.String()
    words = fields.String()
    kept = fields.List(fields.String())
    next_promise = fields.String(allow_none=True)
