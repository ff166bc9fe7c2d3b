"""Targets by month and limits that begin anew: which target holds when, where a stretch ends, and what it needs."""

from datetime import UTC, datetime

import pytest

from ledger.trends.acts import Acts, Aim, may_have_target, rebase_fault, stretches, target_in
from ledger.trends.catalogue import MEASURES
from ledger.trends.charted_points import by_quarter
from ledger.trends.charting.figures import Words
from ledger.trends.in_view import seen_from
from ledger.trends.judging import judged
from ledger.trends.leadership import changes
from ledger.trends.measure_rows import Share
from ledger.trends.signal_figures import judged_figure
from tests.trends.test_judging import months, steady

PROMISES = MEASURES["promises_kept"]
AT = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 2, tzinfo=UTC)


def test_a_target_holds_from_its_month_until_another_does_and_the_later_act_counts() -> None:
    aims = (Aim("2026-03", 80, LATER), Aim("2026-06", None, AT), Aim("2026-03", 70, AT))
    said = [target_in(PROMISES, aims, month) for month in ("2026-02", "2026-03", "2026-05", "2026-06", "2026-Q1")]
    assert said == [PROMISES.target, 0.8, 0.8, None, 0.8]


def test_what_is_neither_good_nor_bad_or_no_share_has_no_target() -> None:
    assert [key for key, one in MEASURES.items() if not may_have_target(one)] == [
        "incidents", "recovery_cost", "who_funded", "acknowledged", "disputed",
    ]  # fmt: skip


def test_limits_begin_anew_where_somebody_decided_it_and_the_lines_are_broken_there() -> None:
    shares = months([*steady(70, 100, 12), *steady(93, 100, 12)])
    through, anew = judged(PROMISES, shares), judged(PROMISES, shares, acts=Acts((), ("2025-11",)))
    assert through.tone == "improvement"
    assert (anew.tone, anew.flags) == ("", (None,) * 24), "each level by itself is quiet"
    assert (anew.bands[11], anew.bands[12]) != (through.bands[11], through.bands[12])
    assert anew.bands[11].centre == pytest.approx(0.697, abs=0.01)  # type: ignore[union-attr] # mature
    assert anew.bands[12].centre == pytest.approx(0.927, abs=0.01)  # type: ignore[union-attr] # mature
    assert (through.outlook, anew.outlook) == ("by_chance", "by_chance"), "the new level is what the target is held to"
    said = "Promises kept on time: limits begin anew in November 2025, as two people decided; 70% before, 93% since."
    assert [one.sentence for one in changes({"promises_kept": anew})] == [said], "what was rebased has changed"
    assert not changes({"promises_kept": seen_from(anew, "2025-12")}), "a view that begins later says nothing of it"
    figure = judged_figure(Words("x", "X", "Said.", "Noted."), anew)
    kinds = [line.kind for line in figure.page.lines]  # type: ignore[union-attr] # there is something to draw
    assert kinds == ["lower", "upper", "centre", "lower", "upper", "centre", "target", "rebase"]


def test_a_new_stretch_has_no_limits_before_it_has_eight_points() -> None:
    found = judged(PROMISES, months([*steady(70, 100, 12), *steady(93, 100, 7)]), acts=Acts((), ("2025-11",)))
    assert found.standing == "dots"
    assert all(found.bands[:12])
    assert found.bands[12:] == (None,) * 7
    assert found.ranged is not None, "the target is held to the plausible range of what came since"
    assert (found.ranged.n, found.outlook) == (700, "reached")


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2025-06", None),
        ("2025-05", "fewer than 7 points to judge before"),
        ("2025-10", None),
        ("2025-11", "There are 6 points to judge"),
        ("2030-01", "There are 0 points"),
    ],
)
def test_limits_begin_anew_only_with_seven_points_on_both_sides(month: str, said: str | None) -> None:
    fault = rebase_fault(months(steady(70, 100, 18)), (), month)
    assert said in (fault or "") if said else fault is None


def test_another_rebase_counts_from_the_one_before() -> None:
    points = months(steady(70, 100, 24))
    assert rebase_fault(points, ("2025-06",), "2025-06") == "The limits begin anew there already."
    assert "before" in (rebase_fault(points, ("2025-06",), "2025-12") or "")
    assert rebase_fault(points, ("2025-06",), "2026-01") is None
    assert [len(part) for part in stretches(points, ("2025-06", "2026-01"))] == [7, 7, 10]


def test_where_months_hold_too_little_quarters_are_judged() -> None:
    few = months([(8, 10), (7, 10), (9, 10)] * 10, immature=1)
    found = judged(PROMISES, few)
    assert (found.chart, found.standing) == ("rate", "trial")
    assert [point.period for point in found.points][:2] == ["2025-Q1", "2025-Q2"], "a quarter that began before is out"
    assert (found.k, found.n) == (240, 300), "what the page says is of all months"
    assert not found.points[-1].mature
    assert judged(PROMISES, months([(8, 10)] * 12)).chart == "run", "four quarters are too few"


def test_a_quarter_is_mature_when_each_of_its_months_is() -> None:
    quarters = by_quarter([Share(f"2026-0{month}", 1, 2, mature=month < 6) for month in range(1, 8)])
    assert quarters == [
        Share("2026-Q1", 3, 6, mature=True),
        Share("2026-Q2", 3, 6, mature=False),
        Share("2026-Q3", 1, 2, mature=False),
    ]
