"""Counts and costs that add up."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ledger.trends.funding import BookedLine, FundedSum, borne, funded_by_quarter
from ledger.trends.measure_rows import CostSum, StackSeries
from ledger.trends.tallies import cost_per_quarter, incidents_per_month

BERLIN = ZoneInfo("Europe/Berlin")
AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)
MONTHS = ("2026-10", "2026-11")
QUARTERS = ("2026-Q3", "2026-Q4")


def figures(series: StackSeries) -> dict[str, dict[str, tuple[int, int]]]:
    """Lay a series open: period, series, value and how many rows."""
    return {stack.period: {part.series: (part.value, part.count) for part in stack.parts} for stack in series.stacks}


def test_incidents_are_counted_by_severity_with_near_misses_and_what_left_beside() -> None:
    counts = {
        ("2026-10", "S1", ""): 1, ("2026-11", "S3", ""): 2, ("2026-10", "S4", "near_miss"): 4, ("2026-09", "S2", ""): 9,
        ("2026-11", "S2", "withdrawn"): 1, ("2026-10", "S3", "withdrawn"): 1, ("2026-10", "S3", "duplicate"): 1,
    }  # fmt: skip
    series = incidents_per_month(counts, AS_OF, BERLIN, MONTHS)
    assert figures(series) == {
        "2026-10": {"S1": (1, 1), "S3": (0, 0), "S4": (4, 4)},
        "2026-11": {"S1": (0, 0), "S3": (2, 2), "S4": (0, 0)},
    }
    assert [stack.mature for stack in series.stacks] == [True, False]
    assert [stack.total for stack in series.stacks] == [5, 2]
    assert (series.total, series.total_of("S3")) == (7, 2)
    assert series.left_out == {"duplicate": 1, "withdrawn": 2}


def test_currencies_are_never_added() -> None:
    sums = [
        CostSum("2026-11", "RW", "EUR", 48875, 1),
        CostSum("2026-11", "TP", "USD", 120000, 1),
        CostSum("2026-08", "RW", "EUR", 100, 1),
    ]
    cost = cost_per_quarter(sums, AS_OF, BERLIN, QUARTERS)
    assert {currency: series.total for currency, series in cost.items()} == {"EUR": 48975, "USD": 120000}
    assert figures(cost["USD"]) == {"2026-Q3": {"TP": (0, 0)}, "2026-Q4": {"TP": (120000, 1)}}


def test_a_reversal_stands_with_what_it_reverses() -> None:
    sums = [CostSum("2026-08", "RW", "EUR", 0, 2), CostSum("2026-09", "RW", "EUR", 48875, 1)]
    assert figures(cost_per_quarter(sums, AS_OF, BERLIN, QUARTERS)["EUR"])["2026-Q3"]["RW"] == (48875, 3)


def test_nothing_booked_gives_no_currency_and_nothing_filed_gives_empty_months() -> None:
    assert cost_per_quarter([], AS_OF, BERLIN, QUARTERS) == {}
    empty = incidents_per_month({}, AS_OF, BERLIN, MONTHS)
    assert ([stack.period for stack in empty.stacks], empty.total) == (list(MONTHS), 0)


def test_what_others_paid_back_is_taken_off_what_we_bore() -> None:
    sums = [FundedSum("2026-11", "us", "EUR", 1000, 2), FundedSum("2026-10", "supplier", "EUR", 300, 1)]
    funded = funded_by_quarter(sums, QUARTERS, date(2026, 11, 22))["EUR"]
    assert figures(funded)["2026-Q4"] == {"us": (700, 3), "supplier": (300, 1)}
    assert figures(funded)["2026-Q3"] == {"us": (0, 0), "supplier": (0, 0)}
    assert [stack.mature for stack in funded.stacks] == [True, False]
    lines = list(borne([BookedLine("bill", 1000, "us"), BookedLine("back", 300, "supplier")]))
    by_source = {source: sum(one.amount for one in lines if one.source == source) for source in ("us", "supplier")}
    assert by_source == {"us": 700, "supplier": 300}, "the list behind a mark adds up to it"
