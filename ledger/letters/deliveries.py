"""Reading deliveries: for the letter's page, for the client's portal, and what one mail is made of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.clock import now
from ledger.letters.catalogue import speaking
from ledger.letters.fact_people import salutation
from ledger.letters.fact_schema import from_json
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.letter_files import file_name
from ledger.letters.models import Delivery, DeliveryTry, Letter
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import names
from ledger.record.erasures import deleted_files

MOST_AT_ONCE = 200
LATEST = timedelta(days=2)
"""A mail that waited longer, for a ledger that was off or had no mail server, is not sent any more."""


@dataclass(frozen=True)
class DeliveryRow:
    """One delivery as the letter's page shows it."""

    id: str
    contact_id: str
    contact: str
    to_mail: str
    style: str
    status: str
    asked_at: datetime
    ended_at: datetime | None
    may_be_double: bool
    answer: str
    tries: int
    next_try_at: datetime | None
    begun_at: datetime | None
    """When a try began of which nobody has told the end: it goes on, or it broke off."""
    bounced_at: datetime | None
    bounced_by: str
    bounce_words: str


@dataclass(frozen=True)
class OwnDelivery:
    """One delivery as the client's own people see it."""

    contact: str
    status: str
    ended_at: datetime | None
    may_be_double: bool


@dataclass(frozen=True)
class Parcel:
    """What one mail is made of."""

    letter_id: str
    to: str
    to_name: str
    greeting: str
    style: str
    message_id: str
    follows: tuple[str, ...]
    facts: LetterFacts
    file_name: str
    pdf_sha256: str
    why_not: str
    """Why it is not sent after all; empty where it is."""


def deliveries_of(session: Session, actor: Actor, letter_id: str) -> list[DeliveryRow]:
    """Return the deliveries of a letter, oldest first."""
    permit(actor, "read_cases")
    query = (
        select(Delivery, Contact.name, DeliveryTry)
        .join(Contact, Contact.id == Delivery.contact_id)
        .outerjoin(DeliveryTry, DeliveryTry.delivery_id == Delivery.id)
        .where(Delivery.letter_id == letter_id)
        .order_by(Delivery.asked_at, Delivery.id)
    )
    rows = session.execute(query).all()
    called = names(session, {row.bounced_by for row, _, _ in rows})
    return [
        DeliveryRow(
            row.id, row.contact_id, name, row.to_mail, row.style, row.status, row.asked_at, row.ended_at,
            row.may_be_double, trying.answer if trying else row.answer, trying.tries if trying else 0,
            trying.next_try_at if trying else None, trying.begun_at if trying else None, row.bounced_at,
            called.get(row.bounced_by or "", ""), row.bounce_words,
        )
        for row, name, trying in rows
    ]  # fmt: skip


def mailable_to(session: Session, actor: Actor, letter_id: str) -> tuple[tuple[str, str], ...]:
    """Return as (id, words) the contacts to whom a letter can be mailed: who may be told, and has not had it so."""
    permit(actor, "issue_letter")
    had = select(Delivery.contact_id).where(Delivery.letter_id == letter_id, Delivery.status.in_(("waiting", "sent")))
    query = (
        select(Contact.id, Contact.name, Contact.mail)
        .join(Impact, Impact.client_id == Contact.client_id)
        .join(Letter, Letter.impact_id == Impact.id)
        .join(Client, Client.id == Contact.client_id)
        .where(Letter.id == letter_id, Client.letter_mail != "none", Contact.id.not_in(had))
        .where(Contact.active, Contact.may_receive_notices, Contact.mail != "", visible_to(actor, Impact.client_id))
        .order_by((Contact.id == Letter.contact_id).desc(), Contact.ring_order, Contact.id)
    )
    return tuple((row.id, f"{row.name}, {row.mail}") for row in session.execute(query))


def own_deliveries(session: Session, actor: Actor, letter_id: str) -> list[OwnDelivery]:
    """Return to whom of the actor's own client a letter was mailed, and what came of it."""
    permit(actor, "read_own_case")
    query = (
        select(Contact.name, Delivery.status, Delivery.ended_at, Delivery.may_be_double)
        .join(Contact, Contact.id == Delivery.contact_id)
        .join(Letter, Letter.id == Delivery.letter_id)
        .join(Impact, Impact.id == Letter.impact_id)
        .where(Delivery.letter_id == letter_id, visible_to(actor, Impact.client_id))
        .order_by(Delivery.asked_at, Delivery.id)
    )
    return [OwnDelivery(*row) for row in session.execute(query)]


def waiting_deliveries(session: Session, _actor: Actor, letter_id: str | None = None) -> list[str]:
    """Return the deliveries whose time has come, oldest first; of one letter where it is named."""
    query = select(DeliveryTry.delivery_id).where(DeliveryTry.next_try_at <= now())
    if letter_id is not None:
        query = query.join(Delivery, Delivery.id == DeliveryTry.delivery_id).where(Delivery.letter_id == letter_id)
    return list(session.scalars(query.order_by(DeliveryTry.next_try_at, DeliveryTry.delivery_id).limit(MOST_AT_ONCE)))


def parcel(session: Session, actor: Actor, delivery_id: str) -> Parcel:
    """Return what a delivery's mail is made of."""
    permit(actor, "issue_letter")
    query = (
        select(Delivery, Letter, Contact, Impact.client_reference)
        .join(Letter, Letter.id == Delivery.letter_id)
        .join(Contact, Contact.id == Delivery.contact_id)
        .join(Impact, Impact.id == Letter.impact_id)
        .where(Delivery.id == delivery_id)
    )
    row, letter, contact, reference = session.execute(query).one()
    return Parcel(
        letter.id,
        row.to_mail,
        contact.name,
        _greeting(letter, contact),
        row.style,
        row.message_id,
        _before(session, row, letter),
        from_json(letter.facts),
        file_name(reference, letter.kind, letter.version_number),
        letter.pdf_sha256 or "",
        _why_not(session, row, contact, letter.pdf_sha256 or ""),
    )


def _greeting(letter: Letter, contact: Contact) -> str:
    with speaking(letter.facts["locale"]):
        return salutation(contact)


def _before(session: Session, row: Delivery, letter: Letter) -> tuple[str, ...]:
    """Return the Message-IDs of the mails before it to this person about this case: they are one thread."""
    query = (
        select(Delivery.message_id)
        .join(Letter, Letter.id == Delivery.letter_id)
        .where(Letter.impact_id == letter.impact_id, Delivery.contact_id == row.contact_id)
        .where(Delivery.status.in_(("sent", "bounced")), Delivery.id != row.id)
        .order_by(Delivery.ended_at, Delivery.id)
    )
    return tuple(session.scalars(query))


def _why_not(session: Session, row: Delivery, contact: Contact, pdf_sha256: str) -> str:
    if not contact.active or not contact.may_receive_notices:
        return "this person may not be told any more"
    if contact.mail != row.to_mail:
        return "the address was changed before it went out"
    if row.style == "attached" and pdf_sha256 in deleted_files(session):
        return "the file was deleted when a person was erased"
    return "it waited too long" if row.asked_at < now() - LATEST else ""
