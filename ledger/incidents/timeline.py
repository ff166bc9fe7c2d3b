"""Rules of the timeline: who sees a kind by default, which times are possible, and lines pasted from a notebook."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ledger.incidents.milestones import not_before
from ledger.kernel.clock import day_in, zone_label, zoned

KINDS: tuple[str, ...] = (
    "detection", "decision", "action", "client_notice", "update", "client_contact", "containment", "restoration",
    "observation", "correction",
)  # fmt: skip
SEEN_BY_CLIENTS = frozenset({"client_notice", "update"})
"""Kinds whose words go to all affected clients unless somebody says otherwise."""
CONTACTS = frozenset({"client_notice", "update", "client_contact"})
ATTEMPTS = frozenset({"left_message", "no_answer"})
ATTEMPTS_NEEDED = 3
CHANNELS_NEEDED = 2

NOT_BEFORE: Mapping[str, tuple[str, str]] = {
    "detection": ("impact_started_at", "This cannot be noticed before it began"),
    "containment": ("impact_started_at", "It cannot be contained before it began"),
    "restoration": ("impact_started_at", "It cannot be restored before it began"),
    "client_notice": ("aware_at", "We cannot have told the client before we knew"),
    "update": ("aware_at", "There can be no update before we knew"),
}
"""Kind to the milestone it cannot come before. A change, a decision or a call may well come before the outage."""

LONG_LAG = timedelta(hours=4)
"""From here on the time between happening and writing is emphasised."""
LONGEST_LINE = 4000
MOST_LINES = 500
_LINE = re.compile(r"\s*(\d{1,2})[:.](\d{2})(?::\d{2})?(?!\d)\s*(?:[-|\u2013\u2014]\s*)?(\S.*)")
_MIDNIGHT = timedelta(hours=12)
_OUT_OF_ORDER = timedelta(hours=1)


def default_visibility(kind: str, *, one_client: bool = False) -> str:
    """Return who sees an entry of this kind where nothing is said; `one_client`: a client is named with it."""
    if kind not in SEEN_BY_CLIENTS:
        return "internal"
    return "one_client" if one_client else "all_clients"


def seen_by(visibility: str, *, about_one: bool) -> str:
    """Return who may read an entry: what is about one client and not internal is for that client, never for all."""
    return "one_client" if about_one and visibility == "all_clients" else visibility


def time_fault(kind: str, occurred_at: datetime, milestones: Mapping[str, datetime | None], at: datetime) -> str | None:
    """Return why an entry cannot have happened then, or none; `at` is now."""
    if occurred_at > at:
        return "This time lies in the future; the timeline says what has happened."
    milestone, reason = NOT_BEFORE.get(kind, ("", ""))
    begun_at = milestones.get(milestone)
    if begun_at is not None and not not_before(occurred_at, begun_at):
        return f"{reason}; look at the time, or put the milestone right first."
    return None


def tells_the_client(kind: str, outcome: str | None) -> bool:
    """Return whether an entry means that the client knows: a notice that was not just an attempt."""
    return kind == "client_notice" and outcome not in ATTEMPTS


def attempts_suffice(attempts: list[str | None]) -> bool:
    """Return whether these attempts (the channel of each) stand for a first notice: three, on two channels."""
    return len(attempts) >= ATTEMPTS_NEEDED and len({channel for channel in attempts if channel}) >= CHANNELS_NEEDED


def lag_words(occurred_at: datetime, recorded_at: datetime) -> str:
    """Return how much later an entry was written than it happened: `written down 40 min later`; empty under five."""
    later = _later(occurred_at, recorded_at)
    return f"written down {later}" if later else ""


class Written:
    """What has two times, when it happened and when it was written down; both are shown, and how far they are apart."""

    occurred_at: datetime
    recorded_at: datetime

    def written(self, zone: str) -> str:
        """Return when it was written down, as a reader in `zone` reads it: `written down 09:49 BST, 47 min later`."""
        same_day = day_in(self.occurred_at, zone) == day_in(self.recorded_at, zone)
        local = self.recorded_at.astimezone(ZoneInfo(zone))
        at = f"{local:%H:%M} {zone_label(self.recorded_at, zone)}" if same_day else zoned(self.recorded_at, zone)
        later = _later(self.occurred_at, self.recorded_at)
        return f"written down {at}, {later}" if later else f"written down {at}"

    @property
    def is_late(self) -> bool:
        """Whether it was written down so much later that a reader has to be told so."""
        return self.recorded_at - self.occurred_at >= LONG_LAG


def _later(occurred_at: datetime, recorded_at: datetime) -> str:
    minutes = int((recorded_at - occurred_at).total_seconds() // 60)
    if minutes < 5:  # noqa: PLR2004 what it takes to type it
        return ""
    if minutes < 120:  # noqa: PLR2004 two hours
        return f"{minutes} min later"
    hours = minutes // 60
    return f"{hours} h later" if hours < 48 else f"{hours // 24} days later"  # noqa: PLR2004 two days


@dataclass(frozen=True, slots=True)
class Line:
    """One pasted line: its number in what was pasted, when it happened (UTC), and what was written."""

    number: int
    occurred_at: datetime
    text: str


def pasted_lines(text: str, day: date, zone: str) -> tuple[list[Line], list[str]]:
    """Return the lines "HH:MM text" with their times, and a sentence for each line that is none.

    The first line is of `day` in `zone`. A time more than twelve hours before the line above has crossed midnight; up
    to an hour before it is merely out of order; between them nobody can tell, so the line is named. An indented line
    without a time continues the one above. Empty lines are passed over.
    """
    lines: list[Line] = []
    bad: list[str] = []
    last = datetime.combine(day, time.min)
    for number, raw in enumerate(text.splitlines(), start=1):
        if lines and raw[:1] in {" ", "\t"} and raw.strip() and not _LINE.fullmatch(raw):
            above = lines.pop()
            lines.append(Line(above.number, above.occurred_at, f"{above.text}\n{raw.strip()}"))
        elif raw.strip():
            read = _placed(raw, last)
            if isinstance(read, str):
                bad.append(f"Line {number}: {read}")
                continue
            last, words = read
            lines.append(Line(number, last.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), words))
    if len(lines) > MOST_LINES:
        bad.append(f"There are {len(lines)} lines; paste at most {MOST_LINES} at once.")
    return lines, bad


def _placed(raw: str, last: datetime) -> tuple[datetime, str] | str:
    read = _read(raw, last.date())
    if isinstance(read, str):
        return read
    local, words = read
    if last - local > _MIDNIGHT:
        return local + timedelta(days=1), words
    if last - local > _OUT_OF_ORDER:
        return f"it goes back from {last:%H:%M} to {local:%H:%M}; put the lines in order, or paste each day on its own."
    return local, words


def _read(raw: str, day: date) -> tuple[datetime, str] | str:
    """Return the local time (without zone) and the words of a line, or what is wrong with it."""
    shown = raw.strip()[:60]
    found = _LINE.fullmatch(raw)
    if found is None:
        return f"“{shown}” is not a time such as 21:14 with words after it."
    hour, minute, words = int(found[1]), int(found[2]), found[3].strip()
    if hour > 23 or minute > 59:  # noqa: PLR2004 a day's last hour and an hour's last minute
        return f"“{shown}” has no possible time."
    if len(words) > LONGEST_LINE:
        return f"it is longer than {LONGEST_LINE} characters."
    return datetime.combine(day, time(hour, minute)), words
