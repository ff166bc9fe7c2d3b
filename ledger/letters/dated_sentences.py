"""Sentences of a letter that name a day ahead: what a client reads as a promise, so that it can be made one.

English month names and ISO dates are read; a date that is written otherwise is promised by hand.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_ISO = r"(?P<iso>\d{4}-\d{2}-\d{2})"
_DATE = re.compile(rf"\b(?:{_ISO}|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}\b\.?,?(?:\s+(?P<year>\d{{4}}))?)")
_TIME = re.compile(r"\b(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)\b(?!\.\d)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])|\n+")
_BULLET = re.compile(r"^(?:[-*•]|\d+[.)])\s+")
_KINDS = (
    ("callback", re.compile(r"\b(?:ring|call|telephone)\b", re.IGNORECASE)),
    ("visit", re.compile(r"\b(?:visit|come to you|on site)\b", re.IGNORECASE)),
    ("letter", re.compile(r"\b(?:letter|write to you|report)\b", re.IGNORECASE)),
    ("invoice", re.compile(r"\b(?:invoice|credit note)\b", re.IGNORECASE)),
    ("update", re.compile(r"\bupdate\b", re.IGNORECASE)),
)
_LONG_GONE = timedelta(days=180)
"""A day without a year that lies nearer in the past is meant as past: `You told us on 30 October`."""


@dataclass(frozen=True)
class DatedSentence:
    """One sentence on one line, with the day it names, and the instant where it names a time of that day, too."""

    text: str
    day: date
    at: datetime | None
    kind: str
    """The kind of promise it reads like."""


def dated_sentences(sections: Mapping[str, str], zone: str, said_at: datetime) -> list[DatedSentence]:
    """Return the sentences of plain-text sections that name a day after the one on which they were said, by day.

    Days and times are read in `zone`, the client's; a date without a year is the nearest such day.
    """
    said_on = said_at.astimezone(ZoneInfo(zone)).date()
    found = {one.text: one for text in sections.values() for one in _found(text, zone, said_on)}
    return sorted(found.values(), key=lambda one: (one.day, one.text))


def one_line(text: str) -> str:
    """Return words as they are compared and kept: line ends and runs of spaces are one space."""
    return " ".join(text.split())


def _found(text: str, zone: str, said_on: date) -> Iterator[DatedSentence]:
    for raw in _SENTENCE.split(text):
        sentence = _BULLET.sub("", one_line(raw))
        days = [(found, day) for found in _DATE.finditer(sentence) if (day := _day(found, said_on)) is not None]
        ahead = [(found, day) for found, day in days if day > said_on]
        if ahead:
            found, day = ahead[-1]
            yield DatedSentence(sentence, day, _instant(sentence, found, day, zone), _kind(sentence))


def _day(found: re.Match[str], said_on: date) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        month = _MONTHS.index(found["month"][:3].lower()) + 1
        if found["year"]:
            return date(int(found["year"]), month, int(found["day"]))
        return _nearest(month, int(found["day"]), said_on)
    except ValueError:
        return None


def _nearest(month: int, of_month: int, said_on: date) -> date | None:
    """Return the first such day that is not long gone; none where there is no such day about then (29 February)."""
    for year in (said_on.year - 1, said_on.year, said_on.year + 1):
        with suppress(ValueError):
            if said_on - (day := date(year, month, of_month)) < _LONG_GONE:
                return day
    return None


def _instant(sentence: str, found: re.Match[str], day: date, zone: str) -> datetime | None:
    """Return the instant if the sentence names one time and one date, else none: which belongs to which is a guess."""
    times = list(_TIME.finditer(sentence[: found.start()] + " " + sentence[found.end() :]))
    if len(times) != 1:
        return None
    at = time(int(times[0]["hour"]), int(times[0]["minute"]))
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _kind(sentence: str) -> str:
    return next((kind for kind, words in _KINDS if words.search(sentence)), "other")
