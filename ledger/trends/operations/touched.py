"""Which cases a unit of work has touched, as the rows that it changed say."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.commitments import COMMITMENTS
from ledger.books.models import JournalEntry
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.kernel.db import Recorded
from ledger.letters.models import Answer, Letter
from ledger.recovery.action_parts import ActionEvidence, ActionRepeat, ActionStep
from ledger.recovery.models import Action, Promise

_OF_ACTION = (ActionEvidence, ActionRepeat, ActionStep)


def incidents_of(session: Session, rows: Iterable[Recorded]) -> Iterator[str]:
    """Name the incidents that changed rows belong to."""
    impacts, letters, actions = set(), set(), set()
    for row in rows:
        if isinstance(row, Incident):
            yield row.id
        elif isinstance(row, (Impact, Action)) or (isinstance(row, Promise) and row.incident_id):
            yield row.incident_id or ""
        elif isinstance(row, (ClockRow, Letter)):
            impacts.add(row.impact_id)
        elif isinstance(row, Answer):
            letters.add(row.letter_id)
        elif isinstance(row, _OF_ACTION):
            actions.add(row.action_id)
    if letters:
        impacts |= set(session.scalars(select(Letter.impact_id).where(Letter.id.in_(letters))))
    if impacts:
        yield from session.scalars(select(Impact.incident_id).where(Impact.id.in_(impacts)))
    if actions:
        yield from session.scalars(select(Action.incident_id).where(Action.id.in_(actions)))


def booked_in(rows: Iterable[Recorded]) -> set[str]:
    """Name the incidents that have bookings among changed rows; what only sets money aside costs nothing yet."""
    return {row.subject for row in rows if isinstance(row, JournalEntry) and row.kind not in COMMITMENTS}
