"""What can be said of letters."""

from typing import Any

from marshmallow import fields

from ledger.letters.sections import LABELS, SECTIONS
from ledger.web.schemas.base import Choice, Choices, Command, Moment, Words
from ledger.web.schemas.kinds import version_field
from ledger.web.schemas.paging import PageQuery

KINDS: Choices = tuple(LABELS.items())
STATUSES: Choices = (
    ("draft", "Draft"),
    ("in_review", "In review"),
    ("approved", "Approved"),
    ("issuing", "Being issued"),
    ("issued", "Issued"),
    ("corrected", "Corrected"),
    ("superseded", "Superseded"),
)
ANSWERS: Choices = (
    ("acknowledged", "They have read it"),
    ("question", "They ask something"),
    ("dispute", "They dispute something"),
)
OWN_ANSWERS: Choices = (
    ("question", "I have a question"),
    ("dispute", "I dispute something in it"),
)

PRINTS: Choices = (("ordinary", "Ordinary print"), ("large", "Large print"))

_LONGEST_SECTION = 100_000
"""Characters: more than 10,000 words. Nobody reads so many, and the check says so; none is cut off."""
_DRAWN = {"must": True}
"""Only drawn so: what is left empty is kept and then stands among what is missing."""


def _section_fields() -> dict[str, fields.Field[Any]]:
    headings = {section.key: section.heading or "Opening" for kind in SECTIONS.values() for section in kind}
    written = {section.key for kind in SECTIONS.values() for section in kind if section.written}
    return {
        key: Words(_LONGEST_SECTION, label=text, rows=6, metadata=_DRAWN)
        for key, text in headings.items()
        if key in written
    }


LetterSections = Command.from_dict(_section_fields(), name="LetterSections")
"""The text of a letter: Markdown by section."""


class LetterSaid(Command):
    """What only the writer can say."""

    what_stopped = Words(200, label="What could not be used", help="As the client says it: “your accounts server”.")
    data_note = Words(1000, label="The data, exactly", rows=2, help="Whole sentences: what, and how we know.")
    why_it_failed = Words(
        2000, label="Why our last change did not hold", rows=3, help="For a mistake that came back: whole sentences."
    )
    open_reason = Words(
        1000, label="Why it is final while something is open", rows=2, help="Only where a final letter cannot wait."
    )
    what_was_wrong = Words(2000, label="What was wrong in the earlier letter", rows=3, metadata=_DRAWN)
    what_is_right = Words(2000, label="What is right", rows=3, metadata=_DRAWN)
    what_changed = Words(
        2000,
        label="What is different from the letter before",
        rows=3,
        help="Whole sentences for the opening.",
        metadata=_DRAWN,
    )


class DraftLetter(Command):
    """Draft a letter from an impact; everything but the impact is preset."""

    impact_id = Words(36, label="Impact", required=True)
    kind = Choice(KINDS, label="Which letter")
    contact_id = Words(36, label="To")
    signatory_id = Words(36, label="Signed by")
    corrects_id = Words(36, label="Which letter it corrects")


class EditLetter(Command):
    """The edited text; sections that are not named stay as they are."""

    subject_line = Words(200, label="Subject", required=True)
    sections = fields.Nested(LetterSections, metadata={"label": "Text"})
    said = fields.Nested(LetterSaid, metadata={"label": "What only you can say"})


class EditLetterForm(EditLetter):
    """The same from a form, with the version that was seen."""

    version = version_field()


class AddressLetter(Command):
    """To whom it goes, who signs, and its print."""

    version = version_field()
    contact_id = Words(36, label="To", required=True, metadata={"widget": "select"})
    signatory_id = Words(36, label="Signed by", required=True, metadata={"widget": "select"})
    print_size = Choice(PRINTS, label="Print", metadata={"empty": "As the client wishes"})


class SeenLetter(Command):
    """A step that says only which version was seen."""

    version = version_field()


class RaisePoint(Command):
    """Something that nobody knows yet."""

    text = Words(400, label="What we do not know", required=True, rows=2, help="“whether the backup of May is whole”")
    tell_by = Moment(label="We tell the client by", required=True)


class SettlePoint(Command):
    """What is known now."""

    outcome = Words(1000, label="What we know now", required=True, rows=2)


class ReviewWords(Command):
    """What a reviewer says when a letter goes back to its author."""

    words = Words(4000, label="What has to change", required=True, rows=3)


class SendBack(ReviewWords):
    """The same from a form, with the version that was seen."""

    version = version_field()


class LookAgain(Command):
    """The second look at a notice that went out alone at night."""

    words = Words(4000, label="What you saw", rows=2)


class AnswerForClient(Command):
    """A client's words, written down by one of us."""

    kind = Choice(ANSWERS, label="What they say", required=True, widget="radio")
    by_name = Words(200, label="Who said it", required=True)
    words = Words(10_000, label="Their words", rows=4, help="As they said or wrote them.")
    proof = Words(2000, label="How we know", required=True, rows=2, help="The mail of 3 May, or the call at 10:15.")


class OwnAnswer(Command):
    """What a client's own user asks about a letter, or disputes in it."""

    kind = Choice(OWN_ANSWERS, label="What do you want to tell us", required=True, widget="radio")
    words = Words(10_000, label="Your words", required=True, rows=4)


class ReplyToAnswer(Command):
    """Our reply."""

    words = Words(10_000, label="Reply", required=True, rows=4, help="The client reads this beside its own words.")


class LetterFilters(PageQuery):
    """Filters of the list of letters."""

    status = Choice(STATUSES, label="Status")
    kind = Choice(KINDS, label="Kind")
    client = Words(8, label="Client")
    mine = Choice((("yes", "What waits for me"),), label="Waiting")


class LetterListed(Command):
    """One line of the list of letters."""

    id = fields.String()
    incident_reference = fields.String()
    client_code = fields.String()
    client_reference = fields.String()
    kind = fields.String()
    version_number = fields.Integer()
    status = fields.String()
    subject_line = fields.String()
    created_at = Moment(label="Drafted")
    issued_at = Moment(label="Issued", allow_none=True)
    unanswered = fields.Integer()
    undelivered = fields.Boolean(metadata={"description": "Mailed in vain, and nobody is known to have read it."})


class LetterShown(Command):
    """A letter with its text and what it lacks."""

    id = fields.String()
    version = fields.Integer()
    incident_reference = fields.String()
    client_code = fields.String()
    client_reference = fields.String()
    kind = fields.String()
    version_number = fields.Integer()
    status = fields.String()
    subject_line = fields.String()
    sections = fields.Dict(keys=fields.String(), values=fields.String())
    lacking = fields.Function(
        lambda letter: [{"requirement": name, "sentence": sentence} for name, sentence in letter.lacking],
        metadata={"type": "array", "items": {"type": "object"}},
    )
    waivable = fields.Function(
        lambda letter: [{"requirement": name, "sentence": sentence} for name, sentence in letter.judgement.waivable],
        metadata={
            "type": "array",
            "items": {"type": "object"},
            "description": "What is approved only with a reason: requirements, and rules of the candour check.",
        },
    )
    changed = fields.List(fields.String())
    came_back = fields.String()
    author = fields.String()
    approved_by = fields.String()
    issued_at = Moment(label="Issued", allow_none=True)
    pdf_sha256 = fields.String(allow_none=True)


class PointMade(Command):
    """The id of something that is not known yet."""

    id = fields.String()


class AnswerMade(Command):
    """The id of a recorded answer."""

    id = fields.String()
