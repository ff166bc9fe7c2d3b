"""One figure as a text mentions it: what kind it is, its value, and where it stands."""

from dataclasses import dataclass, field
from datetime import date

KINDS = ("money", "percent", "day", "time", "span", "people", "count")
PEOPLE = frozenset(
    {"person", "people", "user", "staff", "employee", "colleague", "customer", "client", "member", "worker"}
)
"""Nouns, in the singular, of whom the record counts how many it touched."""


@dataclass(frozen=True)
class Day:
    """A day of the calendar; `year` and `weekday` (Monday is 0) are none where the text does not say them.

    The 12th alone has no month (0), and October alone no day (0).
    """

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None

    def is_same(self, other: date) -> bool:
        """Return whether this is that day, as far as the text says it."""
        return (self.month, self.day) == (other.month, other.day) and self.year in {None, other.year}

    def is_part_of(self, other: date) -> bool:
        """Return whether what the text says of a day or of a month alone fits that day."""
        return self.month in {0, other.month} and self.day in {0, other.day} and self.year in {None, other.year}


@dataclass(frozen=True)
class Time:
    """A time of day with the mark of its zone, empty where the text gives none."""

    hour: int
    minute: int
    mark: str = ""


@dataclass(frozen=True)
class Money:
    """An amount in minor units; `currency` is empty for a sign that several share (`$`)."""

    minor: int
    currency: str


@dataclass(frozen=True)
class People:
    """`46 of your 58 people`; either number may be missing."""

    affected: int | None
    total: int | None


@dataclass(frozen=True)
class Count:
    """`nine invoices`: a number and the word that says of what, in the singular; empty where none follows."""

    number: int
    noun: str = ""


Value = Money | Day | Time | People | Count | int
"""Of a span whole minutes, of a percentage hundredths of a percent."""


@dataclass(frozen=True)
class Mention:
    """One figure in a text."""

    kind: str
    value: Value
    start: int = field(compare=False)
    end: int = field(compare=False)
    words: str = field(compare=False)
    is_about: bool = False
    """`nearly`, `about`, `more than`: it need not be exact."""
