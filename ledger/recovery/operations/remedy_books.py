"""What a remedy line books: a commitment when approved, a grant when promised, work and payments when delivered."""

from dataclasses import replace

from sqlalchemy.orm import Session

from ledger.books.accounts import client_credit
from ledger.books.commitments import COMMIT_LINE, of_line, to_draw_on
from ledger.books.costs import drawn
from ledger.books.operations.journal import book, reverse_line
from ledger.books.posting import GRANTS, RemedyAmounts, TransferLine, delivered, narrated, promised
from ledger.books.queries import balance_of
from ledger.clients.models import Client
from ledger.incidents.models import Incident
from ledger.kernel.errors import Conflict
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.recovery.book_day import book_day
from ledger.recovery.invoices import paid_for
from ledger.recovery.models import Remedy
from ledger.recovery.operations.commitments import commit_money, cost_centre_of
from ledger.recovery.remedy_codes import KINDS
from ledger.recovery.remedy_details import unpacked


def book_approval(  # noqa: PLR0913 the line, and what its budget is asked
    session: Session,
    actor: Actor,
    incident: Incident,
    client: Client,
    row: Remedy,
    *,
    cost_centre: str | None = None,
    beyond_budget: bool = False,
) -> None:
    """Commit what the line will cost us; raise `Refused` where that goes beyond the cost centre's budget."""
    is_grant = row.code in GRANTS and row.code != "GW"
    cost = Money(row.value_minor, row.value_currency) if is_grant else Money(row.cost_minor, row.cost_currency)
    if cost.minor:
        commit_money(
            session, actor, incident_id=incident.id, line_subject=row.id, amount=cost, narration=_words(row),
            kind=COMMIT_LINE, client_id=client.id, cost_centre=cost_centre, beyond_budget=beyond_budget,
        )  # fmt: skip


def book_promise(session: Session, actor: Actor, incident: Incident, client: Client, row: Remedy) -> None:
    """Book what is owed from the promise on, in the place of its commitment; nothing for work and goods."""
    transfers = promised(_amounts(client, row))
    if transfers:
        own = of_line(session, incident.id, row.id)
        back = tuple(line for one in own for line in drawn(one.left, [one]))
        _book(session, actor, incident, client, row, "granted", (*transfers, *back))


def book_delivery(session: Session, actor: Actor, incident: Incident, client: Client, row: Remedy) -> None:
    """Book the cost with what it draws on commitments, or the application or payment of a grant."""
    # What is applied or paid is what was granted, also where a grant is booked otherwise by now.
    account = client_credit(client.code)
    owed = -balance_of(session, account, row.value_currency, line_subject=row.id) if row.code in GRANTS else None
    transfers = delivered(replace(_amounts(client, row), granted=owed))
    if transfers and row.code not in GRANTS:
        on = to_draw_on(session, incident.id, row.id)
        transfers = (*transfers, *drawn(Money(row.cost_minor, row.cost_currency), on))
    _book(session, actor, incident, client, row, "delivered", transfers)


def unbook(session: Session, actor: Actor, row: Remedy) -> None:
    """Undo whatever is booked for the line, its commitment too; raise `Conflict` where its supplier was paid for it."""
    if paid_for(session, row.id):
        sentence = "Its supplier is paid: leadership undoes that payment in the journal first, with a reason."
        raise Conflict(sentence)
    reverse_line(session, actor.user_id, row.id, booked_on=book_day(session))


def _book(  # noqa: PLR0913, PLR0917 the parts of one booking
    session: Session,
    actor: Actor,
    incident: Incident,
    client: Client,
    row: Remedy,
    kind: str,
    transfers: tuple[TransferLine, ...],
) -> None:
    if transfers:
        book(
            session,
            actor.user_id,
            subject=incident.id,
            line_subject=row.id,
            kind=kind,
            narration=_words(row),
            booked_on=book_day(session),
            transfers=transfers,
            client_id=client.id,
            cost_centre_id=cost_centre_of(session, incident.id, row.id),
            calculation=unpacked(row.details).get("calculation"),
        )


def _words(row: Remedy) -> str:
    return narrated(f"{KINDS[row.code].words}: {row.text}")


def _amounts(client: Client, row: Remedy) -> RemedyAmounts:
    return RemedyAmounts(
        row.code, client.code, row.cost_minor, row.cost_currency, row.value_minor, row.tax_minor, row.value_currency,
        row.supplier,
    )  # fmt: skip
