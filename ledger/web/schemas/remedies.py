"""What can be said of remedies. There is no field for a payer: the provider pays."""

from typing import Any

from marshmallow import fields, pre_load, validate

from ledger.recovery.remedy_codes import ENTITLEMENTS, KINDS, QUALITY_COSTS, SHOWN, TRIGGERS
from ledger.recovery.remedy_details import DETAILS, Detail, Stage
from ledger.web.schemas.base import Amount, Choice, Choices, Command, Moment, Words
from ledger.web.schemas.kinds import day_field, version_field

CODES: Choices = tuple((code, f"{kind.words}: {kind.hint}") for code, kind in KINDS.items())
_USUAL = {"empty": "as usual for this kind"}


class RemedyDetails(Command):
    """What the kinds of remedy must record; which of it is needed is decided by the kind, in the verb."""

    @pre_load
    def without_empty(self, said: Any, **_more: Any) -> Any:
        """Leave out what a form sent empty."""
        return {name: words for name, words in said.items() if words != ""} if isinstance(said, dict) else said


def _field(one: Detail) -> Words:
    widget = {"day": "date", "choice": "select"}.get(one.kind, "text")
    metadata: dict[str, Any] = {"widget": widget} | ({"options": list(one.options)} if one.options else {})
    metadata |= {"inputmode": "decimal"} if one.kind == "hours" else {}
    return Words(400, label=one.label, help=one.help, metadata=metadata | {"must": one.is_required})


def _details(stage: Stage) -> fields.Nested:
    asked: dict[str, fields.Field[Any]] = {
        one.name: _field(one) for kind in DETAILS.values() for one in kind if one.asked == stage
    }
    schema: Any = RemedyDetails.from_dict(asked, name=f"RemedyDetails{stage.title()}")
    return fields.Nested(schema, metadata={"label": "What this kind records"})


class ProposeRemedy(Command):
    """Propose what one client gets or is spared, at our cost."""

    client_reference = Words(20, label="For", required=True, metadata={"widget": "select"})
    code = Choice(CODES, label="Remedy", required=True, widget="radio")
    text = Words(2000, label="What the client gets", required=True, rows=2, help="As the client reads it.")
    how = Words(
        400, label="How it reaches the client", help="Credit note 2087, on your October invoice. Empty: as recorded."
    )
    details = _details("proposed")
    rate_name = Words(400, label="At the rate of", metadata={"widget": "select", "empty": "the cost as written below"})
    value = Amount(label="Worth to the client, before tax", help="The client sees this amount, never our cost.")
    tax = Amount(label="Tax on it")
    tax_rate = Words(
        6, label="or tax at", help="Reckoned from the value.", metadata={"unit": "%", "inputmode": "decimal"}
    )
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
    cost_centre = Words(20, label="Who bears it", metadata={"widget": "select", "empty": "the usual cost centre"})
    beyond_budget = fields.Boolean(
        load_default=False,
        metadata={"label": "Go beyond the budget", "help": "Only leadership may; the overrun shows on the budget."},
    )


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
    details = _details("delivered")
    delivered_at = Moment(label="When", help="Empty means now.")


class ConfirmRemedy(Command):
    """Record that the client agrees that it has it."""

    version = version_field(required=False)
    client_words = Words(2000, label="The client's words", rows=2, help="Who said it, when, and how.")


class AnswerRemedy(Command):
    """Say that you have what was promised, or that you do not want it."""

    client_words = Words(2000, label="If you want to add something", rows=2)


class LateExtra(Command):
    """Propose the extra that a late line brings."""

    version = version_field(required=False)


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
    details = fields.List(fields.Tuple((fields.String(), fields.String())))
    shown = fields.String()
    supplier = fields.String()
    entitlement = fields.String()
    trigger = fields.String()
    quality_cost = fields.String()
    status = fields.String()
    due_on = fields.Date(allow_none=True)
    is_overdue = fields.Boolean()
    is_late = fields.Boolean()
    extra_of = fields.String(allow_none=True)
    proposer = fields.String()
    approver = fields.String()
    promised_at = Moment(label="Promised", allow_none=True)
    delivered_at = Moment(label="Delivered", allow_none=True)
    confirmed_at = Moment(label="Confirmed", allow_none=True)
    evidence = fields.String()
    ended_reason = fields.String(allow_none=True)
