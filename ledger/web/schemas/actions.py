"""What can be said of actions."""

from marshmallow import fields

from ledger.web.schemas.base import Choice, Choices, Command, Moment, Words
from ledger.web.schemas.kinds import day_field, outsider_field, person_field, proof_field, version_field

KINDS: Choices = (
    ("correction", "correction: undoes this damage"),
    ("corrective", "corrective: removes the cause"),
    ("preventive", "preventive: the same where it has not happened"),
    ("containment", "containment: holds until then"),
)


SORTS: Choices = (
    ("design", "the thing itself is built otherwise"),
    ("automation", "a program does it, or refuses it"),
    ("procedure", "we do it otherwise"),
    ("check", "somebody or something checks it"),
    ("training", "training"),
    ("reminder", "a reminder or a notice"),
    ("other", "something else"),
)


class AddAction(Command):
    """Add an action: what, who, by when."""

    kind = Choice(KINDS, label="Kind", load_default="corrective")
    text = Words(2000, label="What we do", required=True, rows=2, help="As the client reads it, unless it is internal.")
    owner_id = person_field("Who does it")
    due_on = day_field("By when", required=True)
    how_seen = Words(1000, label="How the client will see the result")
    sort = Choice(SORTS, label="Sort of change", help="Training or a reminder alone stops no repeat.")
    visible_to_client = fields.Boolean(load_default=True, metadata={"label": "Affected clients see this action"})


class AddActionTo(AddAction):
    """The same by the API, which names the incident; containments, corrections and small repairs start at once."""

    incident = Words(16, label="Incident", required=True, help="Our reference.")


class EditAction(Command):
    """Change an action that is not done yet."""

    version = version_field(required=False)
    kind = Choice(KINDS, label="Kind")
    text = Words(2000, label="What we do", rows=2)
    sort = Choice(SORTS, label="Sort of change")
    owner_id = person_field("Who does it")
    how_seen = Words(1000, label="How the client will see the result")


class ShowAction(Command):
    """Show an internal action to the affected clients."""

    version = version_field(required=False)


class RedateAction(Command):
    """Move the due date; the original one stays."""

    version = version_field(required=False)
    due_on = day_field("New date", required=True)
    reason = Words(1000, label="Why", required=True, help="Only we read this. Measures go by the original date.")


class ImplementAction(Command):
    """Say that it is done, with what shows it and what it could break."""

    version = version_field(required=False)
    evidence = Words(
        4000, label="What shows that it is done", rows=2, help="A log line, a test; or attach a picture or file below."
    )
    could_break = Words(2000, label="What could this break?", rows=2, help="If nothing, say why.")
    how_undone = Words(2000, label="How is it undone?", rows=2)
    implemented_at = Moment(label="When it was done", help="Empty means now.")


class SendBackAction(Command):
    """Say that it is not what was meant."""

    version = version_field(required=False)
    note = Words(2000, label="What is missing", required=True, rows=2)


class VerifyAction(Command):
    """Say, as a second person, that it is so."""

    version = version_field(required=False)
    note = Words(2000, label="What you looked at, and what you saw", required=True, rows=2)
    outsider = outsider_field()
    proof = proof_field()


class CancelAction(Command):
    """End it undone."""

    version = version_field(required=False)
    reason = Words(1000, label="Why it will not be done", required=True, help="A client who was shown it reads this.")
