"""What a remedy line books: a grant when it is promised, work, goods and payments when it is delivered."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ledger.books.operations.journal import book, reverse_line
from ledger.books.posting import RemedyAmounts, TransferLine, delivered, promised
from ledger.clients.models import Client
from ledger.incidents.models import Incident
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.queries import provider
from ledger.recovery.models import Remedy
from ledger.recovery.remedy_codes import KINDS


def book_promise(session: Session, actor: Actor, incident: Incident, client: Client, row: Remedy) -> None:
    """Book what is owed from the promise on; nothing for work and goods."""
    _book(session, actor, incident, row, "granted", promised(_amounts(client, row)))


def book_delivery(session: Session, actor: Actor, incident: Incident, client: Client, row: Remedy) -> None:
    """Book the cost, the application or the payment."""
    _book(session, actor, incident, row, "delivered", delivered(_amounts(client, row)))


def unbook(session: Session, actor: Actor, row: Remedy) -> None:
    """Undo whatever is booked for the line."""
    reverse_line(session, actor.user_id, row.id, booked_on=_today(session))


def _book(  # noqa: PLR0913, PLR0917 the parts of one booking
    session: Session, actor: Actor, incident: Incident, row: Remedy, kind: str, transfers: tuple[TransferLine, ...]
) -> None:
    if transfers:
        book(
            session,
            actor.user_id,
            subject=incident.id,
            line_subject=row.id,
            kind=kind,
            narration=f"{KINDS[row.code].words}: {' '.join(row.text.split())}"[:400],
            booked_on=_today(session),
            transfers=transfers,
        )


def _amounts(client: Client, row: Remedy) -> RemedyAmounts:
    return RemedyAmounts(
        row.code, client.code, row.cost_minor, row.cost_currency, row.value_minor, row.tax_minor, row.value_currency,
        row.supplier,
    )  # fmt: skip


def _today(session: Session) -> date:
    return now().astimezone(ZoneInfo(provider(session).zone)).date()
