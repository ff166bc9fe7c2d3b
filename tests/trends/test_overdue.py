"""What is overdue now, and for how long."""

from ledger.trends.measure_rows import ActionRow, PromiseRow
from ledger.trends.overdue import age_band, overdue_actions, overdue_promises
from tests.trends.case_makers import AS_OF, BERLIN, DAY, NOON


def test_overdue_counts_calendar_days_from_the_original_date_oldest_first() -> None:
    rows = [
        PromiseRow("yesterday", AS_OF - DAY, BERLIN),
        PromiseRow("today", AS_OF, BERLIN),
        PromiseRow("old, re-dated", NOON, BERLIN, agreed_due_at=AS_OF + DAY, agreed_at=NOON - DAY),
        PromiseRow("kept", NOON, BERLIN, kept_at=AS_OF),
        PromiseRow("released", NOON, BERLIN, released_at=AS_OF),
    ]
    stock = overdue_promises(rows, AS_OF)
    assert [(item.id, item.days) for item in stock.overdue] == [("old, re-dated", 73), ("yesterday", 1)]
    assert stock.open_ids == ("yesterday", "today", "old, re-dated")
    assert (stock.k, stock.n) == (2, 3)


def test_an_action_that_ended_is_not_overdue() -> None:
    rows = [ActionRow("open", NOON, BERLIN), ActionRow("done", NOON, BERLIN, ended_at=NOON + 20 * DAY)]
    assert [item.id for item in overdue_actions(rows, AS_OF).overdue] == ["open"]
    assert [item.id for item in overdue_actions(rows, NOON + DAY).overdue] == ["done", "open"]


def test_ages_fall_into_bands_without_gaps() -> None:
    edges = (0, 30, 31, 60, 61, 90, 91, 180, 181)
    words = ["0-30", "0-30", "31-60", "31-60", "61-90", "61-90", "91-180", "91-180", "> 180"]
    assert [age_band(days) for days in edges] == words
