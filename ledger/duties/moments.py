"""When a person is reminded of one thing: before it is due, when it is due, and who else hears of it once missed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LEAD = timedelta(minutes=30)
"""So long before an instant; of something given less time, after half of it."""
MORNING = time(9)
"""When a day that is due, or that was missed, is told of."""
WEEKLY_AT = "08:00"
WEEKLY = "weekly"
"""What the weekly digest of trends is called among messages."""
REPEAT = "repeat"
"""What the news that an action did not hold is called there."""
FORGOTTEN = timedelta(hours=24)
"""What should have been said longer ago is not said any more: a ledger that was off floods nobody."""
BEFORE, AT, MANAGER, LEADERSHIP = "before", "at", "missed_manager", "missed_leadership"


@dataclass(frozen=True)
class Escalation:
    """Minutes past the due time after which a missed duty goes to the manager, and to leadership."""

    manager_after: int = 15
    leadership_after: int = 60


def before_at(began_at: datetime, due_at: datetime, zone: str, *, is_day: bool) -> datetime:
    """Return when to remind of what is still to come: the morning of a day, half an hour before an instant."""
    if is_day:
        return _morning(due_at.astimezone(ZoneInfo(zone)).date(), zone)
    return due_at - min(LEAD, (due_at - began_at) / 2)


def escalates_at(due_at: datetime, zone: str, minutes: int, place: int, *, is_day: bool) -> datetime:
    """Return when a missed duty goes up by `place` steps: minutes past an instant, the mornings after a day."""
    if not is_day:
        return due_at + timedelta(minutes=minutes)
    return _morning(due_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=place), zone)


def moments(  # noqa: PLR0913 a thing's times and the rule, all named
    began_at: datetime, due_at: datetime, zone: str, rule: Escalation, at: datetime, *, is_day: bool
) -> list[str]:
    """Return the moments that have come by `at` and are not forgotten, of one thing that is still open.

    Of `before` and `at` only the newer: nobody is told that something will be due once it is.
    """
    said_at = {
        BEFORE: before_at(began_at, due_at, zone, is_day=is_day),
        AT: due_at,
        MANAGER: escalates_at(due_at, zone, rule.manager_after, 1, is_day=is_day),
        LEADERSHIP: escalates_at(due_at, zone, rule.leadership_after, 2, is_day=is_day),
    }
    come = [moment for moment, when in said_at.items() if began_at <= when <= at < when + FORGOTTEN]
    return [moment for moment in come if moment != BEFORE or at < due_at]


def weekly_due(digest_at: str | None, zone: str, at: datetime) -> tuple[date, datetime] | None:
    """Return this week's Monday and the instant of the weekly digest, while it is due: on Mondays, holidays or not.

    It goes at the time of the daily digest, or at eight where there is none.
    """
    today = digest_due(digest_at or WEEKLY_AT, zone, at)
    return today if today is not None and today[0].weekday() == 0 else None


def digest_due(digest_at: str, zone: str, at: datetime) -> tuple[date, datetime] | None:
    """Return today's local day and the digest's instant once it has come, while it is not older than two hours."""
    local = at.astimezone(ZoneInfo(zone))
    when = datetime.combine(local.date(), time.fromisoformat(digest_at), tzinfo=ZoneInfo(zone))
    return (local.date(), when) if when <= at < when + timedelta(hours=2) else None


def is_quiet(quiet_from: str, quiet_to: str, zone: str, at: datetime) -> bool:
    """Return whether it is this person's quiet time, which may run over midnight; the same hour twice is never."""
    local = at.astimezone(ZoneInfo(zone)).time()
    first, last = time.fromisoformat(quiet_from), time.fromisoformat(quiet_to)
    return first <= local < last if first <= last else local >= first or local < last


def _morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone))
