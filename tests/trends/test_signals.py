"""Limits and the four rules: NHSRplotthedots' worked example, and what each rule flags and what it leaves alone."""

import pytest

from ledger.trends.signal_rules import Flag, Runs, anhoej, assurance, flags
from ledger.trends.signals import (
    Band,
    chart_for,
    expected_rarer,
    laney_p,
    laney_u,
    mean_moving_range,
    standing,
    t_chart,
    xmr,
)

STEADY = [Band(0.0, -3.0, 3.0)]


def sides(values: list[float], rule: str, bands: list[Band] | None = None) -> list[int]:
    """Give the places of the points that this rule flags, between limits of three either side of nought."""
    found = flags(values, bands or STEADY * len(values))
    return [place for place, flag in enumerate(found) if flag and flag.rule == rule]


def test_limits_equal_the_worked_example_of_nhsrplotthedots_with_its_outlier_screened() -> None:
    """Vignette "Deviations from Excel defaults": UPL 4.6, mean 1.94, LPL -0.72."""
    values = [1.0, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    band = xmr(values)[0]
    assert (round(band.upper, 2), round(band.centre, 2), round(band.lower, 2)) == (4.6, 1.94, -0.72)
    assert [flag.rule if flag else None for flag in flags(values, xmr(values))][4] == "outside"


def test_moving_ranges_are_screened_once_and_not_until_none_is_left() -> None:
    assert mean_moving_range([0, 1, 0, 1, 0, 1, 0, 1, 30]) == 1
    assert mean_moving_range([5.0]) == 0


def test_equal_sizes_make_laney_p_an_xmr_chart_of_the_shares() -> None:
    counts = [(k, 40) for k in (30, 33, 28, 35, 31, 34, 29, 36)]
    for ours, theirs in zip(laney_p(counts), xmr([k / n for k, n in counts]), strict=True):
        assert ours.upper == pytest.approx(theirs.upper)
        assert ours.lower == pytest.approx(theirs.lower)


def test_laney_widens_each_period_by_its_own_size_and_leaves_limits_unclipped() -> None:
    bands = laney_p([(9, 10), (95, 100), (10, 10), (93, 100), (8, 10), (97, 100), (10, 10), (96, 100)])
    assert bands[0].upper > 1
    assert bands[0].upper > bands[1].upper
    assert bands[0].upper - bands[0].centre == pytest.approx((bands[1].upper - bands[1].centre) * 10**0.5)


def test_laney_u_of_equal_exposures_is_an_xmr_chart_of_the_rates() -> None:
    counts = [(4, 2.0), (6, 2.0), (5, 2.0), (9, 2.0)]
    assert laney_u(counts)[0].upper == pytest.approx(xmr([2.0, 3, 2.5, 4.5])[0].upper)


def test_nothing_to_chart_has_no_bands_and_all_alike_no_width() -> None:
    assert laney_p([]) == () == xmr([])
    assert laney_p([(5, 5), (7, 7)]) == (Band(1.0, 1.0, 1.0),) * 2


def test_the_time_between_events_has_no_limit_below_nothing() -> None:
    bands = t_chart([0.0, 3, 20, 1, 7, 40, 2, 9])
    assert all(band.lower == 0 < band.centre < band.upper for band in bands)


def test_seven_in_a_row_make_a_trend_and_six_do_not() -> None:
    rising = [-0.5, -0.3, -0.1, 0.1, 0.3, 0.5, 0.7]
    assert sides(rising, "trend") == list(range(7))
    assert sides(rising[:6], "trend") == []
    assert sides([*rising[:3], *rising[2:6]], "trend") == []


def test_seven_on_one_side_of_the_mean_make_a_shift_whose_first_points_are_flagged_too() -> None:
    values = [-1.0, 0.5, 0.4, 0.6, 0.5, 0.7, 0.4, 0.5]
    assert sides(values, "shift") == [1, 2, 3, 4, 5, 6, 7]
    assert sides(values[:7], "shift") == []


def test_two_of_three_beyond_two_thirds_count_only_on_the_same_side_of_the_mean() -> None:
    """The third point must lie on that side as well, as in NHSRplotthedots."""
    assert sides([0.0, 2.5, 0.5, 2.6, 0.0], "two_of_three") == [1, 3]
    assert sides([0.0, 2.5, -0.5, 2.6, 0.0], "two_of_three") == []
    assert sides([0.0, 2.5, -2.5, 0.1, 0.0], "two_of_three") == []


def test_the_first_of_the_four_rules_names_a_point() -> None:
    found = flags([0.5, 1.0, 1.5, 2.1, 2.6, 2.9, 3.5], STEADY * 7)
    assert found[-1] == Flag("outside", 1)
    assert found[0] == Flag("trend", 1)


@pytest.mark.parametrize(("points", "said"), [(7, "dots"), (8, "trial"), (11, "trial"), (12, "limits")])
def test_few_points_have_dots_only_and_then_trial_limits(points: int, said: str) -> None:
    assert standing(points) == said


def test_the_chart_follows_from_how_many_of_the_rarer_outcome_a_period_holds() -> None:
    assert expected_rarer([(90, 100), (94, 100)]) == 8
    assert chart_for([(90, 100)] * 12) == "rate"
    assert chart_for([(18, 20)] * 12) == "run"
    assert chart_for([(20, 20)] * 11 + [(15, 20)]) == "t"
    assert chart_for([]) == "t"


@pytest.mark.parametrize(
    ("target", "direction", "said"),
    [(0.6, 1, "reached"), (0.95, 1, "missed"), (0.8, 1, "by_chance"), (0.95, -1, "reached"), (0.6, -1, "missed")],
)
def test_a_target_is_compared_with_the_limits(target: float, direction: int, said: str) -> None:
    assert assurance(target, direction, Band(0.8, 0.7, 0.9)) == said


def test_run_limits_are_those_of_the_binomial() -> None:
    """scipy.stats.binom.ppf(0.05, n - 1, 0.5) for n = 10, 20, 24, 36, 60: 2, 6, 8, 13, 23; round(log2(n) + 3)."""
    wanted = {10: (6, 2), 20: (7, 6), 24: (8, 8), 36: (8, 13), 60: (9, 23)}
    for n, pair in wanted.items():
        runs = anhoej([(-1.0) ** place for place in range(n)])
        assert runs is not None
        assert (runs.longest_allowed, runs.crossings_needed) == pair
        assert not runs.is_signal
    assert anhoej([1.0, 2.0, 3.0]) is None
    shifted = anhoej([0.0] * 12 + [1.0] * 12)
    assert shifted == Runs(12, 8, 1, 8)
    assert shifted.is_signal
