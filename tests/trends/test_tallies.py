"""Counts and costs that add up."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ledger.trends.measure_rows import CostLine, IncidentRow, StackSeries
from ledger.trends.tallies import cost_per_quarter, incidents_per_month

BERLIN = ZoneInfo("Europe/Berlin")
AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)
MONTHS = ("2026-10", "2026-11")
QUARTERS = ("2026-Q3", "2026-Q4")
SUMMER = datetime(2026, 8, 3, 9, tzinfo=UTC)
AUTUMN = datetime(2026, 11, 3, 9, tzinfo=UTC)


def figures(series: StackSeries) -> dict[str, dict[str, tuple[int, tuple[str, ...]]]]:
    """Lay a series open: period, series, value and ids."""
    return {stack.period: {part.series: (part.value, part.ids) for part in stack.parts} for stack in series.stacks}


def test_incidents_are_counted_by_severity_in_the_month_of_detection_in_the_zone() -> None:
    rows = [
        IncidentRow("a", "S1", "open", datetime(2026, 10, 31, 23, 30, tzinfo=UTC)),
        IncidentRow("b", "S3", "closed", AUTUMN),
        IncidentRow("c", "S3", "closed", AUTUMN),
        IncidentRow("d", "S4", "closed", datetime(2026, 10, 5, tzinfo=UTC)),
        IncidentRow("next", "S1", "open", datetime(2026, 11, 25, tzinfo=UTC)),
    ]
    series = incidents_per_month(rows, AS_OF, BERLIN, MONTHS)
    assert figures(series) == {
        "2026-10": {"S1": (0, ()), "S3": (0, ()), "S4": (1, ("d",))},
        "2026-11": {"S1": (1, ("a",)), "S3": (2, ("b", "c")), "S4": (0, ())},
    }
    assert [stack.mature for stack in series.stacks] == [True, False]
    assert [stack.total for stack in series.stacks] == [1, 3]
    assert (series.total, series.total_of("S3")) == (4, 2)


def test_withdrawn_duplicate_and_foreign_incidents_are_counted_beside() -> None:
    statuses = ("closed", "withdrawn", "duplicate", "not_ours", "withdrawn")
    rows = [IncidentRow(f"{place}", "S2", status, AUTUMN) for place, status in enumerate(statuses)]
    series = incidents_per_month([*rows, IncidentRow("undated", "S2", "open", None)], AS_OF, BERLIN, MONTHS)
    assert series.total == 1
    assert series.left_out == {
        "duplicate": ("2",),
        "not_dated": ("undated",),
        "not_ours": ("3",),
        "withdrawn": ("1", "4"),
    }


def test_currencies_are_never_added() -> None:
    lines = [
        CostLine("1", "RW", "EUR", 48875, AUTUMN),
        CostLine("2", "TP", "USD", 120000, AUTUMN),
        CostLine("3", "RW", "EUR", 100, SUMMER),
    ]
    cost = cost_per_quarter(lines, AS_OF, BERLIN, QUARTERS)
    assert {currency: series.total for currency, series in cost.items()} == {"EUR": 48975, "USD": 120000}
    assert figures(cost["USD"]) == {"2026-Q3": {"TP": (0, ())}, "2026-Q4": {"TP": (120000, ("2",))}}


def test_a_reversal_stands_with_what_it_reverses() -> None:
    lines = [
        CostLine("line", "RW", "EUR", 53125, SUMMER),
        CostLine("reversal", "RW", "EUR", -53125, SUMMER),
        CostLine("again", "RW", "EUR", 48875, SUMMER),
    ]
    series = cost_per_quarter(lines, AS_OF, BERLIN, QUARTERS)["EUR"]
    assert figures(series)["2026-Q3"]["RW"] == (48875, ("line", "reversal", "again"))


def test_a_cost_without_a_date_of_detection_is_counted_beside() -> None:
    series = cost_per_quarter([CostLine("1", "RW", "EUR", 5, None)], AS_OF, BERLIN, QUARTERS)["EUR"]
    assert (series.total, series.left_out) == (0, {"not_dated": ("1",)})


def test_nothing_booked_gives_no_currency_and_nothing_filed_gives_empty_months() -> None:
    assert cost_per_quarter([], AS_OF, BERLIN, QUARTERS) == {}
    empty = incidents_per_month([], AS_OF, BERLIN, MONTHS)
    assert ([stack.period for stack in empty.stacks], empty.total) == (list(MONTHS), 0)
