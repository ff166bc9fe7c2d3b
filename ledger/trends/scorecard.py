"""What one client sees of how we did by it in a year: what happened, what was promised and kept, what it had from us.

Compared with what we aim at and never with other clients: a comparison would reveal them. Every read is of this one
client; its days are those of its own zone, and there are no monthly percentages. Of a case that touched others too,
only what this client has of it counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from types import MappingProxyType

from sqlalchemy import and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Entry, Impact, Incident
from ledger.incidents.severities import NEAR_MISS
from ledger.incidents.statuses import ENDED
from ledger.kernel.clock import day_in, zoned
from ledger.kernel.counting import counted
from ledger.kernel.errors import NotFound
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.effort_plan import NO_LEAKS, LeaksOf, leaks_of
from ledger.recovery.keeping import binding_due_at
from ledger.recovery.models import Promise, Remedy
from ledger.trends.models import TrendFact
from ledger.trends.scope import Scope
from ledger.trends.scorecard_lines import Line, lines_of

YEAR = timedelta(days=365)
NEVER_CHARGED = "Repairing our mistakes was never charged."
LATE, IN_TIME, NOT_DUE, NOT_PROMISED, NO_NOTICE = "late", "in_time", "not_due", "not_promised", ""
NOTICES: Mapping[str, str] = MappingProxyType(
    {
        LATE: "late",
        IN_TIME: "in time",
        NOT_DUE: "not due yet",
        NOT_PROMISED: "no time was promised",
        NO_NOTICE: "near miss",
    }
)


@dataclass(frozen=True)
class Happened:
    """One incident of the client's year, by its own reference."""

    reference: str
    severity: str
    at: datetime
    ended_at: datetime | None
    notice: str
    """How its first notice stands to the time that was promised: a key of `NOTICES`; near misses have none."""
    filed_later: bool = False
    """Whether it was filed after the day that the card is of; it counts all the same, and the card says so."""

    @property
    def was_late(self) -> bool:
        """Whether its first notice came late."""
        return self.notice == LATE

    @property
    def was_due(self) -> bool:
        """Whether a time for its first notice was promised, and is over or was kept."""
        return self.notice in {LATE, IN_TIME}

    @property
    def noticed(self) -> str:
        """How its first notice stands, in words."""
        return NOTICES[self.notice]


@dataclass(frozen=True)
class Owed:
    """One open promise, by when: `due_at` is the date it is judged by, `planned_at` the later one that is meant now."""

    text: str
    due_at: datetime
    due_is_day: bool
    planned_at: datetime | None = None

    def said(self, zone: str) -> str:
        """Say by when, in a zone: "18 Nov 2026, now planned for 19 Nov 2026"."""
        write = day_in if self.due_is_day else zoned
        later = f", now planned for {write(self.planned_at, zone)}" if self.planned_at else ""
        return write(self.due_at, zone) + later


@dataclass(frozen=True)
class Scorecard:
    """The year to `as_of` of one client; times are printed in `zone`, the client's."""

    code: str
    name: str
    zone: str
    from_at: datetime
    as_of: datetime
    happened: tuple[Happened, ...]
    chased: int
    lines: tuple[Line, ...]
    owed: tuple[Owed, ...]
    given: tuple[Money, ...]
    """What it had from us in remedies that it was shown, by currency, without tax."""
    locale: str = "en_GB"
    """In whose manner amounts are written: the client's."""
    leaks: LeaksOf = NO_LEAKS
    """Time entries of its cases which another system would still charge; there should be none."""

    @property
    def charged(self) -> str:
        """What is to be said of charging: that it was never done, what would still be, or that nothing is owed.

        Of a case that touched others too nobody knows here whom the other system would charge, and no count is told.
        """
        if not self.leaks.own:
            return "You owe nothing for repairing our mistakes." if self.leaks.is_any_shared else NEVER_CHARGED
        entries = counted(self.leaks.own, "time entry", "time entries")
        them = ("is", "it") if self.leaks.own == 1 else ("are", "them")
        return (
            f"{entries} of cases that touched you alone {them[0]} still marked to be charged in another of our systems:"
            f" you owe nothing for {them[1]}."
        )

    @property
    def open_count(self) -> int:
        """How many incidents go on."""
        return sum(one.ended_at is None for one in self.happened)

    @property
    def filed_later(self) -> int:
        """How many incidents of the year were filed after its last day."""
        return sum(one.filed_later for one in self.happened)

    @property
    def quiet_days(self) -> tuple[int, int] | None:
        """The days between incidents: median and longest; none for fewer than three incidents."""
        gaps = [(later.at - earlier.at).days for earlier, later in pairwise(self.happened)]
        return (round(median(gaps)), max(gaps)) if len(gaps) > 1 else None


def scorecard(session: Session, actor: Actor, code: str | None, as_of: datetime) -> Scorecard:
    """Return the scorecard of a client by its code, or of the actor's own client where the actor is a client's user.

    Raises `NotFound` for a client that is not there or not the actor's to see.
    """
    permit(actor, "read_own_case" if actor.client_id else "read_trends")
    mine = Client.id == actor.client_id if actor.client_id else Client.code == code
    client = session.scalars(select(Client).where(mine, visible_to(actor, Client.id))).one_or_none()
    if client is None:
        sentence = f"There is no client {code}."
        raise NotFound(sentence)
    from_at = as_of - YEAR
    return Scorecard(
        code=client.code,
        name=client.name,
        zone=client.zone,
        from_at=from_at,
        as_of=as_of,
        happened=_happened(session, client.id, from_at, as_of),
        chased=_chased(session, client.id, from_at, as_of),
        lines=lines_of(session, Scope(as_of, client.zone, client=client.code), from_at),
        owed=_owed(session, client.id, as_of),
        given=_given(session, client.id, from_at, as_of),
        locale=client.locale,
        leaks=leaks_of(session, actor, client.id, as_of),
    )


def _happened(session: Session, client_id: str, from_at: datetime, as_of: datetime) -> tuple[Happened, ...]:
    began = func.coalesce(Incident.detected_at, Incident.impact_started_at, Incident.filed_at)
    over = case((Incident.resolved_at <= as_of, Incident.resolved_at))
    clocked = TrendFact.id == literal("first_notice:") + Impact.id  # by its key, or each impact looks at all notices
    notice = case(
        (Incident.severity == NEAR_MISS, NO_NOTICE),
        (TrendFact.id.is_(None), NOT_PROMISED),
        (TrendFact.met_at <= as_of, IN_TIME),
        (TrendFact.counts_at > as_of, NOT_DUE),
        else_=LATE,
    )
    later = and_(Incident.filed_at > as_of, Incident.external_provider.is_(None))  # imports were filed elsewhere
    query = (
        select(Impact.client_reference, Incident.severity, began, over, notice, later)
        .join(Incident, Incident.id == Impact.incident_id)
        .outerjoin(TrendFact, clocked)
        .where(Impact.client_id == client_id, began.between(from_at, as_of), Incident.status.not_in(ENDED))
        .order_by(began, Impact.client_reference)
    )
    return tuple(Happened(*row) for row in session.execute(query))


def _chased(session: Session, client_id: str, from_at: datetime, as_of: datetime) -> int:
    query = select(func.count()).where(
        Entry.about_client_id == client_id, Entry.outcome == "they_chased_us", Entry.occurred_at.between(from_at, as_of)
    )
    return int(session.scalar(query) or 0)


def _owed(session: Session, client_id: str, as_of: datetime) -> tuple[Owed, ...]:
    went_on = or_(Promise.status == "open", func.coalesce(Promise.kept_at, Promise.ended_at) > as_of)
    query = (
        select(Promise)
        .where(Promise.client_id == client_id, Promise.promised_at <= as_of, went_on, Promise.visible_to_client)
        .order_by(Promise.due_at, Promise.id)
    )
    return tuple(_as_owed(row) for row in session.scalars(query))


def _as_owed(row: Promise) -> Owed:
    binding_at = binding_due_at(row.original_due_at, row.agreed_due_at, row.agreed_at)
    return Owed(row.text, binding_at, row.due_is_day, row.due_at if row.due_at > binding_at else None)


def _given(session: Session, client_id: str, from_at: datetime, as_of: datetime) -> tuple[Money, ...]:
    query = (
        select(Remedy.value_currency, func.sum(Remedy.value_minor))
        .join(Impact, Impact.id == Remedy.impact_id)
        .where(
            Impact.client_id == client_id, Remedy.shown == "NoCharge", Remedy.delivered_at.between(from_at, as_of),
            Remedy.status.in_(("delivered", "confirmed")),
        )
        .group_by(Remedy.value_currency)
        .order_by(Remedy.value_currency)
    )  # fmt: skip
    return tuple(Money(int(minor), currency) for currency, minor in session.execute(query) if minor)
