"""Remedies: what one client gets or is spared, funded by us; nobody approves a line of their own.

A line that was promised or delivered is not changed: it is withdrawn, which undoes its bookings, and a new one follows.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.models import Impact, Incident
from ledger.incidents.operations.clocks import start_clock, stop_clock
from ledger.incidents.operations.touched import one_touched, refuse_indiscretion, refuse_stale
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused
from ledger.kernel.ids import new_id
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit, second_person
from ledger.recovery.funding import amount_faults, amounts, needs_leadership
from ledger.recovery.models import Remedy
from ledger.recovery.operations.remedy_books import book_delivery, book_promise, unbook
from ledger.recovery.operations.remedy_telling import is_seen_by_client, told
from ledger.recovery.remedy_codes import usual


def propose_remedy(  # noqa: PLR0913 what a line consists of, all named
    session: Session,
    actor: Actor,
    *,
    client_reference: str,
    code: str,
    text: str,
    how: str = "",
    cost: Money | None = None,
    value: Money | None = None,
    tax: Money | None = None,
    due_on: date | None = None,
    shown: str = "NoCharge",
    supplier: str = "",
    entitlement: str | None = None,
    trigger: str | None = None,
    quality_cost: str | None = None,
) -> Remedy:
    """Propose a remedy for the impact with this client reference; what is usual for the code need not be said.

    `cost` is what it costs us, `value` what it is worth to the client before tax. Raises `NotFound`, `Invalid` for
    amounts that cannot be and for words that name another client, `Conflict` once the incident is closed.
    """
    permit(actor, "act")
    incident, impact, client = _case(session, client_reference)
    cost, value = amounts(code, cost, value, client.currency, client.currency)
    tax = tax or Money(0, value.currency)
    if faults := amount_faults(code, cost, value, tax, supplier):
        raise Invalid(faults)
    row = Remedy(
        id=new_id(), version=1, impact_id=impact.id, code=code, text=text, how=how, shown=shown, due_on=due_on,
        cost_minor=cost.minor, cost_currency=cost.currency, value_minor=value.minor, tax_minor=tax.minor,
        value_currency=value.currency, supplier=supplier, status="proposed", proposed_by=actor.user_id,
        proposed_at=now(), evidence="",
        **usual(code, entitlement=entitlement, trigger=trigger, quality_cost=quality_cost),
    )  # fmt: skip
    if shown == "NoCharge":
        refuse_indiscretion(session, {"text": text, "how": how}, [client])
    row.event_id = told(session, actor, "remedy.proposed", incident, impact, client, row)
    session.add(row)
    session.flush()
    return row


def approve_remedy(session: Session, actor: Actor, *, remedy_id: str, version: int | None = None) -> Remedy:
    """Approve a proposed line: never its proposer, and above the limit only leadership; raise `Refused` otherwise."""
    permit(actor, "approve_remedy")
    incident, impact, client, row = _line(session, remedy_id, version)
    _require(row, "proposed", "Only a proposed line is approved.")
    second_person(actor, row.proposed_by, act="approve this remedy")
    worth = Money(row.value_minor + row.tax_minor, row.value_currency)
    if actor.role == "service_manager" and needs_leadership(Money(row.cost_minor, row.cost_currency), worth):
        sentence = "This is above what a service manager approves; ask leadership."
        raise Refused(sentence)
    row.status, row.approved_by, row.approved_at = "approved", actor.user_id, now()
    return _changed(session, actor, "remedy.approved", incident, impact, client, row)


def promise_remedy(
    session: Session, actor: Actor, *, remedy_id: str, due_on: date | None = None, version: int | None = None
) -> Remedy:
    """Promise an approved line to the client, with the day it has it by; a grant is booked now, for now we owe it.

    Raises `Invalid` without a day or for one that has passed at the client's place.
    """
    permit(actor, "promise")
    incident, impact, client, row = _line(session, remedy_id, version)
    _require(row, "approved", "A line is approved by a second person before it is promised.")
    row.due_on, at = due_on or row.due_on, now()
    if row.due_on is None or row.due_on < at.astimezone(ZoneInfo(client.zone)).date():
        raise Invalid({"due_on": "Say by which day the client has it; today or later."})
    row.status, row.promised_at = "promised", at
    book_promise(session, actor, incident, client, row)
    stop_clock(session, actor, impact.id, ClockKind.REMEDY_OFFERED, at)
    start_clock(session, actor, impact.id, ClockKind.REMEDY_DELIVERED, at)
    return _changed(session, actor, "remedy.promised", incident, impact, client, row)


def deliver_remedy(  # noqa: PLR0913 what delivery leaves behind, all named
    session: Session,
    actor: Actor,
    *,
    remedy_id: str,
    evidence: str,
    delivered_at: datetime | None = None,
    version: int | None = None,
) -> Remedy:
    """Record that the client has it, with what shows it; its cost, application or payment is booked now."""
    permit(actor, "act")
    incident, impact, client, row = _line(session, remedy_id, version)
    _require(row, "promised", "A line is promised to the client before it is delivered.")
    at = now()
    if not evidence.strip():
        raise Invalid({"evidence": "Say what shows that the client has it: a credit note, a payment, a signed sheet."})
    if delivered_at is not None and not (row.promised_at or at) <= delivered_at <= at:
        raise Invalid({"delivered_at": "This lies before it was promised, or in the future."})
    row.status, row.evidence, row.delivered_at = "delivered", evidence, delivered_at or at
    book_delivery(session, actor, incident, client, row)
    stop_clock(session, actor, impact.id, ClockKind.REMEDY_DELIVERED, row.delivered_at)
    return _changed(session, actor, "remedy.delivered", incident, impact, client, row)


def decline_remedy(
    session: Session, actor: Actor, *, remedy_id: str, client_words: str, version: int | None = None
) -> Remedy:
    """Record that the client does not want a promised line, in its own words; what was booked is undone."""
    permit(actor, "speak_for_client")
    incident, impact, client, row = _line(session, remedy_id, version)
    _require(row, "promised", "Only what was promised can be declined.")
    return _ended(session, actor, "declined_by_client", client_words, (incident, impact, client, row))


def withdraw_remedy(
    session: Session, actor: Actor, *, remedy_id: str, reason: str, version: int | None = None
) -> Remedy:
    """Take a line back, with a reason that the client reads where it was promised; what was booked is undone."""
    permit(actor, "act")
    incident, impact, client, row = _line(session, remedy_id, version)
    if row.status in {"declined_by_client", "withdrawn"}:
        sentence = "This line has ended already."
        raise Conflict(sentence)
    return _ended(session, actor, "withdrawn", reason, (incident, impact, client, row))


def _ended(
    session: Session, actor: Actor, status: str, words: str, case: tuple[Incident, Impact, Client, Remedy]
) -> Remedy:
    incident, impact, client, row = case
    if not words.strip():
        raise Invalid({"client_words" if status == "declined_by_client" else "reason": "Say it in a few words."})
    row.status, row.ended_at, row.ended_reason = status, now(), words
    unbook(session, actor, row)
    event = "remedy.declined" if status == "declined_by_client" else "remedy.withdrawn"
    return _changed(session, actor, event, incident, impact, client, row)


def _case(session: Session, client_reference: str) -> tuple[Incident, Impact, Client]:
    """Return the impact that the client calls so, its client and its incident, the incident locked."""
    impact_id = session.scalar(select(Impact.id).where(Impact.client_reference == client_reference))
    if impact_id is None:
        raise NotFound
    incident, case = one_touched(session, impact_id)
    if incident.status == "closed":
        sentence = "This incident is closed and its money lines are frozen; reopen it first."
        raise Conflict(sentence)
    return incident, case.impact, case.client


def _line(session: Session, remedy_id: str, version: int | None) -> tuple[Incident, Impact, Client, Remedy]:
    """Return a line with its case; locked are the incident and the line. Raise `NotFound` or `Stale`."""
    reference = session.scalar(
        select(Impact.client_reference).join(Remedy, Remedy.impact_id == Impact.id).where(Remedy.id == remedy_id)
    )
    if reference is None:
        raise NotFound
    incident, impact, client = _case(session, reference)
    query = select(Remedy).where(Remedy.id == remedy_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one()
    refuse_stale(row.version, version)
    return incident, impact, client, row


def _require(row: Remedy, status: str, sentence: str) -> None:
    if row.status != status:
        whole = f"{sentence} This one is {row.status.replace('_', ' ')}."
        raise Conflict(whole)


def _changed(  # noqa: PLR0913, PLR0917 what an event of a changed line needs
    session: Session,
    actor: Actor,
    event: str,
    incident: Incident,
    impact: Impact,
    client: Client,
    row: Remedy,
) -> Remedy:
    row.version += 1
    if is_seen_by_client(row):
        refuse_indiscretion(session, {"reason": row.ended_reason}, [client])
    row.event_id = told(session, actor, event, incident, impact, client, row)
    session.flush()
    return row
