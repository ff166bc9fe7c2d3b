"""Cases with all that hangs on them, read for their facts: at most twelve SELECTs for any number of incidents.

They are read as rows past the session's objects, of which there are none to keep: that halves what it takes.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.letters.models import Answer, Letter
from ledger.people.queries import provider
from ledger.recovery.action_parts import ActionRepeat, ActionStep
from ledger.recovery.action_told import told_at
from ledger.recovery.models import Action, Promise
from ledger.trends.action_history import BEGUN_AGAIN, Dates, Step, ToldDates, doings_of, spells_of
from ledger.trends.facts.case_rows import ActionRow, AnswerRow, CaseRow, ClockRun, ImpactRow, LetterRow, PromiseRow

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
        Promise.incident_id, Promise.id, Promise.client_id, Promise.original_due_at, Promise.kept_at, Promise.ended_at,
        Promise.agreed_due_at, Promise.agreed_at, Promise.status,
    )
    .order_by(Promise.id)
)  # fmt: skip
_PROMISES_OF_CASES = _PROMISES.where(Promise.incident_id.in_(_OF_CASES))
_LOOSE_PROMISES = _PROMISES.where(Promise.id.in_(_OF_CASES), Promise.incident_id.is_(None))
_ACTIONS = (
    select(Action.incident_id, Action.id, Action.created_at, Action.original_due_at, Action.implemented_at)
    .where(Action.incident_id.in_(_OF_CASES))
    .order_by(Action.id)
)
_OF_ACTIONS: BindParameter[Any] = bindparam("actions", expanding=True)
_CAME_BACK = (
    select(ActionRepeat.action_id, ActionRepeat.found_at)
    .where(
        ActionRepeat.action_id.in_(_OF_ACTIONS), ActionRepeat.undone_at.is_(None),
        ActionRepeat.from_status == "effective",
    )
    .order_by(ActionRepeat.found_at)
)  # fmt: skip
_STEPS = (
    select(
        ActionStep.action_id,
        ActionStep.id,
        ActionStep.verb,
        ActionStep.to_status,
        ActionStep.at,
        ActionStep.event_id,
    )
    .where(ActionStep.action_id.in_(_OF_ACTIONS))
    .order_by(ActionStep.at, ActionStep.id)
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
    return PromiseRow(
        row.id, row.client_id, row.original_due_at, row.kept_at, released_at, row.agreed_due_at, row.agreed_at
    )


def _actions(session: Session, asked: Asked) -> Iterable[tuple[str, ActionRow]]:
    rows = session.connection().execute(_ACTIONS, asked).all()
    if not rows:
        return
    mine = {"actions": [row.id for row in rows]}
    back = _grouped((row[0], row[1]) for row in session.connection().execute(_CAME_BACK, mine))
    steps = _grouped((row[0], Step(*row[1:])) for row in session.connection().execute(_STEPS, mine))
    told = _told(session, steps.values())
    for row in rows:
        now = Dates(row.id, row.created_at, row.original_due_at, row.implemented_at)
        its = steps[now.id]
        declared = tuple((step.id, step.at) for step in its if step.verb == step.to_status == "effective")
        spells, doings = spells_of(now, its, told), doings_of(now, its, told)
        yield row.incident_id, ActionRow(now.id, spells, doings, declared, back[now.id])


def _told(session: Session, histories: Iterable[Sequence[Step]]) -> Mapping[str, ToldDates]:
    """Read what the record says of actions that were begun again; few are."""
    again = [steps for steps in histories if any(step.verb in BEGUN_AGAIN for step in steps)]
    told = told_at(session, [step.event_id for steps in again for step in steps]) if again else {}
    return {event_id: ToldDates(*dates) for event_id, dates in told.items()}


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
