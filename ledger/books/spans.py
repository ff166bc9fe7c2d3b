"""Spans of days that budgets, closing and exports are for: a year `2026`, a quarter `2026-Q4`, a month `2026-11`."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_NAME = re.compile(r"(2[01][0-9]{2})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both in it; `name` is `2026`, `2026-Q4` or `2026-11`."""

    name: str
    first: date
    last: date

    @property
    def is_month(self) -> bool:
        """Whether this is one month: what is closed."""
        return len(self.name) == len("2026-11") and "Q" not in self.name


def span(name: str) -> Span:
    """Return the span of that name; raise `ValueError` for anything else."""
    found = _NAME.fullmatch(name.strip())
    if found is None:
        fault = "is not a year, quarter or month such as 2026, 2026-Q4 or 2026-11"
        raise ValueError(fault)
    year, quarter, month = int(found[1]), found[2], found[3]
    first_month = int(month) if month else 3 * int(quarter) - 2 if quarter else 1
    last_month = int(month) if month else 3 * int(quarter) if quarter else 12
    last_day = calendar.monthrange(year, last_month)[1]
    return Span(name.strip(), date(year, first_month, 1), date(year, last_month, last_day))


def month_of(day: date) -> Span:
    """Return the month that a day lies in."""
    return span(f"{day:%Y-%m}")
