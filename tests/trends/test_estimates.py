"""Shares, funnels and durations against values computed once with other people's programs.

Golden values were computed with statsmodels 0.14, scipy 1.16 and lifelines 0.30 by the calls named beside them; none of
these is needed to run the tests.
"""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.trends.facts.splits import bin_of, cut_to_bin
from ledger.trends.proportions import funnel_limits, wilson
from ledger.trends.survival import Lasted, Step, differ, done_by, kaplan_meier, median_minutes
from tests.trends.chance import seeded


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


@given(
    over=st.lists(st.integers(0, 300_000), min_size=1, max_size=20),
    going_on=st.lists(st.integers(0, 300_000), max_size=20),
)
@settings(max_examples=60)
def test_ages_cut_to_bins_leave_the_curve_as_it_is(over: list[int], going_on: list[int]) -> None:
    ended = [Lasted(bin_of(minutes), over=True) for minutes in over]
    exact = kaplan_meier(ended + [Lasted(age, over=False) for age in going_on])
    assert kaplan_meier(ended + [Lasted(cut_to_bin(age), over=False) for age in going_on]) == exact
    assert all(age - 2000 < cut_to_bin(age) <= age <= bin_of(age) < age + 2000 for age in going_on)


def test_the_curve_never_rises_and_its_band_holds_it() -> None:
    chance = seeded(10)
    steps = kaplan_meier(Lasted(chance.lognormvariate(4, 1.2), chance.random() < 0.8) for _ in range(200))
    assert all(after.open_share < before.open_share for before, after in pairwise(steps))
    assert all(0 <= step.lower <= step.open_share <= step.upper <= 1 for step in steps)


def test_two_quarters_differ_only_beyond_chance() -> None:
    """About one in twenty pairs of equal ones is called different; twice as slow is found."""
    chance = seeded(11)

    def curve(mean: float, count: int) -> tuple[Step, ...]:
        return kaplan_meier(Lasted(chance.expovariate(1 / mean), over=chance.random() < 0.9) for _ in range(count))

    equal = [differ(curve(60, 40), curve(60, 160)) for _ in range(200)]
    assert sum(bool(one) for one in equal) / 200 < 0.1
    assert [differ(curve(mean, 80), curve(60, 200)) for mean in (180, 20)] == [1, -1]
    assert differ((), curve(60, 20)) is None
