"""What a letter that was sent promises: its sentences with a day ahead, and which of them are promises already."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.clock import zoned
from ledger.kernel.errors import NotFound
from ledger.letters.dated_sentences import dated_sentences
from ledger.letters.letter_states import SENT
from ledger.letters.markdown import to_text
from ledger.letters.models import Letter
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.models import Promise
from ledger.recovery.promise_links import PromiseOrigin


@dataclass(frozen=True)
class PromisedLine:
    """One sentence of a letter that names a day ahead; `promise_id` where it is a promise already."""

    text: str
    day: date
    at: datetime | None
    kind: str
    promise_id: str | None

    def due(self, zone: str) -> str:
        """Return by when, in words."""
        return zoned(self.at, zone) if self.at else f"{self.day.day} {self.day:%b %Y}"


def promised_in(session: Session, actor: Actor, letter_id: str) -> list[PromisedLine]:
    """Return what a sent letter's text promises, by day; nothing while it is not sent. Raises `NotFound`."""
    permit(actor, "read_cases")
    query = (
        select(Letter, Client.zone)
        .join(Impact, Impact.id == Letter.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .where(Letter.id == letter_id, visible_to(actor, Impact.client_id))
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    letter, zone = found
    if letter.status not in SENT or letter.issued_at is None:
        return []
    plain = {key: to_text(text) for key, text in letter.sections.items()}
    made = _made(session, letter_id)
    return [
        PromisedLine(one.text, one.day, one.at, one.kind, made.get(one.text))
        for one in dated_sentences(plain, zone, letter.issued_at)
    ]


def _made(session: Session, letter_id: str) -> dict[str, str]:
    query = select(Promise.text, Promise.id).join(PromiseOrigin, PromiseOrigin.promise_id == Promise.id)
    return dict(session.execute(query.where(PromiseOrigin.letter_id == letter_id)).all())
