"""What is done about one incident, as the API answers it."""

from marshmallow import fields

from ledger.web.schemas.action_shown import ActionShown
from ledger.web.schemas.base import Amount, Command
from ledger.web.schemas.promises import PromiseShown
from ledger.web.schemas.remedies import RemedyShown


class RecoveryShown(Command):
    """Actions, remedies and promises, with totals by currency; costs are null for those who may not see them."""

    actions = fields.List(fields.Nested(ActionShown))
    remedies = fields.List(fields.Nested(RemedyShown))
    promises = fields.List(fields.Nested(PromiseShown))
    value_totals = fields.List(Amount(label="Given to clients, with tax"))
    cost_totals = fields.List(Amount(label="Paid by us"), allow_none=True)
    booked_costs = fields.List(Amount(label="Booked so far"), allow_none=True)
