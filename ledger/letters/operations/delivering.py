"""Letters by mail: asked for in the unit that issues the letter, tried by one sender at a time, ended, and bounced.

Neither side of a mail has a transaction with the other. So the row says before each try that one begins; a try that
nobody ended leaves it unknown whether the server took the mail. It is tried again then under the same Message-ID, and
the row says that it may have arrived twice.
"""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.kernel.pauses import PATIENT_HOLD, pause_after
from ledger.letters.letter_states import SENT
from ledger.letters.models import Delivery, DeliveryTry, Letter
from ledger.letters.operations.addressing import contact_of
from ledger.letters.operations.changing import case_of, locked
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.record.canonical import Value
from ledger.record.operations import note


@dataclass(frozen=True)
class Outcome:
    """What came of one try."""

    worked: bool
    words: str
    is_final: bool = False
    """Whether trying again would end the same."""
    is_unsure: bool = False
    """Whether the server may have taken it although we were not told so."""


def plan_delivery(session: Session, actor: Actor, letter: Letter) -> Delivery | None:
    """Put an issued letter's mail to its addressee into the outbox; none where the client wants none or has no address.

    For `finish_issue`, in whose unit it happens: a letter is issued and to be mailed, or neither.
    """
    contact = session.get_one(Contact, letter.contact_id)
    client = session.get_one(Client, contact.client_id)
    if client.letter_mail == "none" or not contact.mail:
        return None
    return _asked(session, actor, letter, client, contact)


def ask_delivery(session: Session, actor: Actor, *, letter_id: str, contact_id: str | None = None) -> str:
    """Ask for an issued letter to be mailed to a contact of its client, and return the delivery's id.

    Raises `Conflict` for a letter that is not issued and where that person has the mail already or it is on its way,
    `Invalid` for a contact who may not be told or has no address, and for a client that wants no mail.
    """
    permit(actor, "issue_letter")
    letter = locked(session, letter_id)
    if letter.status not in SENT:
        sentence = "Only an issued letter can be mailed."
        raise Conflict(sentence)
    client = case_of(session, letter.impact_id).client
    contact = contact_of(session, client, contact_id or letter.contact_id)
    if client.letter_mail == "none":
        raise Invalid({"contact_id": f"{client.name} wants no letters by mail; hand it over another way."})
    if not contact.mail:
        raise Invalid({"contact_id": f"{contact.name} has no mail address; add one on the client's page first."})
    return _asked(session, actor, letter, client, contact).id


def hold_delivery(session: Session, actor: Actor, /, *, delivery_id: str) -> bool:
    """Take a delivery for one try, and return whether it is the caller's alone now."""
    permit(actor, "issue_letter")
    at = now()
    free = (DeliveryTry.delivery_id == delivery_id) & (DeliveryTry.next_try_at <= at)
    # A try that began and was not ended: whoever had it is dead, and nobody knows how far it came.
    taken = update(DeliveryTry).where(free).values(
        tries=DeliveryTry.tries + 1, next_try_at=at + PATIENT_HOLD, begun_at=at,
        is_unsure=DeliveryTry.is_unsure | DeliveryTry.begun_at.is_not(None),
    )  # fmt: skip
    return bool(session.execute(taken.execution_options(synchronize_session=False)).rowcount == 1)  # type: ignore[attr-defined] # an UPDATE has one


def end_try(session: Session, actor: Actor, /, *, delivery_id: str, outcome: Outcome) -> str:
    """Keep what came of a try and return the delivery's state: `sent`, `failed`, or `waiting` for the next try."""
    permit(actor, "issue_letter")
    row = session.get_one(Delivery, delivery_id, with_for_update=True, populate_existing=True)
    trying = session.get(DeliveryTry, delivery_id, populate_existing=True)
    if row.status != "waiting" or trying is None:
        return row.status
    pause = None if outcome.is_final else pause_after(trying.tries)
    if not outcome.worked:
        trying.is_unsure = trying.is_unsure or outcome.is_unsure
    if not outcome.worked and pause is not None:
        trying.begun_at, trying.next_try_at, trying.answer = None, now() + pause, outcome.words[:200]
        session.flush()
        return row.status
    row.status, row.ended_at, row.answer = "sent" if outcome.worked else "failed", now(), outcome.words[:200]
    row.may_be_double = trying.is_unsure
    told = "may_be_double" if outcome.worked else "may_have_arrived"
    session.delete(trying)
    _noted(session, actor, row, "letter.mailed" if outcome.worked else "letter.mail_failed", {told: row.may_be_double})
    return row.status


def record_bounce(session: Session, actor: Actor, *, letter_id: str, delivery_id: str, words: str) -> None:
    """Record by hand that a letter's mail came back; `words` are those of the message that said so.

    Raises `NotFound`, and `Conflict` for a mail that was not sent or is known to have come back.
    """
    permit(actor, "issue_letter")
    row = session.get(Delivery, delivery_id, with_for_update=True, populate_existing=True)
    if row is None or row.letter_id != letter_id:
        raise NotFound
    if row.status != "sent":
        sentence = "Only a mail that went out can come back."
        raise Conflict(sentence)
    row.status, row.bounced_by, row.bounced_at, row.bounce_words = "bounced", actor.user_id, now(), words.strip()
    _noted(session, actor, row, "letter.bounced", sealed={"words": words})


def _asked(session: Session, actor: Actor, letter: Letter, client: Client, contact: Contact) -> Delivery:
    earlier = select(Delivery).where(Delivery.letter_id == letter.id, Delivery.contact_id == contact.id)
    known = list(session.scalars(earlier))
    if any(row.status in {"waiting", "sent"} for row in known):
        sentence = (
            f"{contact.name} has this letter by mail, or it is on its way: nobody is mailed a letter twice. "
            "If the mail came back, record that first."
        )
        raise Conflict(sentence)
    at, key = now(), new_id()
    row = Delivery(
        id=key,
        version=0,
        letter_id=letter.id,
        contact_id=contact.id,
        attempt=len(known) + 1,
        style=client.letter_mail,
        to_mail=contact.mail,
        message_id=f"letter-{key}@{provider(session).domain}",
        asked_by=letter.issued_by or actor.user_id,
        asked_at=at,
        status="waiting",
        may_be_double=False,
        answer="",
        bounce_words="",
    )
    session.add(row)
    data: dict[str, Value] = {"contact": contact.id, "style": row.style, "attempt": row.attempt}
    _noted(session, actor, row, "letter.mailing_asked", data, {"to": contact.mail})
    session.add(DeliveryTry(delivery_id=key, tries=0, next_try_at=at, is_unsure=False, answer=""))
    session.flush()
    return row


def _noted(  # noqa: PLR0913, PLR0917 the parts of one event
    session: Session,
    actor: Actor,
    row: Delivery,
    kind: str,
    data: dict[str, Value] | None = None,
    sealed: dict[str, str | None] | None = None,
) -> None:
    with session.no_autoflush:
        case = case_of(session, session.get_one(Letter, row.letter_id).impact_id)
    row.version += 1
    row.event_id = note(
        session,
        kind,
        actor=actor.user_id,
        subjects={case.client.log_id: case.impact.client_reference},
        data={"letter": row.letter_id, "delivery": row.id} | (data or {}),
        sealed=sealed,
    )
    session.flush()
