"""What is open and overdue as of an instant: stocks, which have no period, and their ages.

An action is overdue once its original day is over; a promise as its own page says, which for an hour is that hour.
"""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from ledger.trends.measure_rows import OpenRow
from ledger.trends.months import day_begins, local_day

AGE_BANDS = ((30, "0-30"), (60, "31-60"), (90, "61-90"), (180, "91-180"))
"""Upper bounds in days and their words; what is older is `OLDEST_BAND`."""
OLDEST_BAND = "> 180"


def today_begins(as_of: datetime, zone: tzinfo) -> datetime:
    """Return when the day of an instant began in a zone: open items that were due before are overdue."""
    return day_begins(local_day(as_of, zone), zone)


def overdue_of(rows: Iterable[OpenRow], as_of: datetime) -> list[str]:
    """Name what is overdue of open promises or actions at an instant, oldest first."""
    return [row.id for row in sorted(rows, key=lambda row: (row.due_at, row.id)) if row.due_at < as_of]


def age_band(days: int) -> str:
    """Name the band an age in days belongs to."""
    return next((words for limit, words in AGE_BANDS if days <= limit), OLDEST_BAND)
