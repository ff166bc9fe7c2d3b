"""What can be said of the candour check, and how its findings are shown."""

from marshmallow import fields

from ledger.letters.candour.own_rules import LONGEST_PATTERN
from ledger.letters.candour.rules import CATEGORIES, OFF, SEVERITIES
from ledger.letters.candour_ground import AS_SHIPPED
from ledger.web.schemas.base import Choice, Choices, Command, Words
from ledger.web.schemas.kinds import version_field

GRADES: Choices = (
    *((one, one.capitalize()) for one in SEVERITIES),
    (OFF, "Off"),
    (AS_SHIPPED, "As shipped"),
)


class CheckText(Command):
    """A text to check; with a letter, by that client's names and that letter's people."""

    text = Words(100_000, label="Text", rows=10, required=True)
    letter_id = Words(36, label="Letter")


class PlaceShown(Command):
    """Where the same name stands, too."""

    section = fields.String()
    start = fields.Integer()
    end = fields.Integer()
    line = fields.Integer()
    words = fields.String()


class FindingShown(Command):
    """One finding."""

    rule = fields.String()
    category = fields.String()
    severity = fields.String()
    section = fields.String()
    start = fields.Integer(metadata={"description": "Where the words begin, in characters of the text."})
    end = fields.Integer()
    line = fields.Integer()
    words = fields.String()
    sentence = fields.String()
    why = fields.String()
    instead = fields.String()
    also = fields.List(fields.Nested(PlaceShown), metadata={"description": "Where else the same name stands."})


class Checked(Command):
    """What the check found, gravest first."""

    findings = fields.List(fields.Nested(FindingShown))
    errors = fields.Integer()
    warnings = fields.Integer()


class ApproveLetter(Command):
    """Approve a letter; warnings of the candour check need a reason."""

    waiving = Words(
        2000,
        label="Why the warnings may stand",
        rows=2,
        help="A sentence that somebody else can judge by; it stands on the exceptions page. Errors cannot be waived.",
        metadata={"must": True},  # only drawn so: it shows only where warnings stand
    )


class ApproveLetterForm(ApproveLetter):
    """The same from a form, with the version that was seen."""

    version = version_field()


class GradeRule(Command):
    """Switch a rule of the check off, or give it another severity."""

    rule = Words(5, label="Rule", required=True)
    grade = Choice(GRADES, label="Counts as", required=True)
    client_code = Words(8, label="For one client alone", help="Its code; only CNF11, which leaves its people unnamed.")
    reason = Words(2000, label="Why", required=True, rows=2, help="It stands on the exceptions page.")


class AddRule(Command):
    """A rule of our own; it is tried before it is taken."""

    category = Choice(tuple((one, one) for one in CATEGORIES[:-1]), label="Category", required=True)
    severity = Choice(GRADES[: len(SEVERITIES)], label="Counts as", required=True)
    pattern = Words(
        LONGEST_PATTERN,
        label="Pattern",
        rows=2,
        required=True,
        help="A regular expression of Python for one sentence in small letters: \\bas per\\b",
    )
    case_sensitive = fields.Boolean(load_default=False, metadata={"label": "Capitals matter"})
    why = Words(400, label="Why a letter should not say it", required=True)
    instead = Words(400, label="What reads better", required=True)
    must_match = Words(4000, label="Sentences that it must find", required=True, rows=2, help="One on each line.")
    must_not_match = Words(
        4000, label="Sentences that it must leave alone", required=True, rows=2, help="One on each line."
    )
    reason = Words(2000, label="Why you add it", required=True, rows=2, help="It stands on the exceptions page.")


class SettleName(Command):
    """Say that what the check takes for a name is everyday words."""

    name = Words(60, label="Name", required=True)
    reason = Words(2000, label="What the words mean here", required=True, rows=2)
