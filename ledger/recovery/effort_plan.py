"""What importing time entries would do, line by line, before anything is done; and what still stands as billable."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from ledger.books.reckoning import of_hours
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.recovery.effort_file import Effort, Fault, Table, UnreadableFile, Written, read_lines, usual_mapping
from ledger.recovery.effort_models import EffortLine, EffortMapping
from ledger.recovery.rates import LabourRateRow, in_force, rate_history

_LEAKS = select(func.count()).where(EffortLine.billable == "Billable")


@dataclass(frozen=True)
class PlannedLine:
    """One line of the dry run."""

    kind: str
    """`create`, `change`, `unchanged` or `left_out`."""
    effort: Effort
    reason: str
    incident_id: str = ""
    incident_reference: str = ""
    rate: Money | None = None
    cost: Money | None = None
    how: str = ""
    moves_money_of: frozenset[str] = frozenset()
    """Ids of the incidents whose books it changes: where it is booked, and where it was booked before."""


@dataclass(frozen=True)
class EffortPlan:
    """The dry run: every line with what would happen to it, and every refusal. With one, nothing is imported."""

    lines: tuple[PlannedLine, ...]
    faults: tuple[Fault, ...]
    mapping: Mapping[str, str]

    def count(self, kind: str) -> int:
        """Return how many lines are of this kind."""
        return sum(line.kind == kind for line in self.lines)


@dataclass(frozen=True)
class Leak:
    """A time entry that belongs to a mistake of ours and still stands as billable in the other system."""

    external_id: str
    incident_reference: str
    person: str
    started_at: datetime
    hours: str
    cost: Money


@dataclass(frozen=True)
class LeaksOf:
    """Time entries that still stand as billable, of the mistakes that touched one client."""

    own: int
    """Of mistakes that touched no other client."""
    is_any_shared: bool
    """Whether there are some of mistakes that touched others too; whom they name is not known here."""


NO_LEAKS = LeaksOf(0, is_any_shared=False)


def kept_mapping(session: Session, actor: Actor) -> Mapping[str, str]:
    """Return which column says what, as it was chosen last."""
    permit(actor, "import")
    row = session.get(EffortMapping, 1)
    found: dict[str, str] = json.loads(row.columns) if row else {}
    return found


def plan_effort(
    session: Session, actor: Actor, *, table: Table, mapping: Mapping[str, str] | None = None, locale: str = ""
) -> EffortPlan:
    """Return what importing the file would do; raise `UnreadableFile` where a needed column is not named."""
    permit(actor, "import")
    ours = provider(session)
    chosen = dict(mapping or usual_mapping(table.columns, kept_mapping(session, actor)))
    _refuse_unknown(locale)
    written = Written(locale or ours.locale, ours.zone, ours.currency)
    efforts, faults = read_lines(table, chosen, written)
    incidents = _incidents(session, {effort.ticket for effort in efforts})
    known = _known(session, [effort.external_id for effort in efforts])
    history = rate_history(session, written.currency)
    lines: list[PlannedLine] = []
    for effort in efforts:
        before = known.get(effort.external_id)
        rate = effort.rate or (Money(before.rate_minor, before.currency) if before else None)
        rate = rate or _rate_of_day(history, effort, written.zone)
        found = _ahead(effort) or _planned(session, effort, incidents.get(effort.ticket), before, rate)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            lines.append(found)
    return EffortPlan(tuple(lines), tuple(sorted(faults, key=lambda one: one.line)), chosen)


def _refuse_unknown(locale: str) -> None:
    try:
        Locale.parse(locale or "en_GB")
    except (ValueError, UnknownLocaleError):
        fault = f"Numbers are written in no way called {locale[:20]}; say one such as de_DE."
        raise UnreadableFile(fault) from None


def leaks(session: Session, actor: Actor, *, limit: int = 500) -> list[Leak]:
    """Return the imported time entries of incidents that are still `Billable`, the newest first, at most `limit`."""
    permit(actor, "read_all_costs")
    query = select(EffortLine, Incident.reference).join(Incident, Incident.id == EffortLine.incident_id)
    query = query.where(EffortLine.billable == "Billable").order_by(EffortLine.started_at.desc(), EffortLine.id)
    query = query.limit(limit)
    return [
        Leak(row.external_id, reference, row.person, row.started_at, row.hours, Money(row.cost_minor, row.currency))
        for row, reference in session.execute(query)
    ]


def leak_count(session: Session, actor: Actor) -> int:
    """Return how many time entries of our mistakes are still `Billable`, whoever they touched."""
    permit(actor, "read_trends")
    return int(session.scalar(_LEAKS) or 0)


def leaks_of(session: Session, actor: Actor, client_id: str, until: datetime) -> LeaksOf:
    """Return what still stands as `Billable` of the mistakes that touched a client: work begun `until` then."""
    permit(actor, "read_own_case" if actor.client_id else "read_trends")
    mine = select(Impact.id).where(
        Impact.incident_id == EffortLine.incident_id, Impact.client_id == client_id, visible_to(actor, Impact.client_id)
    )
    others = select(Impact.id).where(Impact.incident_id == EffortLine.incident_id, Impact.client_id != client_id)
    query = select(func.count(), func.coalesce(func.sum(case((others.exists(), 1), else_=0)), 0))
    ours = (EffortLine.billable == "Billable", EffortLine.started_at <= until, mine.exists())
    count, shared = session.execute(query.where(*ours)).one()
    return LeaksOf(int(count - shared), is_any_shared=shared > 0)


def _ahead(effort: Effort) -> Fault | None:
    is_ahead = effort.started_at > now() + timedelta(days=1)
    return Fault(effort.line, "start", "This work has not been done yet.") if is_ahead else None


def _planned(
    session: Session, effort: Effort, incident: Incident | None, known: EffortLine | None, rate: Money | None
) -> PlannedLine | Fault:
    if incident is None:
        return PlannedLine("left_out", effort, "This ticket is no incident of ours.")
    if rate is None:
        sentence = f"There is no rate in the line: set what an hour of {effort.person} costs us from that day on."
        return Fault(effort.line, "rate", sentence)
    try:
        reckoned = of_hours(effort.hours, rate)
    except ValueError as reason:
        return Fault(effort.line, "hours", f"This cannot be reckoned: {reason}.")
    if reckoned.money.minor <= 0:
        return Fault(effort.line, "hours", "This costs less than the smallest coin.")
    moves = known is None or _money_of(known) != (incident.id, f"{effort.hours:f}", rate.minor, rate.currency)
    concerned = _concerned(session, incident, known) if moves else []
    if frozen := next((one.reference for one in concerned if one.status == "closed"), None):
        return Fault(effort.line, "ticket", f"{frozen} is closed and its money lines are frozen.")
    kind, why = _kind(effort, known, moves=moves)
    return PlannedLine(
        kind, effort, why, incident.id, incident.reference, rate, reckoned.money, reckoned.how,
        frozenset(one.id for one in concerned),
    )  # fmt: skip


def _concerned(session: Session, incident: Incident, known: EffortLine | None) -> list[Incident]:
    """Return the incidents whose books change: this one, and the one on which the line stood before."""
    if known is None or known.incident_id == incident.id:
        return [incident]
    return [incident, session.get_one(Incident, known.incident_id)]


def _kind(effort: Effort, known: EffortLine | None, *, moves: bool) -> tuple[str, str]:
    if known is None:
        return "create", "Booked as our cost."
    if moves:
        return "change", "Changed: what was booked is undone, and booked as it stands now."
    told = (known.billable, known.person, known.notes) == (effort.billable, effort.person, effort.notes)
    if told and known.started_at == effort.started_at:
        return "unchanged", "Nothing new."
    return (
        "change",
        f"Changed: it stands as {effort.billable} now." if known.billable != effort.billable else "Changed.",
    )


def _money_of(row: EffortLine) -> tuple[str, str, int, str]:
    return row.incident_id, row.hours, row.rate_minor, row.currency


def _rate_of_day(history: Sequence[LabourRateRow], effort: Effort, zone: str) -> Money | None:
    """Return the rate of that day: the person's own, else the only one there is; which of several nobody guesses."""
    rates = in_force(history, effort.started_at.astimezone(ZoneInfo(zone)).date())
    return rates.get(effort.person) or (next(iter(rates.values())) if len(rates) == 1 else None)


def _incidents(session: Session, tickets: set[str]) -> dict[str, Incident]:
    """Return the incident that each ticket names: by its number, by its reference, or by a client's reference."""
    found: dict[str, Incident] = {}
    asked = sorted(tickets)
    for start in range(0, len(asked), 500):
        part = asked[start : start + 500]
        query = select(Incident, Impact.client_reference).join(Impact, Impact.incident_id == Incident.id)
        names = (Incident.reference, Incident.external_reference, Impact.client_reference)
        for incident, client_reference in session.execute(query.where(or_(*(name.in_(part) for name in names)))):
            for name in (incident.external_reference, client_reference, incident.reference):
                if name in tickets:
                    found[str(name)] = incident
    return found


def _known(session: Session, ids: Sequence[str]) -> dict[str, EffortLine]:
    found: dict[str, EffortLine] = {}
    for start in range(0, len(ids), 500):
        query = select(EffortLine).where(EffortLine.external_id.in_(ids[start : start + 500]))
        found |= {row.external_id: row for row in session.scalars(query)}
    return found
