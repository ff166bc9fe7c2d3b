"""Remedies: what one client gets or is spared, funded by us; nobody approves a line of their own.

A line that was promised or delivered is not changed: it is withdrawn, which undoes its bookings, and a new one follows.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ledger.books.reckoning import of_hours, rate_of, share_of
from ledger.clients.models import Client
from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.operations.clocks import start_clock, stop_clock
from ledger.incidents.operations.touched import refuse_indiscretion
from ledger.kernel.clock import now, zoned
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.kernel.ids import new_id
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit, second_person
from ledger.people.queries import names
from ledger.recovery.book_day import book_day
from ledger.recovery.funding import amount_faults, amounts, is_above, no_cost, said_twice, who_may_instead
from ledger.recovery.limits import limits_of
from ledger.recovery.models import Remedy
from ledger.recovery.operations.remedy_books import book_approval, book_delivery, book_promise
from ledger.recovery.operations.remedy_case import case_of, changed, line_of, require
from ledger.recovery.operations.remedy_promises import end_promise_for, promise_for
from ledger.recovery.operations.remedy_telling import told
from ledger.recovery.rates import in_force, rate_history
from ledger.recovery.remedy_codes import usual
from ledger.recovery.remedy_details import needs_day, packed, passed_days, read_details, unpacked


def propose_remedy(  # noqa: PLR0913 what a line consists of, all named
    session: Session,
    actor: Actor,
    *,
    client_reference: str,
    code: str,
    text: str,
    how: str = "",
    details: Mapping[str, str] | None = None,
    rate_name: str = "",
    cost: Money | None = None,
    value: Money | None = None,
    tax: Money | None = None,
    tax_rate: str = "",
    due_on: date | None = None,
    shown: str = "NoCharge",
    supplier: str = "",
    entitlement: str | None = None,
    trigger: str | None = None,
    quality_cost: str | None = None,
    extra_of: str | None = None,
) -> Remedy:
    """Propose a remedy for the impact with this client reference; what is usual for the code need not be said.

    `cost` is what it costs us, `value` what it is worth to the client before tax, `details` what the kind must record
    (`remedy_details`). Where no cost is said, hours are reckoned at the rate of `rate_name` in force today; where no
    tax is said, `tax_rate` (per cent) gives it. Raises `NotFound`, `Invalid` for amounts and details that cannot be
    and for words that name another client, `Conflict` once the incident is closed.
    """
    permit(actor, "act")
    incident, impact, client = case_of(session, actor, client_reference)
    kept, faults = read_details(code, details or {}, "proposed")
    twice = said_twice(cost=cost, rate_name=rate_name, tax=tax, tax_rate=tax_rate)
    if "hours" in kept and cost is None:
        cost, how_reckoned = _labour(session, kept["hours"], rate_name, client.currency)
        kept |= {"calculation": how_reckoned} if how_reckoned else {}
    faults |= twice | no_cost(code, cost, by_the_hour="hours" in kept)
    cost, value = amounts(code, cost, value, client.currency, client.currency)
    tax = tax or _tax(value, tax_rate, kept)
    faults |= amount_faults(code, cost, value, tax, supplier, client.currency)
    if due_on or needs_day(code):
        faults |= _day_faults(client, due_on, "This kind of remedy has its date from the beginning.")
    faults |= passed_days(code, kept, _today_of(client))
    if faults:
        raise Invalid(faults)
    row = Remedy(
        id=new_id(), version=1, impact_id=impact.id, code=code, text=text, how=how, details=packed(kept), shown=shown,
        due_on=due_on, cost_minor=cost.minor, cost_currency=cost.currency, value_minor=value.minor,
        tax_minor=tax.minor, value_currency=value.currency, supplier=supplier, extra_of=extra_of, status="proposed",
        proposed_by=actor.user_id, proposed_at=now(), evidence="",
        **usual(code, entitlement=entitlement, trigger=trigger, quality_cost=quality_cost),
    )  # fmt: skip
    if shown == "NoCharge":
        refuse_indiscretion(session, {"text": text, "how": how, **_named(kept)}, [client])
    row.event_id = told(session, actor, "remedy.proposed", incident, impact, client, row)
    session.add(row)
    session.flush()
    return row


def approve_remedy(  # noqa: PLR0913 what an approval consists of, all named
    session: Session,
    actor: Actor,
    *,
    remedy_id: str,
    cost_centre: str | None = None,
    beyond_budget: bool = False,
    version: int | None = None,
) -> Remedy:
    """Approve a proposed line, and commit what it will cost us against the budget of a cost centre.

    Raises `Refused` for its proposer, above the limit of the actor's role, and beyond the budget, unless leadership
    says so (`beyond_budget`).
    """
    permit(actor, "approve_remedy")
    case, row = line_of(session, actor, remedy_id)
    _refuse_approved(session, actor, row)
    require(row, version, "proposed", "Only a proposed line is approved.")
    second_person(actor, row.proposed_by, act="approve this remedy")
    worth = Money(row.value_minor + row.tax_minor, row.value_currency)
    if is_above(limits_of(session, actor.role), Money(row.cost_minor, row.cost_currency), worth):
        sentence = f"This is above what you may approve; {who_may_instead(actor.role)}."
        raise Refused(sentence)
    incident, _, client = case
    book_approval(session, actor, incident, client, row, cost_centre=cost_centre, beyond_budget=beyond_budget)
    row.status, row.approved_by, row.approved_at = "approved", actor.user_id, now()
    return changed(session, actor, "remedy.approved", case, row)


def promise_remedy(
    session: Session, actor: Actor, *, remedy_id: str, due_on: date | None = None, version: int | None = None
) -> Remedy:
    """Promise an approved line to the client, with the day it has it by; a grant is booked now, for now we owe it.

    Raises `Invalid` without a day or for one that has passed at the client's place.
    """
    permit(actor, "promise")
    case, row = line_of(session, actor, remedy_id)
    incident, impact, client = case
    require(row, version, "approved", "A line is approved by a second person before it is promised.")
    row.due_on, at = due_on or row.due_on, now()
    if faults := _day_faults(client, row.due_on, "Say by which day the client has it."):
        raise Invalid(faults)
    row.status, row.promised_at = "promised", at
    book_promise(session, actor, incident, client, row)
    stop_clock(session, actor, impact.id, ClockKind.REMEDY_OFFERED, at)
    start_clock(session, actor, impact.id, ClockKind.REMEDY_DELIVERED, at)
    promise_for(session, actor, incident, client, row)
    return changed(session, actor, "remedy.promised", case, row)


def deliver_remedy(  # noqa: PLR0913 what delivery leaves behind, all named
    session: Session,
    actor: Actor,
    *,
    remedy_id: str,
    evidence: str,
    details: Mapping[str, str] | None = None,
    delivered_at: datetime | None = None,
    version: int | None = None,
) -> Remedy:
    """Record that the client has it, with what shows it and what the kind must record by now.

    Its cost, application or payment is booked now. Raises `Invalid` for what is missing and for a time before the
    promise or in the future.
    """
    permit(actor, "act")
    case, row = line_of(session, actor, remedy_id)
    incident, impact, client = case
    require(row, version, "promised", "A line is promised to the client before it is delivered.")
    at = now()
    kept, faults = read_details(row.code, details or {}, "delivered")
    if not evidence.strip():
        faults["evidence"] = "Say what shows that the client has it: a credit note, a payment, a signed sheet."
    if delivered_at is not None and not (row.promised_at or at) <= delivered_at <= at:
        faults["delivered_at"] = "This lies before it was promised, or in the future."
    if faults:
        raise Invalid(faults)
    if row.shown == "NoCharge":
        refuse_indiscretion(session, _named(kept), [client])
    row.status, row.evidence, row.delivered_at = "delivered", evidence, delivered_at or at
    row.details = packed(unpacked(row.details) | kept)
    book_delivery(session, actor, incident, client, row)
    stop_clock(session, actor, impact.id, ClockKind.REMEDY_DELIVERED, row.delivered_at)
    end_promise_for(session, actor, client, row)
    return changed(session, actor, "remedy.delivered", case, row)


def _refuse_approved(session: Session, actor: Actor, row: Remedy) -> None:
    """Raise `Conflict` for a line that was approved before: says by whom and when, whatever has become of it since."""
    if row.approved_by and row.approved_at:
        who = names(session, {row.approved_by}).get(row.approved_by, "somebody")
        sentence = f"This line is approved already: by {who}, {zoned(row.approved_at, actor.zone)}."
        raise Conflict(sentence)


def _day_faults(client: Client, due_on: date | None, without: str) -> dict[str, str]:
    """Return what is wrong with the day that a client has a line by: it has passed at its place, or is missing."""
    if due_on is None:
        return {"due_on": without}
    if due_on < _today_of(client):
        return {"due_on": "This day has passed at the client's place; say today or a later one."}
    return {}


def _today_of(client: Client) -> date:
    return now().astimezone(ZoneInfo(client.zone)).date()


def _labour(session: Session, hours: str, rate_name: str, currency: str) -> tuple[Money | None, str]:
    """Return what hours cost at a rate by its name, or at the only one there is; nothing where nobody can tell."""
    rates = in_force(rate_history(session, currency), book_day(session))
    if not rate_name and len(rates) == 1:
        (rate_name,) = rates
    if not rate_name:
        return None, ""
    rate = rates.get(rate_name)
    if rate is None:
        raise Invalid({"rate_name": f"There is no rate of that name in {currency} yet; say the cost instead."})
    found = of_hours(Decimal(hours), rate)
    return found.money, found.how


def _tax(value: Money, tax_rate: str, kept: dict[str, str]) -> Money:
    """Return the tax on the value at a rate in per cent, and keep how it was reckoned; none where no rate is said."""
    if not tax_rate.strip():
        return Money(0, value.currency)
    try:
        found = share_of(value, rate_of(tax_rate.removesuffix("%")))
    except ValueError:
        raise Invalid({"tax_rate": "Write the rate in per cent, such as 20 or 8.1."}) from None
    kept["tax_rate"] = found.how
    return found.money


def _named(details: Mapping[str, str]) -> dict[str, str | None]:
    return {f"details.{name}": words for name, words in details.items()}
