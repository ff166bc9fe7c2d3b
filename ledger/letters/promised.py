"""What a letter that was sent promises: its sentences with a day ahead, and which of them are promises already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.clock import zoned
from ledger.kernel.errors import NotFound
from ledger.letters.dated_sentences import DatedSentence, dated_sentences
from ledger.letters.fact_schema import from_json
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.letter_states import SENT
from ledger.letters.markdown import to_text
from ledger.letters.models import Letter
from ledger.letters.requirements.written import shares
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


@dataclass(frozen=True)
class _Standing:
    """A promise that was made already."""

    id: str
    text: str
    kind: str
    due_at: datetime
    from_it: bool
    """Made from the letter in question."""


def promised_in(session: Session, actor: Actor, letter_id: str) -> list[PromisedLine]:
    """Return what a sent letter's text promises, by day; nothing while it is not sent. Raises `NotFound`.

    What is owed without a promise (an action, a remedy, an answer, the result) is left out.
    """
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
    facts, standing = from_json(letter.facts), _standing(session, letter)
    return [
        PromisedLine(one.text, one.day, one.at, one.kind, _promise_of(one, standing, zone))
        for one in dated_sentences(plain, zone, letter.issued_at)
        if not is_kept_elsewhere(one, facts)
    ]


def promise_that_stands(session: Session, letter: Letter, said: DatedSentence, zone: str) -> str | None:
    """Return the id of the promise to this client that a sentence of a letter tells, if there is one already."""
    return _promise_of(said, _standing(session, letter), zone)


def is_kept_elsewhere(said: DatedSentence, facts: LetterFacts) -> bool:
    """Return whether a sentence tells what is owed without a promise: an action, a remedy, an answer, the result.

    It does where the day is that of the facts, and most of the recorded words stand in it.
    """
    owed = [(one.text, one.due_at) for one in facts.actions]
    owed += [(one.text, one.by_when) for one in facts.remedies]
    owed += [(one.text, one.tell_by) for one in facts.open_points]
    words, zone = said.text.casefold(), ZoneInfo(facts.zone)
    result = facts.result_due_at
    if result and said.kind == "letter" and result.astimezone(zone).date() == said.day:
        return True
    return any(at and at.astimezone(zone).date() == said.day and shares(text, words) for text, at in owed)


def _promise_of(said: DatedSentence, standing: Sequence[_Standing], zone: str) -> str | None:
    words, of_day = said.text.casefold(), ZoneInfo(zone)
    for one in standing:
        if one.from_it and one.text == said.text:
            return one.id
        # What is said for an instant is one promise with an update of that instant, in whatever words.
        if said.at is not None and one.kind == "update" and one.due_at == said.at:
            return one.id
        if one.due_at.astimezone(of_day).date() == said.day and shares(one.text, words):
            return one.id
    return None


def _standing(session: Session, letter: Letter) -> list[_Standing]:
    """Return the promises to the letter's client about its incident, those made from this letter first."""
    query = (
        select(Promise.id, Promise.text, Promise.kind, Promise.original_due_at, PromiseOrigin.letter_id)
        .join(Impact, and_(Impact.incident_id == Promise.incident_id, Impact.client_id == Promise.client_id))
        .outerjoin(PromiseOrigin, PromiseOrigin.promise_id == Promise.id)
        .where(Impact.id == letter.impact_id)
        .order_by(Promise.original_due_at, Promise.id)
    )
    rows = [
        _Standing(row.id, row.text, row.kind, row.original_due_at, row.letter_id == letter.id)
        for row in session.execute(query)
    ]
    return sorted(rows, key=lambda one: not one.from_it)
