"""What the record holds for one letter: one read per kind of fact, only what this client may see."""

from datetime import UTC, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.models import ClockRow, Entry, Factor
from ledger.incidents.page_parts import runs
from ledger.incidents.timeline import ATTEMPTS, attempts_suffice
from ledger.letters.fact_people import role as role_word
from ledger.letters.letter_facts import ActionLine, CorrectionDone, OpenPoint, PromiseLine, RemedyLine
from ledger.letters.models import OpenPointRow
from ledger.people.models import User
from ledger.recovery.models import Action, Promise, Remedy

NOT_TOLD = ("proposed", "cancelled")
"""States of actions that no letter speaks of: what is only an idea yet, and what will not be done."""
_CONTACTS = ("client_notice", "client_contact", "update")
_BY_VOICE = ("phone", "in_person")
_NOON = time(12)
"""A due day is told as its noon in the client's zone: the same day wherever it is read."""


def visible_entries(session: Session, incident_id: str, client_id: str) -> list[Entry]:
    """Return the entries that one client may see, in order of time; of corrected ones the newest."""
    return list(session.scalars(_visible(), {"incident": incident_id, "client": client_id}))


@lru_cache(maxsize=1)
def _visible() -> Select[Entry]:
    # Made once: making it, and the alias in it, took longer than asking it.
    newer = aliased(Entry)
    return (
        select(Entry)
        .outerjoin(newer, newer.supersedes_id == Entry.id)
        .where(
            Entry.incident_id == bindparam("incident"),
            newer.id.is_(None),
            or_(Entry.visibility == "all_clients", Entry.client_id == bindparam("client")),
        )
        # Lines pasted at once are told by the minute: within one they stand as they were written down.
        .order_by(Entry.occurred_at, Entry.recorded_at, Entry.id)
    )


def factors(session: Session, incident_id: str) -> tuple[str, ...]:
    """Return why it happened, in the order in which it was found; what was taken out of the account stays out."""
    query = select(Factor.text).where(Factor.incident_id == incident_id, Factor.removed_at.is_(None))
    return tuple(session.scalars(query.order_by(Factor.id)))


def actions(session: Session, incident_id: str) -> tuple[tuple[CorrectionDone, ...], tuple[ActionLine, ...]]:
    """Return what undid the damage, and what stops a repeat: no names, nothing internal, only proposed or cancelled."""
    query = (
        select(Action, User.title, User.role)
        .join(User, User.id == Action.owner_id)
        .where(Action.incident_id == incident_id, Action.visible_to_client, Action.status.not_in(NOT_TOLD))
        .order_by(Action.due_at, Action.id)
    )
    done: list[CorrectionDone] = []
    planned: list[ActionLine] = []
    for row, title, role in session.execute(query):
        if row.kind in {"correction", "containment"} and row.implemented_at:
            done.append(CorrectionDone(row.text, row.implemented_at))
        else:
            owner = title or role_word(role)
            worked = {"effective": True, "not_effective": False, "reopened": False}.get(row.status)
            shown = row.result if worked is not None else ""
            planned.append(
                ActionLine(row.text, owner, row.due_at, row.implemented_at, row.how_seen, worked, shown or "")
            )
    return tuple(done), tuple(planned)


def promises(session: Session, incident_id: str, client_id: str) -> list[tuple[Promise, PromiseLine]]:
    """Return what we told this client we would do about this incident; due dates are the original ones."""
    query = (
        select(Promise, User.title, User.role)
        .join(User, User.id == Promise.owner_id)
        .where(Promise.incident_id == incident_id, Promise.client_id == client_id, Promise.visible_to_client)
        .order_by(Promise.original_due_at, Promise.id)
    )
    return [
        (row, PromiseLine(row.text, row.original_due_at, title or role_word(role), row.status, row.kept_at))
        for row, title, role in session.execute(query)
    ]


def remedies(session: Session, impact_id: str, zone: str, date: datetime) -> tuple[RemedyLine, ...]:
    """Return what the client gets: no line that is not shown, not yet approved or withdrawn, never what it costs us."""
    query = (
        select(Remedy)
        .where(
            Remedy.impact_id == impact_id,
            Remedy.shown != "DoNotBill",
            Remedy.status.not_in(("proposed", "withdrawn")),
        )
        .order_by(Remedy.proposed_at, Remedy.id)
    )
    return tuple(_remedy_line(row, zone, date) for row in session.scalars(query))


def _remedy_line(row: Remedy, zone: str, date: datetime) -> RemedyLine:
    due_at = datetime.combine(row.due_on, _NOON, ZoneInfo(zone)).astimezone(UTC) if row.due_on else None
    state = "promised" if row.status == "approved" else row.status
    if state == "promised" and row.due_on and row.due_on < date.astimezone(ZoneInfo(zone)).date():
        state = "late"
    return RemedyLine(
        code=row.code,
        text=row.text,
        currency=row.value_currency,
        value_minor=row.value_minor or None,
        tax_minor=row.tax_minor,
        how=row.told_how,
        by_when=row.delivered_at or due_at,
        state=state,
    )


def first_notice_missed(session: Session, impact_id: str, date: datetime) -> bool:
    """Return whether the clock of the first notice ran out before it was stopped."""
    query = select(ClockRow.due_at, ClockRow.stopped_at).where(
        ClockRow.impact_id == impact_id, ClockRow.kind == "first_notice", ClockRow.replaced_at.is_(None)
    )
    return any((stopped_at or date) > due_at for due_at, stopped_at in session.execute(query))


def spoken_at(session: Session, incident_id: str, client_id: str) -> datetime | None:
    """Return when the client was first told by voice or in person, or was tried for the third time on two channels."""
    newer = aliased(Entry)
    theirs = or_(Entry.visibility == "all_clients", Entry.client_id == client_id, Entry.about_client_id == client_id)
    query = (
        select(Entry.occurred_at, Entry.outcome, Entry.channel)
        .outerjoin(newer, newer.supersedes_id == Entry.id)
        .where(Entry.incident_id == incident_id, newer.id.is_(None), theirs, Entry.kind.in_(_CONTACTS))
        .order_by(Entry.occurred_at, Entry.id)
    )
    rows = session.execute(query).all()
    heard = [row.occurred_at for row in rows if row.channel in _BY_VOICE and row.outcome not in ATTEMPTS]
    tried = [row for row in rows if row.outcome in ATTEMPTS]
    if attempts_suffice([row.channel for row in tried]):
        heard.append(tried[-1].occurred_at)
    return min(heard, default=None)


def has_data_clock(session: Session, impact_id: str) -> bool:
    """Return whether a clock for exposed data of persons was begun for this client."""
    query = select(ClockRow.id).where(ClockRow.impact_id == impact_id, ClockRow.kind == ClockKind.PERSONAL_DATA)
    return session.scalars(query.limit(1)).first() is not None


def result_due_at(session: Session, impact_id: str) -> datetime | None:
    """Return by when the client is owed the letter on whether it worked; none while that clock does not run."""
    query = select(ClockRow.due_at).where(
        ClockRow.impact_id == impact_id, ClockRow.kind == ClockKind.EFFECTIVENESS, *runs()
    )
    due_at = session.scalars(query.order_by(ClockRow.due_at).limit(1)).first()
    return due_at and due_at.replace(microsecond=0)


def open_points(session: Session, impact_id: str) -> tuple[OpenPoint, ...]:
    """Return what somebody wrote down as not known yet, by when we tell it."""
    query = select(OpenPointRow.text, OpenPointRow.tell_by).where(
        OpenPointRow.impact_id == impact_id, OpenPointRow.settled_at.is_(None)
    )
    rows = session.execute(query.order_by(OpenPointRow.tell_by, OpenPointRow.id))
    return tuple(OpenPoint(row.text, row.tell_by) for row in rows)
