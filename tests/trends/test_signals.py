"""The statistics against values computed once with other people's programs, and against chance itself.

Golden values were computed with statsmodels 0.14, scipy 1.16 and lifelines 0.30 by the calls named beside them; none of
these is needed to run the tests.
"""

import random
from itertools import pairwise

import pytest

from ledger.trends.proportions import funnel_limits, wilson
from ledger.trends.signal_rules import Flag, anhoej, assurance, flags
from ledger.trends.signals import (
    Band,
    chart_for,
    expected_rarer,
    laney_p,
    laney_u,
    mean_moving_range,
    standing,
    t_chart,
    t_roots,
    xmr,
)
from ledger.trends.survival import Lasted, done_by, kaplan_meier, median_minutes

STEADY = [Band(0.0, -3.0, 3.0)]


def seeded(number: int) -> random.Random:
    """Give chance that falls the same way in every run."""
    return random.Random(number)  # noqa: S311 nothing secret: a simulation


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
    assert bands[0].upper > 1 > bands[1].upper or bands[0].upper > bands[1].upper
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
    assert shifted is None or shifted.is_signal


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (0, 7, 0.0, 0.3543304350666875),
        (3, 12, 0.08894166839405476, 0.5323053349335658),
        (17, 23, 0.5352999516257462, 0.8745138395501364),
        (400, 1000, 0.37007478121137727, 0.4306905704857338),
        (9, 9, 0.7008549515804557, 1.0),
    ],
)
def test_wilson_equals_statsmodels(k: int, n: int, low: float, high: float) -> None:
    """statsmodels.stats.proportion.proportion_confint(k, n, 0.05, "wilson")."""
    assert wilson(k, n) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize(
    ("n", "p", "limits"),
    [
        (5, 0.18, (0, 0, 0.49541064540425594, 0.7623122590622327)),
        (20, 0.18, (0, 0.0036821890911917176, 0.3398608417543727, 0.45672384762256196)),
        (200, 0.18, (0.09831568655302186, 0.1257696305700442, 0.23235604094246806, 0.2657028968535252)),
        (50, 0.9, (0.7398715812476105, 0.8002772723766356, 0.9661370730426563, 0.9961193495650348)),
        (100_000, 0.3, (0.295522544751855, 0.2971566300372193, 0.3028371572506446, 0.30447884536926245)),
    ],
)
def test_funnel_limits_equal_scipy(n: int, p: float, limits: tuple[float, ...]) -> None:
    """Per tail t: r = binom.ppf(t, n, p), then (r - (binom.cdf(r, n, p) - t) / binom.pmf(r, n, p)) / n."""
    funnel = funnel_limits(n, p)
    found = (funnel.lower_998, funnel.lower_95, funnel.upper_95, funnel.upper_998)
    assert found == pytest.approx(limits, abs=1e-9)


LASTED = [(5, 1), (12, 1), (12, 1), (30, 0), (45, 1), (45, 0), (60, 1), (90, 1), (120, 0), (200, 1), (240, 0), (300, 0)]


def test_kaplan_meier_equals_lifelines() -> None:
    """KaplanMeierFitter().fit(durations, observed): survival_function_, confidence_interval_, median_survival_time_."""
    steps = kaplan_meier(Lasted(minutes, bool(over)) for minutes, over in LASTED)
    assert [(step.minutes, step.at_risk, step.ended) for step in steps] == [
        (5, 12, 1), (12, 11, 2), (45, 8, 1), (60, 6, 1), (90, 5, 1), (200, 3, 1),
    ]  # fmt: skip
    golden = [
        (0.916667, 0.538977, 0.987826),
        (0.750000, 0.408416, 0.911720),
        (0.656250, 0.320412, 0.855657),
        (0.546875, 0.222406, 0.784812),
        (0.437500, 0.144147, 0.702699),
        (0.291667, 0.053608, 0.595205),
    ]
    for step, wanted in zip(steps, golden, strict=True):
        assert (step.open_share, step.lower, step.upper) == pytest.approx(wanted, abs=1e-6)
    assert median_minutes(steps) == 90
    assert done_by(steps, 59)[0] == pytest.approx(0.34375)
    assert done_by(steps, 4) == (0, 0, 0)


def test_dropping_what_is_open_would_make_it_look_quicker() -> None:
    steps = kaplan_meier(Lasted(minutes, bool(over)) for minutes, over in LASTED)
    dropped = kaplan_meier(Lasted(minutes, over=True) for minutes, over in LASTED if over)
    assert (median_minutes(dropped) or 0) < (median_minutes(steps) or 0)


def test_nothing_that_ended_has_no_median() -> None:
    assert median_minutes(kaplan_meier([Lasted(5, over=False), Lasted(9, over=False)])) is None


def test_a_quiet_page_of_fourteen_rows_shows_two_or_three_flagged_rows_somewhere_and_few_icons() -> None:
    """Stated: about two. Measured for one row of 24 months: 0.19 somewhere, 0.02 at its last month."""
    chance = seeded(6)
    rounds = 1200
    anywhere = last = 0
    for _ in range(rounds):
        values = [chance.gauss(0, 1) for _ in range(24)]
        found = flags(values, xmr(values))
        anywhere += any(found)
        last += found[-1] is not None
    assert 0.15 < anywhere / rounds < 0.23
    assert 1.5 < 14 * anywhere / rounds < 3.2
    assert last / rounds < 0.035


def test_laney_p_keeps_the_rate_where_months_differ_in_size_and_shares_vary_more_than_chance() -> None:
    chance = seeded(7)
    rounds = 300
    anywhere = outside_plain = 0
    for _ in range(rounds):
        counts = []
        for _ in range(24):
            n = chance.randint(800, 1600)
            p = chance.gauss(0.85, 0.02)
            counts.append((round(chance.gauss(n * p, (n * p * (1 - p)) ** 0.5)), n))
        shares = [k / n for k, n in counts]
        anywhere += any(flags(shares, laney_p(counts)))
        centre = sum(k for k, _ in counts) / sum(n for _, n in counts)
        outside_plain += any(abs(k / n - centre) > 3 * (centre * (1 - centre) / n) ** 0.5 for k, n in counts)
    assert 0.12 < anywhere / rounds < 0.27
    assert outside_plain / rounds > 0.7, "why a plain p-chart is never drawn"


def test_rare_events_are_judged_on_the_root_scale() -> None:
    chance = seeded(8)
    rounds = 600
    on_roots = on_clock = runs = 0
    for _ in range(rounds):
        gaps = [chance.expovariate(1) for _ in range(24)]
        on_roots += any(flags(t_roots(gaps), xmr(t_roots(gaps))))
        on_clock += any(flags(gaps, t_chart(gaps)))
        judged = anhoej(gaps)
        runs += judged is not None and judged.is_signal
    assert 0.1 < on_roots / rounds < 0.25
    assert on_clock / rounds > 0.4
    assert runs / rounds < 0.06


def test_a_planted_change_is_found() -> None:
    chance = seeded(9)
    found = 0
    for _ in range(100):
        counts = [(sum(chance.random() < (0.75 if month < 14 else 0.93) for _ in range(60)), 60) for month in range(24)]
        found += flags([k / n for k, n in counts], laney_p(counts))[-1] is not None
    assert found > 90


def test_the_curve_never_rises_and_its_band_holds_it() -> None:
    chance = seeded(10)
    steps = kaplan_meier(Lasted(chance.lognormvariate(4, 1.2), chance.random() < 0.8) for _ in range(200))
    assert all(after.open_share < before.open_share for before, after in pairwise(steps))
    assert all(0 <= step.lower <= step.open_share <= step.upper <= 1 for step in steps)
