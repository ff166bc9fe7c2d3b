"""What a case costs us beside its remedies: our own work, parts, what suppliers invoice; paid by nobody but us."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.accounts import SHORT_CODE, is_party_code, owed_by
from ledger.books.commitments import to_draw_on
from ledger.books.costs import claim, cost, drawn, received
from ledger.books.models import JournalEntry
from ledger.books.operations.journal import book
from ledger.books.posting import TransferLine, narrated
from ledger.books.reckoning import of_hours, share_of
from ledger.incidents.models import Impact, Incident
from ledger.incidents.operations.touched import locked
from ledger.kernel.errors import Conflict, Invalid
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.recovery.book_day import book_day
from ledger.recovery.claims import still_owed
from ledger.recovery.operations.commitments import FROZEN, cost_centre_of

KINDS: Mapping[str, str] = MappingProxyType(
    {"labour": "our own work", "parts": "parts", "third_party": "a third party", "travel": "travel"}
)


def book_cost(  # noqa: PLR0913 what a cost consists of, all named
    session: Session,
    actor: Actor,
    *,
    incident_id: str,
    kind: str,
    text: str,
    net: Money | None = None,
    hours: Decimal | None = None,
    hourly: Money | None = None,
    tax_rate: Decimal | None = None,
    supplier: str = "",
    client_reference: str | None = None,
    occurred_on: date | None = None,
    line_subject: str | None = None,
    replaces: str | None = None,
) -> JournalEntry:
    """Book a cost of a case and draw what is left of its commitments; beyond them it is booked all the same.

    Say `net`, or `hours` at an `hourly` rate. `tax_rate` (per cent) is the input tax of a supplier's invoice. Once the
    case is closed only what takes the place of an entry that was undone (`replaces`) is booked. Raises `Invalid`,
    `Conflict` and `NotFound`.
    """
    permit(actor, "keep_books")
    incident = locked(session, incident_id)
    _refuse_unless_replacing(session, incident, replaces)
    amount, how = _amount(net, hours, hourly)
    tax, how = _tax(amount, tax_rate, supplier, how)
    if (kind == "third_party" or supplier) and not is_party_code(supplier):
        raise Invalid({"supplier": f"Name the supplier by {SHORT_CODE}."})
    day = book_day(session)
    if occurred_on is not None and occurred_on > day:
        raise Invalid({"occurred_on": "This day has not come yet."})
    on = to_draw_on(session, incident.id, line_subject) if incident.status != "closed" else []
    return book(
        session,
        actor.user_id,
        subject=incident.id,
        line_subject=line_subject,
        kind=kind,
        narration=narrated(text),
        booked_on=day,
        transfers=(*cost(kind, amount, tax, supplier), *drawn(amount, on)),
        client_id=_client_id(session, incident, client_reference),
        cost_centre_id=cost_centre_of(session, incident.id, line_subject),
        occurred_on=occurred_on,
        calculation=how,
    )


def claim_back(  # noqa: PLR0913 what a claim consists of, all named
    session: Session, actor: Actor, *, incident_id: str, source: str, code: str, amount: Money, text: str
) -> JournalEntry:
    """Book what a `supplier` or the `insurance` is to pay us back; it stands apart and lowers no client's line."""
    permit(actor, "keep_books")
    if not is_party_code(code):
        raise Invalid({"code": f"Name who pays us back by {SHORT_CODE}."})
    transfers = claim(source, code, _positive(amount))
    return _aside(session, actor, locked(session, incident_id), "claim", text, transfers)


def receive_back(  # noqa: PLR0913 what a payment consists of, all named
    session: Session, actor: Actor, *, incident_id: str, code: str, amount: Money, text: str
) -> JournalEntry:
    """Book that a supplier or insurer has paid us; raise `Invalid` for more than it is to pay us back for this case."""
    permit(actor, "keep_books")
    incident = locked(session, incident_id)
    owed = still_owed(session, incident.id, owed_by(code), amount.currency)
    if _positive(amount).minor > owed.minor:
        still = f"{owed.spoken(provider(session).locale)} is" if owed.minor > 0 else f"nothing in {owed.currency} is"
        sentence = f"Of {code} {still} still to come for this incident: book first what it is to pay us back."
        raise Invalid({"amount": sentence})
    return _aside(session, actor, incident, "received", text, received(code, amount))


def _aside(  # noqa: PLR0913, PLR0917 the parts of one booking
    session: Session, actor: Actor, incident: Incident, kind: str, text: str, transfers: tuple[TransferLine, ...]
) -> JournalEntry:
    """Book what stands apart from the costs of a case that the caller has locked, and has asked permission for."""
    return book(
        session,
        actor.user_id,
        subject=incident.id,
        line_subject=None,
        kind=kind,
        narration=narrated(text),
        booked_on=book_day(session),
        transfers=transfers,
        cost_centre_id=cost_centre_of(session, incident.id, None),
    )


def _positive(amount: Money) -> Money:
    if amount.minor <= 0:
        raise Invalid({"amount": "Say how much: an amount above zero."})
    return amount


def _amount(net: Money | None, hours: Decimal | None, hourly: Money | None) -> tuple[Money, str | None]:
    if net is not None and hours is not None:
        raise Invalid({"net": "Say the amount, or the hours and what an hour costs us; not both."})
    if hours is not None and hourly is not None:
        try:
            found = of_hours(hours, hourly)
        except ValueError as fault:
            raise Invalid({"hours": f"Write the hours as a number such as 6.25: {fault}."}) from None
        return _positive(found.money), found.how
    if net is None:
        raise Invalid({"net": "Say how much it cost, or the hours and what an hour costs us."})
    return _positive(net), None


def _tax(amount: Money, per_cent: Decimal | None, supplier: str, how: str | None) -> tuple[int, str | None]:
    if not per_cent:
        return 0, how
    if not supplier:
        raise Invalid({"tax_rate": "Only what a supplier invoices carries a tax; name the supplier."})
    try:
        found = share_of(amount, per_cent)
    except ValueError as fault:
        raise Invalid({"tax_rate": f"This is no tax rate: {fault}."}) from None
    return found.money.minor, "; ".join(part for part in (how, f"tax {found.how}") if part)


def _client_id(session: Session, incident: Incident, client_reference: str | None) -> str | None:
    """Return the client it is about: the one named, or the only one that the incident touches."""
    query = select(Impact.client_id).where(Impact.incident_id == incident.id)
    if client_reference:
        query = query.where(Impact.client_reference == client_reference)
    found = session.scalars(query.limit(2)).all()
    if client_reference and not found:
        raise Invalid({"client_reference": "This incident touches no client under that reference."})
    return found[0] if len(found) == 1 else None


def _refuse_unless_replacing(session: Session, incident: Incident, replaces: str | None) -> None:
    if incident.status != "closed":
        return
    undone = select(JournalEntry.id).where(JournalEntry.reverses_id == replaces, JournalEntry.subject == incident.id)
    if not replaces or session.scalar(undone) is None:
        raise Conflict(FROZEN)
