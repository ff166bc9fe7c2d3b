"""Cases with all that hangs on them, read for their facts: at most twelve SELECTs for any number of incidents.

They are read as rows past the session's objects, of which there are none to keep: that halves what it takes.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select
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
Asked = Mapping[str, Sequence[str]]
JUDGED_CLOCKS = ("first_notice", "updates", "first_letter", "final_letter")
_OF_CASES: BindParameter[Any] = bindparam("ids", expanding=True)
"""Ids of incidents. The statements below are made once: to make one takes longer than to run it over a single case."""
_CASES = (
    select(
        Incident.id, Incident.severity, Incident.status, Incident.service, Incident.found_by,
        Incident.external_provider, Incident.report_month, Incident.filed_at, Incident.impact_started_at,
        Incident.detected_at, Incident.aware_at, Incident.acknowledged_at, Incident.contained_at, Incident.resolved_at,
    )
    .where(Incident.id.in_(_OF_CASES))
    .order_by(Incident.id)
)  # fmt: skip
_IMPACTS = (
    select(
        Impact.incident_id, Impact.id, Impact.client_id, Client.zone, Impact.client_notified_at,
        Impact.client_reported_at,
    )
    .join(Client, Client.id == Impact.client_id)
    .where(Impact.incident_id.in_(_OF_CASES))
    .order_by(Impact.id)
)  # fmt: skip
_CLOCKS = (
    select(
        Impact.incident_id, ClockRow.id, ClockRow.impact_id, ClockRow.kind, ClockRow.zero_at, ClockRow.due_at,
        ClockRow.stopped_at, ClockRow.replaced_at,
    )
    .join(Impact, Impact.id == ClockRow.impact_id)
    .where(Impact.incident_id.in_(_OF_CASES), ClockRow.kind.in_(JUDGED_CLOCKS))
    .order_by(ClockRow.id)
)  # fmt: skip
_PROMISES = (
    select(
        Promise.incident_id, Promise.id, Promise.client_id, Client.zone, Promise.original_due_at, Promise.kept_at,
        Promise.ended_at, Promise.agreed_due_at, Promise.agreed_at, Promise.status,
    )
    .join(Client, Client.id == Promise.client_id)
    .order_by(Promise.id)
)  # fmt: skip
_PROMISES_OF_CASES = _PROMISES.where(Promise.incident_id.in_(_OF_CASES))
_LOOSE_PROMISES = _PROMISES.where(Promise.id.in_(_OF_CASES), Promise.incident_id.is_(None))
_ACTIONS = select(Action).where(Action.incident_id.in_(_OF_CASES)).order_by(Action.id)
_OF_ACTIONS: BindParameter[Any] = bindparam("actions", expanding=True)
_EVIDENCE = select(ActionEvidence.action_id).where(ActionEvidence.action_id.in_(_OF_ACTIONS)).distinct()
_CAME_BACK = (
    select(ActionRepeat.action_id, ActionRepeat.found_at)
    .where(
        ActionRepeat.action_id.in_(_OF_ACTIONS), ActionRepeat.undone_at.is_(None),
        ActionRepeat.from_status == "effective",
    )
    .order_by(ActionRepeat.found_at)
)  # fmt: skip
_STEPS = (
    select(ActionStep.action_id, ActionStep.id, ActionStep.at, ActionStep.to_status)
    .where(
        ActionStep.action_id.in_(_OF_ACTIONS),
        or_(
            and_(ActionStep.verb == "effective", ActionStep.to_status == "effective"),
            ActionStep.to_status == "cancelled",
        ),
    )
    .order_by(ActionStep.at)
)
_LETTERS = (
    select(Impact.incident_id, Letter.id, Impact.client_id, Letter.issued_at)
    .join(Impact, Impact.id == Letter.impact_id)
    .where(Impact.incident_id.in_(_OF_CASES), Letter.pdf_sha256.is_not(None))
    .order_by(Letter.id)
)
_OF_LETTERS: BindParameter[Any] = bindparam("letters", expanding=True)
_ANSWERS = (
    select(Answer.letter_id, Answer.id, Answer.kind, Answer.at, Answer.replied_at)
    .where(Answer.letter_id.in_(_OF_LETTERS))
    .order_by(Answer.id)
)
_CORRECTED = (
    select(Letter.corrects_id, func.min(Letter.created_at))
    .where(Letter.corrects_id.in_(_OF_LETTERS), Letter.status != "discarded")
    .group_by(Letter.corrects_id)
)


def cases_of(session: Session, incident_ids: Sequence[str]) -> list[CaseRow]:
    """Return these incidents with everything their facts depend on."""
    zone = ZoneInfo(provider(session).zone)
    asked = {"ids": incident_ids}
    impacts = _grouped(_impacts(session, asked))
    clocks = _grouped((row[0], ClockRun(*row[1:])) for row in session.connection().execute(_CLOCKS, asked))
    promises = _grouped((row[0], _promise(row)) for row in session.connection().execute(_PROMISES_OF_CASES, asked))
    actions = _grouped(_actions(session, asked))
    letters = _grouped(_letters(session, asked))
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
        for row in session.connection().execute(_CASES, asked)
    ]


def loose_promises(session: Session, promise_ids: Sequence[str]) -> list[PromiseRow]:
    """Return those of these promises that belong to no incident."""
    return [_promise(row) for row in session.connection().execute(_LOOSE_PROMISES, {"ids": promise_ids})]


def _impacts(session: Session, asked: Asked) -> Iterable[tuple[str, ImpactRow]]:
    for row in session.connection().execute(_IMPACTS, asked):
        yield row[0], ImpactRow(row[1], row[2], ZoneInfo(row[3]), row[4], row[5])


def _promise(row: Any) -> PromiseRow:
    released_at = row.ended_at if row.status == "released" else None
    zone: tzinfo = ZoneInfo(row.zone)
    return PromiseRow(
        row.id, row.client_id, zone, row.original_due_at, row.kept_at, released_at, row.agreed_due_at, row.agreed_at
    )


def _actions(session: Session, asked: Asked) -> Iterable[tuple[str, ActionRow]]:
    rows = session.connection().execute(_ACTIONS, asked).all()
    if not rows:
        return
    mine = {"actions": [row.id for row in rows]}
    evidence = set(session.connection().scalars(_EVIDENCE, mine))
    back = _grouped((row[0], row[1]) for row in session.connection().execute(_CAME_BACK, mine))
    steps = session.connection().execute(_STEPS, mine).all()
    declared = _grouped((step[0], (step[1], step[2])) for step in steps if step.to_status == "effective")
    cancelled = {step[0]: step[2] for step in steps if step.to_status == "cancelled"}
    for row in rows:
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


def _letters(session: Session, asked: Asked) -> Iterable[tuple[str, LetterRow]]:
    rows = session.connection().execute(_LETTERS, asked).all()
    if not rows:
        return
    mine = {"letters": [row.id for row in rows]}
    answers = _grouped((row[0], AnswerRow(*row[1:])) for row in session.connection().execute(_ANSWERS, mine))
    corrected = {row[0]: row[1] for row in session.connection().execute(_CORRECTED, mine)}
    for incident_id, letter_id, client_id, issued_at in rows:
        if issued_at is not None:
            yield incident_id, LetterRow(letter_id, client_id, issued_at, answers[letter_id], corrected.get(letter_id))


def _grouped(pairs: Iterable[tuple[Hashable, T]]) -> "defaultdict[Any, tuple[T, ...]]":
    empty: Callable[[], tuple[T, ...]] = tuple
    found: defaultdict[Any, tuple[T, ...]] = defaultdict(empty)
    lists: dict[Hashable, list[T]] = defaultdict(list)
    for key, row in pairs:
        lists[key].append(row)
    found.update({key: tuple(rows) for key, rows in lists.items()})
    return found
