"""What is overdue now, and for how long."""

from datetime import datetime, timedelta

import pytest

from ledger.kernel.clock import pretended
from ledger.recovery.operations.promises import make_promise
from ledger.trends.measure_rows import OpenRow
from ledger.trends.months import day_begins, local_day
from ledger.trends.overdue import age_band, overdue_of
from ledger.trends.queries import overdue_promise_count, promise_rows
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor
from tests.trends.case_makers import AS_OF, BERLIN, CHICAGO, DAY, HOUR, NOON

MICROSECOND = timedelta(microseconds=1)
MIDNIGHT = day_begins(local_day(AS_OF, CHICAGO), CHICAGO)


def test_overdue_counts_calendar_days_from_the_original_date_oldest_first() -> None:
    rows = [OpenRow("yesterday", AS_OF - DAY, BERLIN), OpenRow("today", AS_OF, BERLIN), OpenRow("old", NOON, BERLIN)]
    stock = overdue_of(rows, AS_OF)
    assert [(item.id, item.days) for item in stock.overdue] == [("old", 73), ("yesterday", 1)]
    assert stock.open_ids == ("yesterday", "today", "old")
    assert (stock.k, stock.n) == (2, 3)


@pytest.mark.parametrize(("as_of", "late"), [(MIDNIGHT - MICROSECOND, []), (MIDNIGHT, ["noon", "last"])])
def test_a_day_is_over_from_the_first_instant_of_the_next(as_of: datetime, late: list[str]) -> None:
    dues = {"noon": MIDNIGHT - 12 * HOUR, "last": MIDNIGHT - MICROSECOND, "first": MIDNIGHT}
    stock = overdue_of([OpenRow(key, due_at, CHICAGO) for key, due_at in dues.items()], as_of)
    assert [item.id for item in stock.overdue] == late


@pytest.mark.parametrize("before", [MICROSECOND, timedelta(0)])
def test_the_figure_and_the_list_behind_it_agree_at_midnight(ledger: Ledger, before: timedelta) -> None:
    a_provider(ledger)
    a_client(ledger, zone="America/Chicago")
    a_client(ledger, "ORC", "Orchard Clinic", zone="Europe/Berlin")
    with pretended(MIDNIGHT - 2 * DAY):
        manager = an_actor(ledger)
        for due_at in (MIDNIGHT - 12 * HOUR, MIDNIGHT - HOUR, MIDNIGHT + HOUR):
            for code in ("HFO", "ORC"):
                ledger.do(make_promise, manager, client_code=code, text=f"Ring by {due_at}", due_at=due_at)
    scope = Scope(MIDNIGHT - before, "Europe/London")
    figure = ledger.ask(overdue_promise_count, manager, scope)
    listed = overdue_of(ledger.ask(promise_rows, manager, scope), scope.as_of)
    assert (figure.k, figure.n) == (listed.k, listed.n) == (1 if before else 3, 6)


def test_ages_fall_into_bands_without_gaps() -> None:
    edges = (0, 30, 31, 60, 61, 90, 91, 180, 181)
    words = ["0-30", "0-30", "31-60", "31-60", "61-90", "61-90", "91-180", "91-180", "> 180"]
    assert [age_band(days) for days in edges] == words
