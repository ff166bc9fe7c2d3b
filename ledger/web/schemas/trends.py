"""What the address of a trend view may say."""

from marshmallow import fields, validate

from ledger.trends.cases import TITLES
from ledger.web.schemas.base import Choice, Choices, Command, Moment, Words

SPANS: Choices = (("6", "6 months"), ("12", "12 months"), ("24", "24 months"), ("36", "36 months"))
SEVERITY: Choices = (("S1", "S1"), ("S2", "S2"), ("S3", "S3"), ("S4", "S4"))


class TrendView(Command):
    """The filters of a trend view; empty means all."""

    months = Choice(SPANS, label="Period", load_default="24")
    until = fields.String(
        validate=validate.Regexp(
            r"^(19[7-9]|20[0-9])[0-9]-(03|06|09|12)\Z",
            error="A view ends with a quarter, as amounts do: write its last month, since 1970 (2026-06).",
        ),
        metadata={"label": "Until"},
    )
    client = Words(8, label="Client")
    service = Words(400, label="Service")
    severity = Choice(SEVERITY, label="Severity")


class TrendPoint(TrendView):
    """One point of a trend view: the cases behind it."""

    measure = Choice(tuple(TITLES.items()), label="Measure", required=True)
    period = fields.String(
        validate=validate.Regexp(
            r"^(19[7-9]|20[0-9])[0-9]-(0[1-9]|1[0-2]|Q[1-4])\Z", error="Write a month (2026-05) or a quarter (2026-Q2)."
        ),
        metadata={"label": "Month or quarter"},
    )
    series = Words(24, label="Part")


class ShareShown(Command):
    """One month of a measure said as k of n."""

    period = fields.String()
    k = fields.Integer()
    n = fields.Integer()
    mature = fields.Boolean(metadata={"description": "False while not all of it is due yet."})


class PartShown(Command):
    """One series within one period."""

    series = fields.String()
    value = fields.Integer(metadata={"description": "Incidents, or minor units of the currency."})


class StackShown(Command):
    """One period of parts that add up."""

    period = fields.String()
    mature = fields.Boolean()
    parts = fields.List(fields.Nested(PartShown))


class CostShown(Command):
    """What recovery cost us in one currency, by quarter and remedy code."""

    currency = fields.String()
    quarters = fields.List(fields.Nested(StackShown))


class TrendsShown(Command):
    """The headline measures; `costs` and `incidents` are null for who may not see them."""

    as_of = Moment(label="As of")
    zone = fields.String()
    told_first = fields.List(fields.Nested(ShareShown))
    found_first = fields.List(fields.Nested(ShareShown))
    promises_kept = fields.List(fields.Nested(ShareShown))
    overdue_promises = fields.Integer()
    overdue_actions = fields.Integer()
    incidents = fields.List(fields.Nested(StackShown), allow_none=True)
    costs = fields.List(fields.Nested(CostShown), allow_none=True)
