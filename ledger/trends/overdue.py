"""What is open and past its original day as of an instant: stocks, which have no period, and their ages."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ledger.trends.grouping import happened
from ledger.trends.measure_rows import ActionRow, Overdue, OverdueStock, PromiseRow
from ledger.trends.months import day_ends, local_day

AGE_BANDS = ((30, "0-30"), (60, "31-60"), (90, "61-90"), (180, "91-180"))
"""Upper bounds in days and their words; what is older is `OLDEST_BAND`."""
OLDEST_BAND = "> 180"


def overdue_promises(promises: Iterable[PromiseRow], as_of: datetime) -> OverdueStock:
    """List the open promises past their original day. Good direction: down. Unit: promises.

    n: promises neither kept nor released as of then. k: those of them whose original day is over in the client's zone;
    a later date does not hide them.
    """
    ends = ((row, happened(row.kept_at, as_of) or happened(row.released_at, as_of)) for row in promises)
    return _stock([row for row, ended in ends if not ended], as_of)


def overdue_actions(actions: Iterable[ActionRow], as_of: datetime) -> OverdueStock:
    """List the open actions past their original day. Good direction: down. Unit: actions. Measure M11.

    n: actions not ended (done, cancelled or handed over) as of then. k: those whose original day is over in their zone.
    """
    return _stock([row for row in actions if not happened(row.ended_at, as_of)], as_of)


def age_band(days: int) -> str:
    """Name the band an age in days belongs to."""
    return next((words for limit, words in AGE_BANDS if days <= limit), OLDEST_BAND)


def _stock(rows: Sequence[PromiseRow | ActionRow], as_of: datetime) -> OverdueStock:
    """Pick what is past the end of its original day, oldest first."""
    late = [
        Overdue(row.id, row.original_due_at, days=_days_late(row, as_of))
        for row in rows
        if day_ends(row.original_due_at, row.zone) < as_of
    ]
    late.sort(key=lambda item: (item.original_due_at, item.id))
    return OverdueStock(as_of, tuple(late), tuple(row.id for row in rows))


def _days_late(row: PromiseRow | ActionRow, as_of: datetime) -> int:
    return (local_day(as_of, row.zone) - local_day(row.original_due_at, row.zone)).days
