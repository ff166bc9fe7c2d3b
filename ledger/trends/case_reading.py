"""Cases with all that hangs on them, read for their facts: nine SELECTs for any number of incidents."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import tzinfo
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.letters.models import Answer, Letter
from ledger.people.queries import provider
from ledger.recovery.action_parts import ActionEvidence, ActionRepeat, ActionStep
from ledger.recovery.action_rules import UNDONE
from ledger.recovery.models import Action, Promise
from ledger.trends.case_rows import ActionRow, AnswerRow, CaseRow, ClockRun, ImpactRow, LetterRow, PromiseRow

T = TypeVar("T")
JUDGED_CLOCKS = ("first_notice", "updates", "first_letter", "final_letter")


def cases_of(session: Session, incident_ids: Sequence[str]) -> list[CaseRow]:
    """Return these incidents with everything their facts depend on."""
    zone = ZoneInfo(provider(session).zone)
    impacts = _grouped(_impacts(session, incident_ids))
    clocks = _grouped(_clocks(session, incident_ids))
    promises = _grouped(_promises(session, incident_ids))
    actions = _grouped(_actions(session, incident_ids))
    letters = _grouped(_letters(session, incident_ids))
    rows = session.execute(select(*_CASE).where(Incident.id.in_(incident_ids)).order_by(Incident.id)).all()
    return [
        CaseRow(
            *row[:5],  # id to found_by, in the order of the row
            imported=row.external_provider is not None,
            report_month=row.report_month,
            filed_at=row.filed_at,
            zone=zone,
            impact_started_at=row.impact_started_at,
            detected_at=row.detected_at,
            aware_at=row.aware_at,
            acknowledged_at=row.acknowledged_at,
            contained_at=row.contained_at,
            resolved_at=row.resolved_at,
            impacts=impacts[row.id],
            clocks=clocks[row.id],
            promises=promises[row.id],
            actions=actions[row.id],
            letters=letters[row.id],
        )
        for row in rows
    ]


def loose_promises(session: Session, promise_ids: Sequence[str]) -> list[PromiseRow]:
    """Return those of these promises that belong to no incident."""
    query = _promise_query().where(Promise.id.in_(promise_ids), Promise.incident_id.is_(None))
    return [_promise(row) for row in session.execute(query)]


_CASE = (
    Incident.id, Incident.severity, Incident.status, Incident.service, Incident.found_by, Incident.external_provider,
    Incident.report_month, Incident.filed_at, Incident.impact_started_at, Incident.detected_at, Incident.aware_at,
    Incident.acknowledged_at, Incident.contained_at, Incident.resolved_at,
)  # fmt: skip


def _impacts(session: Session, ids: Sequence[str]) -> Iterable[tuple[str, ImpactRow]]:
    query = (
        select(
            Impact.incident_id, Impact.id, Impact.client_id, Client.zone, Impact.client_notified_at,
            Impact.client_reported_at,
        )
        .join(Client, Client.id == Impact.client_id)
        .where(Impact.incident_id.in_(ids))
        .order_by(Impact.id)
    )  # fmt: skip
    for row in session.execute(query):
        yield row[0], ImpactRow(row[1], row[2], ZoneInfo(row[3]), row[4], row[5])


def _clocks(session: Session, ids: Sequence[str]) -> Iterable[tuple[str, ClockRun]]:
    query = (
        select(
            Impact.incident_id, ClockRow.id, ClockRow.impact_id, ClockRow.kind, ClockRow.zero_at, ClockRow.due_at,
            ClockRow.stopped_at, ClockRow.replaced_at,
        )
        .join(Impact, Impact.id == ClockRow.impact_id)
        .where(Impact.incident_id.in_(ids), ClockRow.kind.in_(JUDGED_CLOCKS))
        .order_by(ClockRow.id)
    )  # fmt: skip
    for row in session.execute(query):
        yield row[0], ClockRun(*row[1:])


def _promises(session: Session, ids: Sequence[str]) -> Iterable[tuple[str, PromiseRow]]:
    for row in session.execute(_promise_query().where(Promise.incident_id.in_(ids))):
        yield row.incident_id, _promise(row)


def _promise_query() -> Any:
    return (
        select(
            Promise.incident_id, Promise.id, Promise.client_id, Client.zone, Promise.original_due_at, Promise.kept_at,
            Promise.ended_at, Promise.agreed_due_at, Promise.agreed_at, Promise.status,
        )
        .join(Client, Client.id == Promise.client_id)
        .order_by(Promise.id)
    )  # fmt: skip


def _promise(row: Any) -> PromiseRow:
    released_at = row.ended_at if row.status == "released" else None
    zone: tzinfo = ZoneInfo(row.zone)
    return PromiseRow(
        row.id, row.client_id, zone, row.original_due_at, row.kept_at, released_at, row.agreed_due_at, row.agreed_at
    )


def _actions(session: Session, ids: Sequence[str]) -> Iterable[tuple[str, ActionRow]]:
    mine = select(Action.id).where(Action.incident_id.in_(ids))
    evidence = set(session.scalars(select(ActionEvidence.action_id).where(ActionEvidence.action_id.in_(mine))))
    repeats = select(ActionRepeat.action_id, ActionRepeat.found_at).where(
        ActionRepeat.action_id.in_(mine), ActionRepeat.undone_at.is_(None), ActionRepeat.from_status == "effective"
    )
    back = _grouped((row[0], row[1]) for row in session.execute(repeats.order_by(ActionRepeat.found_at)))
    steps = select(ActionStep.action_id, ActionStep.id, ActionStep.at).where(
        ActionStep.action_id.in_(mine), ActionStep.verb == "effective", ActionStep.to_status == "effective"
    )
    declared = _grouped((row[0], (row[1], row[2])) for row in session.execute(steps.order_by(ActionStep.at)))
    cancelled = _first(session, select(ActionStep.action_id, func.max(ActionStep.at)).where(
        ActionStep.action_id.in_(mine), ActionStep.to_status == "cancelled"
    ).group_by(ActionStep.action_id))  # fmt: skip
    for row in session.scalars(select(Action).where(Action.incident_id.in_(ids)).order_by(Action.id)):
        ended = None if row.status in UNDONE else cancelled.get(row.id) or row.implemented_at or row.due_at
        yield (
            row.incident_id,
            ActionRow(
                id=row.id,
                kind=row.kind,
                created_at=row.created_at,
                original_due_at=row.original_due_at,
                implemented_at=row.implemented_at,
                verified_at=row.verified_at,
                has_evidence=bool(row.evidence) or row.id in evidence,
                declared=declared[row.id],
                came_back=back[row.id],
                ended_at=ended,
            ),
        )


def _letters(session: Session, ids: Sequence[str]) -> Iterable[tuple[str, LetterRow]]:
    query = (
        select(Impact.incident_id, Letter.id, Impact.client_id, Letter.issued_at)
        .join(Impact, Impact.id == Letter.impact_id)
        .where(Impact.incident_id.in_(ids), Letter.pdf_sha256.is_not(None))
        .order_by(Letter.id)
    )
    rows = session.execute(query).all()
    mine = [row.id for row in rows]
    answers = _grouped(_answers(session, mine))
    corrected = _first(session, select(Letter.corrects_id, func.min(Letter.created_at)).where(
        Letter.corrects_id.in_(mine), Letter.status != "discarded"
    ).group_by(Letter.corrects_id))  # fmt: skip
    for incident_id, letter_id, client_id, issued_at in rows:
        if issued_at is not None:
            yield incident_id, LetterRow(letter_id, client_id, issued_at, answers[letter_id], corrected.get(letter_id))


def _answers(session: Session, letter_ids: Sequence[str]) -> Iterable[tuple[str, AnswerRow]]:
    query = select(Answer.letter_id, Answer.id, Answer.kind, Answer.at, Answer.replied_at)
    for row in session.execute(query.where(Answer.letter_id.in_(letter_ids)).order_by(Answer.id)):
        yield row[0], AnswerRow(*row[1:])


def _first(session: Session, query: Any) -> dict[str, Any]:
    return {row[0]: row[1] for row in session.execute(query)}


def _grouped(pairs: Iterable[tuple[Hashable, T]]) -> "defaultdict[Any, tuple[T, ...]]":
    empty: Callable[[], tuple[T, ...]] = tuple
    found: defaultdict[Any, tuple[T, ...]] = defaultdict(empty)
    lists: dict[Hashable, list[T]] = defaultdict(list)
    for key, row in pairs:
        lists[key].append(row)
    found.update({key: tuple(rows) for key, rows in lists.items()})
    return found
