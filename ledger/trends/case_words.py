"""What stands behind a number, in words: one line for each impact, incident, promise, action, letter or booking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger.books.models import JournalEntry, Transfer
from ledger.clients.models import Client
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.kernel.money import Money
from ledger.letters.models import Answer, Letter
from ledger.recovery.action_parts import ActionStep
from ledger.recovery.models import Action, Promise

Describe = Callable[[Session, Sequence[str]], "list[Case]"]


@dataclass(frozen=True)
class Case:
    """One row behind a point: which incident, in what words, when, and whether it met the measure.

    `client` names the clients it touched, of a booking who bore it; nobody's name stands here.
    """

    id: str
    reference: str | None
    text: str
    client: str
    at: datetime | None
    met: bool | None = None
    amount: Money | None = None


def described_by(measure: str) -> Describe:
    """Return what describes the items of a measure."""
    return _DESCRIBED[measure]


def _incidents(session: Session, ids: Sequence[str]) -> list[Case]:
    query = (
        select(Incident.id, Incident.reference, Incident.title, Client.code, Incident.detected_at)
        .outerjoin(Impact, Impact.incident_id == Incident.id)
        .outerjoin(Client, Impact.client_id == Client.id)
        .where(Incident.id.in_(ids))
        .order_by(Client.code)
    )
    merged: dict[str, Case] = {}
    for key, reference, title, code, at in session.execute(query):
        before = f"{merged[key].client}, " if key in merged else ""
        merged[key] = Case(key, reference, title, f"{before}{code or ''}", at)
    return list(merged.values())


def _promises(session: Session, ids: Sequence[str]) -> list[Case]:
    query = (
        select(Promise.id, Incident.reference, Promise.text, Client.code, Promise.original_due_at)
        .join(Client, Promise.client_id == Client.id)
        .outerjoin(Incident, Promise.incident_id == Incident.id)
        .where(Promise.id.in_(ids))
    )
    return [Case(*row) for row in session.execute(query)]


def _actions(session: Session, ids: Sequence[str]) -> list[Case]:
    query = (
        select(Action.id, Incident.reference, Action.text, Action.incident_id, Action.original_due_at)
        .join(Incident, Action.incident_id == Incident.id)
        .where(Action.id.in_(ids))
    )
    return _touching(session, query)


def _spells(session: Session, ids: Sequence[str]) -> list[Case]:
    """Describe times in which actions were open: the first is named by its action, a later one by what opened it."""
    query = (
        select(ActionStep.id, Incident.reference, Action.text, Action.incident_id, Action.original_due_at)
        .join(Action, Action.id == ActionStep.action_id)
        .join(Incident, Action.incident_id == Incident.id)
        .where(ActionStep.id.in_(ids))
    )
    return _actions(session, ids) + _touching(session, query)


def _steps(session: Session, ids: Sequence[str]) -> list[Case]:
    query = (
        select(ActionStep.id, Incident.reference, Action.text, Action.incident_id, ActionStep.at)
        .join(Action, Action.id == ActionStep.action_id)
        .join(Incident, Action.incident_id == Incident.id)
        .where(ActionStep.id.in_(ids))
    )
    return _touching(session, query)


def _touching(session: Session, query: Select[*tuple[Any, ...]]) -> list[Case]:
    """Put the clients that an action's incident touched where its query says which incident that is."""
    rows = list(session.execute(query))
    touched: dict[str, list[str]] = {}
    codes = select(Impact.incident_id, Client.code).join(Client, Impact.client_id == Client.id)
    of_these = codes.where(Impact.incident_id.in_({row[3] for row in rows})).order_by(Client.code)
    for incident, code in session.execute(of_these):
        touched.setdefault(incident, []).append(code)
    return [
        Case(key, reference, text, ", ".join(touched.get(incident, ())), at)
        for key, reference, text, incident, at in rows
    ]


def _costs(session: Session, ids: Sequence[str]) -> list[Case]:
    query = (
        select(Transfer.id, Incident.reference, JournalEntry.narration, Incident.detected_at)
        .join(JournalEntry, Transfer.entry_id == JournalEntry.id)
        .join(Incident, JournalEntry.subject == Incident.id)
        .where(Transfer.id.in_(ids))
    )
    return [Case(key, reference, narration, "", at) for key, reference, narration, at in session.execute(query)]


def _of_impacts(session: Session, query: Select[*tuple[Any, ...]]) -> list[Case]:
    """Join the case and the client to what hangs on an impact."""
    query = query.join(Incident, Incident.id == Impact.incident_id).join(Client, Client.id == Impact.client_id)
    return [Case(*row) for row in session.execute(query)]


def _impacts(session: Session, ids: Sequence[str]) -> list[Case]:
    query = select(Impact.id, Incident.reference, Impact.statement, Client.code, Incident.detected_at)
    return _of_impacts(session, query.select_from(Impact).where(Impact.id.in_(ids)))


def _letters(session: Session, ids: Sequence[str]) -> list[Case]:
    query = select(Letter.id, Incident.reference, Letter.subject_line, Client.code, Letter.issued_at)
    query = query.select_from(Letter).join(Impact, Impact.id == Letter.impact_id)
    return _of_impacts(session, query.where(Letter.id.in_(ids)))


def _disputes(session: Session, ids: Sequence[str]) -> list[Case]:
    query = select(Answer.id, Incident.reference, Letter.subject_line, Client.code, Answer.at).select_from(Answer)
    query = query.join(Letter, Letter.id == Answer.letter_id).join(Impact, Impact.id == Letter.impact_id)
    return _of_impacts(session, query.where(Answer.id.in_(ids)))


def _letter_clocks(session: Session, ids: Sequence[str]) -> list[Case]:
    query = select(ClockRow.id, Incident.reference, ClockRow.rule, Client.code, ClockRow.due_at)
    query = query.select_from(ClockRow).join(Impact, Impact.id == ClockRow.impact_id)
    return _of_impacts(session, query.where(ClockRow.id.in_(ids)))


_OF: Mapping[Describe, tuple[str, ...]] = {
    _impacts: ("told_first", "found_first", "first_notice", "updates_on_cadence"),
    _incidents: (
        "incidents", "resolved_in_time", "filed_in_time", "milestones_recorded", "severities",
    ),
    _promises: ("promises_kept", "overdue_promises"),
    _steps: ("repeats", "repeats_in_a_year", "checked_by_second"),
    _spells: ("action_ageing",),
    _actions: ("overdue_actions",),
    _letters: ("acknowledged", "disputed"),
    _disputes: ("disputes_upheld",),
    _letter_clocks: ("letters_on_time",),
    _costs: ("cost", "cost_class", "funded"),
}  # fmt: skip
_DESCRIBED: Mapping[str, Describe] = MappingProxyType({key: describe for describe, keys in _OF.items() for key in keys})
