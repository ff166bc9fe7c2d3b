"""What is open and past its original day as of an instant: stocks, which have no period, and their ages.

Due means the end of a day: what was due at whatever hour of a day is overdue from the first instant of the next.
"""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from ledger.trends.measure_rows import OpenRow, Overdue, OverdueStock
from ledger.trends.months import day_begins, local_day

AGE_BANDS = ((30, "0-30"), (60, "31-60"), (90, "61-90"), (180, "91-180"))
"""Upper bounds in days and their words; what is older is `OLDEST_BAND`."""
OLDEST_BAND = "> 180"


def today_begins(as_of: datetime, zone: tzinfo) -> datetime:
    """Return when the day of an instant began in a zone: open items that were due before are overdue."""
    return day_begins(local_day(as_of, zone), zone)


def overdue_of(rows: Iterable[OpenRow], as_of: datetime) -> OverdueStock:
    """List what is overdue of open promises or actions, oldest first. Good direction: down. Measure M11 (actions).

    n: all rows. k: those whose original day is over in their zone; a later date does not hide them.
    """
    open_now = list(rows)
    today = {zone: today_begins(as_of, zone) for zone in {row.zone for row in open_now}}
    late = [
        Overdue(
            row.id,
            row.original_due_at,
            days=(local_day(as_of, row.zone) - local_day(row.original_due_at, row.zone)).days,
        )
        for row in open_now
        if row.original_due_at < today[row.zone]
    ]
    late.sort(key=lambda item: (item.original_due_at, item.id))
    return OverdueStock(as_of, tuple(late), tuple(row.id for row in open_now))


def age_band(days: int) -> str:
    """Name the band an age in days belongs to."""
    return next((words for limit, words in AGE_BANDS if days <= limit), OLDEST_BAND)
