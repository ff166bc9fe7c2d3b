"""What can be decided about a measure: its target, and from when its limits begin anew."""

from marshmallow import fields, validate

from ledger.web.schemas.base import MISSING, Choice, Choices, Command, Moment, Words
from ledger.web.schemas.kinds import number_field

DECISIONS: Choices = (("agreed", "agree"), ("refused", "refuse"))
_NOT_A_MONTH = "Write a month such as 2026-05."


def month_field(label: str, text: str = "") -> fields.String:
    """Return the field of a month of the reporting zone."""
    return fields.String(
        required=True,
        validate=validate.Regexp(r"^20[0-9]{2}-(0[1-9]|1[0-2])\Z", error=_NOT_A_MONTH),
        metadata={"label": label, "help": text, "placeholder": "2026-05", "maxlength": 7},
        error_messages={"required": MISSING, "null": MISSING, "invalid": _NOT_A_MONTH},
    )


class SetTarget(Command):
    """Set a target from a month on."""

    percent = number_field(
        "Target", 0, 100, "Write a whole number from 0 to 100.", "Empty: no target from then on.",
        allow_none=True, metadata={"unit": "%", "inputmode": "numeric"},
    )  # fmt: skip
    from_month = month_field("From", "The month it holds from; earlier months keep the target they had.")
    reason = Words(1000, label="Why", required=True, rows=2)


class ProposeRebase(Command):
    """Propose that limits begin anew."""

    from_month = month_field("From", "The first month that what was changed shows in.")
    reason = Words(1000, label="What was changed on purpose", required=True, rows=2)


class DecideRebase(Command):
    """Decide on a rebase, as a second person."""

    decision = Choice(DECISIONS, label="Decision", required=True)
    words = Words(1000, label="Why", rows=2, help="Needed to refuse.", load_default="")


class TakeBack(Command):
    """Take a target or a rebase back."""

    reason = Words(1000, label="Why", required=True, rows=2)


class TargetShown(Command):
    """A target as it was set."""

    id = fields.String()
    from_month = fields.String()
    percent = fields.Integer(allow_none=True)
    reason = fields.String()
    set_by = fields.String()
    set_at = Moment(label="Set at")
    undone_by = fields.String()
    undone_at = Moment(label="Taken back at", allow_none=True)
    undone_reason = fields.String()


class RebaseShown(Command):
    """A rebase; its decision is empty while it waits."""

    id = fields.String()
    from_month = fields.String()
    reason = fields.String()
    proposed_by = fields.String()
    proposed_at = Moment(label="Proposed at")
    decision = fields.String()
    decided_by = fields.String()
    decided_at = Moment(label="Decided at", allow_none=True)
    decided_words = fields.String()
    undone_by = fields.String()
    undone_at = Moment(label="Taken back at", allow_none=True)
    undone_reason = fields.String()


class ActsShown(Command):
    """Every act about one measure, newest first."""

    targets = fields.List(fields.Nested(TargetShown))
    rebases = fields.List(fields.Nested(RebaseShown))


class PointShown(Command):
    """One point of a measure's chart: k of n, its limits as shares, its flag and the target that held."""

    period = fields.String()
    k = fields.Integer()
    n = fields.Integer()
    mature = fields.Boolean()
    average = fields.Float(allow_none=True)
    lower = fields.Float(allow_none=True)
    upper = fields.Float(allow_none=True)
    flag = fields.String(allow_none=True)
    target = fields.Float(allow_none=True)


class MeasureShown(Command):
    """One measure: what it means, how it is charted, its points, and what was decided about it."""

    key = fields.String()
    number = fields.String()
    name = fields.String()
    words = fields.String()
    direction = fields.Integer(metadata={"description": "1: more is better, -1: less is, 0: neither."})
    chart = fields.String(metadata={"description": "rate, run or t (days between)."})
    standing = fields.String(metadata={"description": "dots, trial or limits."})
    outlook = fields.String(allow_none=True, metadata={"description": "reached, missed or by_chance."})
    target = fields.Float(allow_none=True)
    begins = fields.List(fields.String(), metadata={"description": "Points at which limits begin anew."})
    points = fields.List(fields.Nested(PointShown))
    left_out = fields.Dict(keys=fields.String(), values=fields.Integer())
    targets = fields.List(fields.Nested(TargetShown))
    rebases = fields.List(fields.Nested(RebaseShown))
