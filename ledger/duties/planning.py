"""Which reminders are due now and not planned yet: pure reading, so that a quiet minute writes nothing.

On without being asked for: owner and deputy of what is due in an open S1 or S2, and who stands above them once it is
missed. Everything else only where a person turned it on.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from ledger.duties.asking import Asked
from ledger.duties.due import Due
from ledger.duties.models import EscalationRule, Reminder, ReminderWish, Webhook
from ledger.duties.moments import (
    AT,
    BEFORE,
    LEADERSHIP,
    MANAGER,
    WEEKLY,
    Escalation,
    digest_due,
    is_quiet,
    moments,
    weekly_due,
)
from ledger.duties.owed import all_owed
from ledger.duties.working_days import calendar_in
from ledger.kernel.clock import now
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import Provider, User
from ledger.people.permissions import MAY
from ledger.people.queries import provider_or_none

AHEAD = timedelta(days=2)
"""No moment comes earlier than so long before the due time."""


@dataclass(frozen=True)
class Planned:
    """One message to be sent, once."""

    recipient: str
    channel: str
    kind: str
    thing_id: str
    moment: str
    due_at: datetime
    reference: str = ""
    """Of what was missed, where leadership or a manager hears of it: that much is recorded."""

    @property
    def key(self) -> tuple[str, str, str, str, datetime]:
        """What makes it the same message whoever plans it."""
        return self.recipient, self.kind, self.thing_id, self.moment, self.due_at


def planned(session: Session, _actor: Actor) -> list[Planned]:
    """Return the messages whose moment has come and that nobody has planned yet."""
    ours = provider_or_none(session, SYSTEM)
    if ours is None:
        return []
    at = now()
    people = {
        user.id: user for user in session.scalars(select(User).where(User.active, User.role.in_(MAY["read_cases"])))
    }
    found = [*_grave(session, people, at), *_wished(session, people, ours, at)]
    return _unplanned(session, {one.key: one for one in found})


def _grave(session: Session, people: Mapping[str, User], at: datetime) -> Iterator[Planned]:
    row = session.get(EscalationRule, 1)
    rule = Escalation(row.manager_after, row.leadership_after) if row else Escalation()
    hooks = session.scalars(select(Webhook.id).where(Webhook.active)).all()
    for due in all_owed(session, SYSTEM, Asked(only_grave=True, until=at + AHEAD)):
        for moment in _moments(due, rule, at):
            for user_id in _whom(due, moment, people):
                yield Planned(user_id, "mail", due.kind, due.id, moment, due.due_at, due.reference)
            for hook_id in hooks:
                yield Planned(hook_id, "webhook", due.kind, due.id, moment, due.due_at)


def _moments(due: Due, rule: Escalation, at: datetime) -> list[str]:
    return moments(due.began_at, due.due_at, due.zone, rule, at, is_day=due.is_day)


def _whom(due: Due, moment: str, people: Mapping[str, User]) -> set[str]:
    """Return who hears of it: owner and deputy, their managers, or leadership; only those who can still read it.

    What is nobody's (a second look where owner and deputy had a hand in the notice) is leadership's from the start.
    """
    own = {one for one in (due.owner_id, due.deputy_id) if one}
    leadership = {user.id for user in people.values() if user.role == "leadership"}
    if moment in {BEFORE, AT}:
        return own & people.keys() if own else leadership
    if moment == MANAGER:
        return {people[one].manager_id or "" for one in own & people.keys()} & people.keys()
    assert moment == LEADERSHIP  # noqa: S101 there are four moments
    return leadership - own


def _wished(session: Session, people: Mapping[str, User], ours: Provider, at: datetime) -> Iterator[Planned]:
    for wish in session.scalars(select(ReminderWish)):
        user = people.get(wish.user_id)
        if user is None:
            continue
        zone = user.zone or ours.zone
        today = digest_due(wish.digest_at, zone, at) if wish.digest_at else None
        if today is not None and calendar_in(zone, ours).is_business_day(today[0]):
            yield Planned(user.id, "mail", "digest", today[0].isoformat(), "digest", today[1])
        monday = weekly_due(wish.digest_at, zone, at) if wish.weekly else None
        if monday is not None:
            yield Planned(user.id, "mail", WEEKLY, monday[0].isoformat(), WEEKLY, monday[1])
        if wish.each and not is_quiet(wish.quiet_from, wish.quiet_to, zone, at):
            yield from _each(session, user, at)


def _each(session: Session, user: User, at: datetime) -> Iterator[Planned]:
    asked = Asked(person=user.id, until=at + AHEAD)
    for due in all_owed(session, SYSTEM, asked):
        if not due.is_grave:
            for moment in {BEFORE, AT} & set(_moments(due, Escalation(), at)):
                yield Planned(user.id, "mail", due.kind, due.id, moment, due.due_at)


def _unplanned(session: Session, found: Mapping[tuple[str, str, str, str, datetime], Planned]) -> list[Planned]:
    columns = (Reminder.recipient, Reminder.kind, Reminder.thing_id, Reminder.moment)
    known: set[tuple[str, str, str, str, datetime]] = set()
    for some in _in_parts(list(found), 100):
        wanted = tuple_(*columns).in_([key[:4] for key in some])
        known.update(tuple(row) for row in session.execute(select(*columns, Reminder.due_at).where(wanted)))  # type: ignore[misc] # a row of five
    return [one for key, one in found.items() if key not in known]


def _in_parts(
    keys: list[tuple[str, str, str, str, datetime]], size: int
) -> Iterable[list[tuple[str, str, str, str, datetime]]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))
