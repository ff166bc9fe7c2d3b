"""What can be said of remedies. There is no field for a payer: the provider pays."""

from marshmallow import fields, validate

from ledger.recovery.remedy_codes import ENTITLEMENTS, KINDS, QUALITY_COSTS, SHOWN, TRIGGERS
from ledger.web.schemas.base import Amount, Choice, Choices, Command, Moment, Words
from ledger.web.schemas.kinds import day_field, version_field

CODES: Choices = tuple((code, f"{kind.words}: {kind.hint}") for code, kind in KINDS.items())
_USUAL = {"empty": "as usual for this kind"}


class ProposeRemedy(Command):
    """Propose what one client gets or is spared, at our cost."""

    client_reference = Words(20, label="For", required=True, metadata={"widget": "select"})
    code = Choice(CODES, label="Remedy", required=True, widget="radio")
    text = Words(2000, label="What the client gets", required=True, rows=2, help="As the client reads it.")
    how = Words(400, label="How it reaches the client", help="Credit note 2087, on your October invoice.")
    value = Amount(label="Worth to the client, before tax", help="The client sees this amount, never our cost.")
    tax = Amount(label="Tax on it")
    cost = Amount(label="Cost to us", help="Of a credit, refund or waiver leave it empty: it costs what it is worth.")
    due_on = day_field("The client has it by")
    shown = Choice(SHOWN, label="On the client's papers", load_default="NoCharge")
    supplier = Words(
        20, label="Supplier's code", help="If somebody else does it or delivers it, such as LABCO.",
        metadata={"maxlength": 20},
    )  # fmt: skip
    entitlement = Choice(ENTITLEMENTS, label="Owed under", metadata=_USUAL)
    trigger = Choice(TRIGGERS, label="How it came about", metadata=_USUAL)
    quality_cost = Choice(QUALITY_COSTS, label="Quality-cost class", metadata=_USUAL)


class ApproveRemedy(Command):
    """Approve a line that somebody else proposed."""

    version = version_field(required=False)


class PromiseRemedy(Command):
    """Promise an approved line to the client."""

    version = version_field(required=False)
    due_on = day_field("The client has it by", required=True)


class DeliverRemedy(Command):
    """Say that the client has it, with what shows it."""

    version = version_field(required=False)
    evidence = Words(
        4000, label="What shows that the client has it", required=True, rows=2, help="Credit note, payment."
    )
    delivered_at = Moment(label="When", help="Empty means now.")


class DeclineRemedy(Command):
    """Record that the client does not want it."""

    version = version_field(required=False)
    client_words = Words(2000, label="The client's words", required=True, rows=2, help="Who said it, when, and how.")


class WithdrawRemedy(Command):
    """Take the line back; a new one may follow."""

    version = version_field(required=False)
    reason = Words(1000, label="Why", required=True, rows=2, help="If it was promised, the client reads this.")


class RemedyShown(Command):
    """A remedy line as the API answers it; `cost` is null for those who may not see it."""

    id = fields.String()
    version = fields.Integer()
    incident_reference = fields.String()
    client_reference = fields.String()
    client_code = fields.String()
    code = fields.String(validate=validate.OneOf(tuple(KINDS)))
    name = fields.String()
    text = fields.String()
    how = fields.String()
    value = Amount(label="Worth to the client")
    tax = Amount(label="Tax on it")
    cost = Amount(label="Cost to us", allow_none=True)
    shown = fields.String()
    supplier = fields.String()
    entitlement = fields.String()
    trigger = fields.String()
    quality_cost = fields.String()
    status = fields.String()
    due_on = fields.Date(allow_none=True)
    is_overdue = fields.Boolean()
    proposer = fields.String()
    approver = fields.String()
    promised_at = Moment(label="Promised", allow_none=True)
    delivered_at = Moment(label="Delivered", allow_none=True)
    evidence = fields.String()
    ended_reason = fields.String(allow_none=True)
