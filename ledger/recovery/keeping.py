"""When a promise is kept: judged by its original date, or by a later one the client agreed to beforehand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ledger.kernel.clock import day_in, zoned
from ledger.kernel.errors import Invalid

_SMALLEST = timedelta(microseconds=1)


def end_of_day(day: date, zone: str) -> datetime:
    """Return the last instant of a local day, also on the days when the clocks change."""
    following = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))
    return following.astimezone(ZoneInfo("UTC")) - _SMALLEST


def due_from(due_on: date | None, due_at: datetime | None, zone: str) -> tuple[datetime, bool]:
    """Return when something is due, and whether that is a whole day of `zone`; raise `Invalid` unless one is said."""
    if (due_on is None) == (due_at is None):
        raise Invalid({"due_on": "Say by when: a day, or a day with a time; not both."})
    return (due_at, False) if due_at is not None else (end_of_day(due_on or date.min, zone), True)


def due_ahead(due_on: date | None, due_at: datetime | None, zone: str, at: datetime) -> tuple[datetime, bool]:
    """Return what `due_from` does; raise `Invalid` for what has passed at this moment, `at`."""
    due, is_day = due_from(due_on, due_at, zone)
    if due <= at:
        raise Invalid({_said_as(is_day=is_day): "This has passed already; choose a later date."})
    return due, is_day


def refuse_impossible_due(due_at: datetime, said_at: datetime, at: datetime, *, is_day: bool) -> None:
    """Raise `Invalid` for a date that had passed when it was said, or if it was not said yet at this moment, `at`."""
    if said_at > at:
        raise Invalid({"promised_at": "This time lies in the future; write down what has been said."})
    if due_at <= said_at:
        raise Invalid({_said_as(is_day=is_day): "This had passed already when it was said; choose a later date."})


def _said_as(*, is_day: bool) -> str:
    return "due_on" if is_day else "due_at"


def binding_due_at(original_due_at: datetime, agreed_due_at: datetime | None, agreed_at: datetime | None) -> datetime:
    """Return the date a promise is judged by: the original one unless the client agreed to a later one in time."""
    if agreed_due_at is None or agreed_at is None or not agreed_in_time(agreed_at, original_due_at):
        return original_due_at
    return max(original_due_at, agreed_due_at)


def agreed_in_time(agreed_at: datetime, original_due_at: datetime) -> bool:
    """Return whether the client agreed beforehand, which alone lets a later date count."""
    return agreed_at <= original_due_at


def judged(status: str, kept_at: datetime | None, binding_at: datetime, now: datetime) -> str:
    """Return `open`, `kept`, `late`, `broken` or `released`; an open one past its date is broken so far."""
    if status in {"released", "broken"}:
        return status
    if kept_at is not None:
        return "kept" if kept_at <= binding_at else "late"
    return "open" if now <= binding_at else "broken"


def due_words(due_at: datetime, zone: str, *, is_day: bool) -> str:
    """Return a due date as people read it: the day alone, or the time with its zone."""
    return day_in(due_at, zone) if is_day else zoned(due_at, zone)


def shortened(text: str, most: int) -> str:
    """Return the first sentence or line of a text in at most `most` characters, without its full stop."""
    first = text.strip().split("\n", 1)[0]
    for stop in (". ", "! ", "? "):
        first = first.split(stop, 1)[0]
    first = first.rstrip(".!? ")
    return first if len(first) <= most else f"{first[: most - 1].rstrip()}…"


def update_words(text: str, next_at: datetime | None, zone: str) -> str:
    """Return the words to send with an update: what there is to say, and when the next one comes."""
    said = text.strip()
    if next_at is None:
        return said
    stop = "" if said.endswith((".", "!", "?")) else "."
    return f"{said}{stop} Next update by {zoned(next_at, zone)}."
