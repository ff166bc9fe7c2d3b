"""What a measure's points say: charts by what they bear, tones by direction, sentences, and what is not said."""

import random
from dataclasses import replace
from datetime import UTC, datetime

from ledger.trends.acts import Acts
from ledger.trends.catalogue import MEASURES
from ledger.trends.change_words import change_sentence, gate_is_bad, under_filing
from ledger.trends.charting.chart_parts import tone_shape
from ledger.trends.charting.figures import LineFigure, Words
from ledger.trends.in_view import drawn, seen_from
from ledger.trends.judging import judged
from ledger.trends.leadership import changes
from ledger.trends.measure_rows import Share
from ledger.trends.page_figures import judged_note
from ledger.trends.scope import Scope
from ledger.trends.signal_figures import judged_figure
from ledger.trends.words import outlook
from tests.trends.chart_rows import periods

PROMISES, INCIDENTS, REPEATS = MEASURES["promises_kept"], MEASURES["incidents"], MEASURES["repeats"]
TOLD = MEASURES["told_first"]


def months(points: list[tuple[int, int]], immature: int = 0) -> list[Share]:
    """Make a share of k and n for each month from November 2024."""
    keys = periods("2024-11", len(points))
    return [
        Share(key, k, n, place < len(points) - immature)
        for place, (key, (k, n)) in enumerate(zip(keys, points, strict=True))
    ]


def steady(k: int, n: int, count: int = 24) -> list[tuple[int, int]]:
    """Make points that go up and down by two around k."""
    return [(k + (-2, 2, 0, 2, -2)[place % 5], n) for place in range(count)]


def test_a_planted_improvement_is_found_and_named_as_one() -> None:
    found = judged(PROMISES, months([*steady(70, 100, 14), *steady(93, 100, 10)]))
    assert (found.chart, found.standing, found.tone) == ("rate", "limits", "improvement")
    assert change_sentence(found) == (
        "Promises kept on time rose from 70% to about 93% from January 2026 on and stayed there (10 months)."
    )


def test_a_level_is_left_where_the_points_part_best_though_one_month_of_the_new_level_lay_low() -> None:
    """One of the good months lies a hair below the average of all, where the last run on one side begins."""
    old, new = [(81, 100), (79, 100), (83, 100), (80, 100)] * 4, [(95, 100), (97, 100), (96, 100), (94, 100)] * 2
    found = judged(PROMISES, months([*old[:13], *new, (88, 100), *new]))
    assert change_sentence(found) == (
        "Promises kept on time rose from 81% to about 95% from December 2025 on and stayed there (17 months)."
    )


def test_a_step_stays_found_though_the_last_month_lies_on_the_average_of_all() -> None:
    """One ordinary month of the new level under the mixture's average hid twenty months of improvement."""
    found = judged(PROMISES, months([*steady(82, 100, 9), *steady(96, 100, 18), (90, 100)]))
    assert found.flag is None
    assert (found.tone, found.side) == ("improvement", 1)
    assert "rose from 82% to about 96% from August 2025 on" in (change_sentence(found) or "")
    back = judged(PROMISES, months([*steady(70, 100, 12), *steady(95, 100, 12), *steady(70, 100, 12)]))
    assert "fell from 95% to about 70% from November 2026 on" in (change_sentence(back) or ""), "what came back"
    chance = random.Random(4)  # noqa: S311 nothing secret: a simulation
    quiet = [judged(PROMISES, months([(chance.randint(74, 86), 100) for _ in range(36)])) for _ in range(150)]
    assert sum(one.moved is not None and one.flag is None for one in quiet) <= 2


def test_a_step_of_long_ago_is_told_and_its_month_is_about_where_another_is_as_likely() -> None:
    """Four months of the old level, and a last month of the new one below the average; then a month half way."""
    early = judged(PROMISES, months([*steady(80, 100, 4), *steady(95, 100, 18), (90, 100)]))
    assert early.flag is None
    assert "rose from 81% to about 95% from March 2025 on" in (change_sentence(early) or "")
    half_way = judged(PROMISES, months([*steady(60, 100, 12), (70, 100), *steady(80, 100, 10)]))
    assert "from about November 2025 on" in (change_sentence(half_way) or "")


def test_a_level_that_was_left_is_said_in_the_measures_own_unit() -> None:
    fewer = judged(INCIDENTS, months([(k, k) for k, _ in [*steady(60, 100, 15), *steady(20, 100, 9)]]), people=2_000)
    assert "fell from 30.0 to about 10.1 for each 1,000 people from February 2026 on" in (change_sentence(fewer) or "")


def test_what_rises_month_by_month_says_since_when() -> None:
    found = judged(PROMISES, months([*steady(70, 100, 15), *((k, 100) for k in (66, 67, 68, 69, 70, 71, 72, 73))]))
    assert change_sentence(found) == "Promises kept on time: risen month by month since February 2026."


def test_what_goes_up_is_concern_where_less_is_better_and_neither_for_counts() -> None:
    worse = judged(REPEATS, months([*steady(10, 100), (45, 100)]))
    assert worse.tone == "concern"
    more = judged(INCIDENTS, months([*((k, k) for k, _ in steady(20, 100)), (60, 60)]), people=2_000)
    assert more.tone == "neutral"
    assert more.value(more.shares[-1]) == 30


def test_what_is_not_mature_is_neither_flagged_nor_part_of_the_limits() -> None:
    quiet = judged(PROMISES, months(steady(70, 100)))
    with_late = judged(PROMISES, months([*steady(70, 100), (5, 100)], immature=1))
    assert with_late.bands[:-1] == quiet.bands
    assert (with_late.bands[-1], with_late.flags[-1], with_late.tone) == (None, None, "")


def test_a_count_that_falls_is_drawn_pointing_down_and_one_that_rises_pointing_up() -> None:
    for many, tone in ((60, "neutral"), (1, "neutral_down")):
        found = judged(INCIDENTS, months([*((k, k) for k, _ in steady(20, 100)), (many, many)]), people=2_000)
        figure = judged_figure(Words("m6", "M6", "Said.", "Noted."), found)
        assert isinstance(figure, LineFigure)
        assert figure.page.points[-1].tone == tone
        assert [item.swatch for item in figure.page.legend][-1] == tone
        assert found.tone == "neutral"
    assert tone_shape("neutral", 4) != tone_shape("neutral_down", 4)


def test_few_months_are_dots_and_then_trial_limits() -> None:
    assert judged(PROMISES, months(steady(70, 100, 7))).bands == (None,) * 7
    assert judged(PROMISES, months(steady(70, 100, 8))).standing == "trial"


def test_what_is_rare_is_judged_by_the_days_between() -> None:
    points = [(10, 10)] * 24
    gaps = [20.0, 24, 19, 30, 22, 27, 18, 25, 21, 2, 1, 1, 0.5, 0.4, 0.5]
    found = judged(PROMISES, months(points), gaps=gaps, rarer_is_met=False)
    assert found.chart == "t"
    assert found.tone == "concern", "what is not kept comes ever more often"
    assert judged(PROMISES, months(points), gaps=gaps, quiet=25).tone == "", "none for longer than is usual"
    assert change_sentence(found) == "Promises not kept on time come more often than they did."


def test_a_stock_that_is_nearly_always_nought_has_no_limits_to_fall_out_of() -> None:
    found = judged(MEASURES["action_ageing"], months([*[(0, 3)] * 10, (1, 2), *[(0, 4)] * 12]))
    assert (found.chart, found.tone, found.bands) == ("run", "", (None,) * 23)


def test_a_run_chart_says_which_run_is_longer_than_chance_explains() -> None:
    found = judged(PROMISES, months([*[(8, 10)] * 12, *[(10, 10)] * 12]))
    assert found.chart == "run"
    assert change_sentence(found) == (
        "Promises kept on time: above its middle since November 2025 (12 months), longer than chance explains."
    )
    late = months([*[(1, 2)] * 14, *[(0, 40)] * 12, *[(1, 10)] * 12])
    since = judged(MEASURES["action_ageing"], late, acts=Acts(rebased=("2026-01",)))
    assert since.chart == "run"
    assert "above its middle since January 2027 (12 months)" in (change_sentence(since) or ""), "of the newest stretch"


def test_a_target_is_compared_with_the_newest_limits() -> None:
    assert judged(PROMISES, months(steady(70, 100))).outlook == "missed"
    assert judged(PROMISES, months(steady(90, 100))).outlook == "by_chance"


def test_after_a_shift_the_target_is_compared_with_the_new_level_alone() -> None:
    worse = judged(TOLD, months([*steady(76, 100, 14), *steady(34, 100, 9)]))
    whole = judged(TOLD, months([*steady(76, 100, 14), *steady(34, 100, 3)]))
    assert (worse.outlook, worse.reached, len(worse.steady)) == ("missed", 0, 9)
    assert outlook(worse) == "at least 80%: will be missed unless something changes"
    assert len(whole.steady) == 17, "three points are no shift"
    fresh = judged(TOLD, months([*steady(90, 100, 16), *steady(34, 100, 7)]))
    assert fresh.outlook is None
    assert outlook(fresh) == (
        "at least 80%: the level has moved; reached in 0 of the 7 months since, too few to say more"
    )


def test_a_target_that_no_month_reached_is_never_called_sometimes_reached() -> None:
    wild = [(70 if place % 2 else 30, 100) for place in range(24)]
    assert judged(TOLD, months(wild)).outlook == "by_chance"
    assert judged(TOLD, months(wild)).sign == "missed_so_far"
    assert outlook(judged(TOLD, months(wild))) == "at least 80%: missed so far, in each of 24 months"
    wild[5] = (85, 100)
    assert outlook(judged(TOLD, months(wild))) == "at least 80%: missed so far, reached in 1 of 24 months"
    close = judged(TOLD, months([(60 + 2 * (place % 2), 100) for place in range(9)]))
    assert (close.outlook, close.short, close.sign) == ("missed", True, "missed")
    few = judged(TOLD, months([(16 + place % 2, 22) for place in range(8)]))
    assert outlook(few) == "at least 80%: reached in none of 8 months, and chance could change that"
    assert outlook(judged(TOLD, months(steady(80, 100)))) == "at least 80%: sometimes reached, sometimes not"


def test_fewer_incidents_with_fewer_told_first_is_called_under_filing() -> None:
    fewer = judged(
        INCIDENTS, months([*((k, k) for k, _ in steady(60, 100, 16)), *((k, k) for k, _ in steady(20, 100, 8))])
    )
    worse = judged(TOLD, months([*steady(80, 100, 16), *steady(40, 100, 8)]))
    quiet = judged(TOLD, months(steady(80, 100)))
    assert "under-filing" in (under_filing(fewer, worse) or "")
    assert under_filing(fewer, quiet) is None
    assert "under-filing" in changes({"told_first": worse}, {"incidents": fewer, "told_first": worse})[0].sentence
    said = changes({"incidents": fewer, "told_first": worse})
    assert (said[0].tone, said[0].side) == ("concern", -1)
    assert any("under-filing" in one.sentence for one in said)


def test_without_limits_the_target_is_held_to_the_plausible_range_of_all_that_is_decided() -> None:
    bad = judged(REPEATS, months([(2, 8), (1, 4), (3, 12), (2, 9), (1, 6), (3, 8), (5, 5)], immature=1))
    assert (bad.chart, bad.standing, bad.outlook) == ("run", "dots", "missed")
    assert bad.decided == Share("", 12, 47, mature=True)
    assert outlook(bad) == "at most 5%: missed so far, 12 of 47"
    few = judged(REPEATS, months([(0, 1), (1, 1)]))
    assert (few.outlook, outlook(few)) == (None, "at most 5%: too few to tell, 1 of 2")
    good = judged(PROMISES, months([(10, 10)] * 20))
    assert outlook(good) == "at least 90%: reached so far, 200 of 200"
    unsure = judged(PROMISES, months([(4, 5), (5, 5)]))
    assert outlook(unsure) == "at least 90%: too close to tell, 9 of 10"


def test_months_in_which_nothing_is_filed_are_counted_and_called_under_filing() -> None:
    silent = judged(INCIDENTS, months([(0, 0)] * 3 + [(k, k) for k in (8, 9, 7, 10) * 4] + [(0, 0)] * 6))
    assert silent.last is not None
    assert (silent.last.period, silent.last.n, silent.chart) == ("2026-11", 0, "rate")
    assert "below the expected range since June 2026 (6 months)" in (change_sentence(silent) or "")
    assert silent.bands[2] is None, "before the first there was no ledger"
    nothing_to_tell = judged(TOLD, months([*steady(8, 10, 16), *[(0, 0)] * 6]))
    assert "No incident at all was filed in November 2026" in (under_filing(silent, nothing_to_tell) or "")


def test_a_quiet_page_says_nothing_has_changed_most_of_the_time() -> None:
    chance = random.Random(11)  # noqa: S311 nothing secret: a simulation
    flagged = 0
    for _ in range(200):
        points = [(sum(chance.random() < 0.8 for _ in range(40)), 40) for _ in range(24)]
        flagged += change_sentence(judged(PROMISES, months(points))) is not None
    assert flagged / 200 < 0.06


def test_a_gate_is_bad_below_its_target() -> None:
    gate = MEASURES["filed_in_time"]
    assert gate_is_bad(judged(gate, months([(8, 10)])))
    assert not gate_is_bad(judged(gate, months([(9, 10)])))
    assert not gate_is_bad(judged(gate, months([(0, 0)])))


def test_months_before_anything_was_counted_change_no_verdict() -> None:
    """Months hold too little here and quarters enough; the first month is the last of its quarter."""
    counted = [Share(key, 4 if at < 12 else 2, 5, mature=True) for at, key in enumerate(periods("2024-12", 23))]
    before = [Share(key, 0, 0, mature=True) for key in periods("2023-11", 13)]
    alone, longer = (judged(MEASURES["letters_on_time"], [*none, *counted]) for none in (before[-2:], before))
    assert replace(longer, shares=()) == replace(alone, shares=())
    assert (alone.chart, sum(point.n for point in alone.points)) == ("rate", sum(share.n for share in counted))
    assert (alone.points[0].period, alone.begun_within) == ("2024-Q4", "2024-12")
    assert "2024 Q4 begins with December 2024: nothing was counted in it before." in judged_note(alone, "")


def test_a_month_is_judged_alike_in_views_of_any_length() -> None:
    """What is judged begins with a quarter, twelve before the running one, and ends where the view does."""
    at = datetime(2026, 11, 12, tzinfo=UTC)
    for scope in (Scope(at, "UTC", 6), Scope(at, "UTC", 36), Scope(at, "UTC", 12, ends_with="2026-11")):
        assert (scope.judged.month_keys[0], scope.judged.month_keys[-1]) == ("2023-10", "2026-11")
    whole = judged(PROMISES, months([*steady(70, 100, 14), *steady(93, 100, 10)]))
    short = seen_from(whole, "2026-07")
    assert (change_sentence(short), short.outlook, short.flag) == (change_sentence(whole), whole.outlook, whole.flag)
    assert (short.n, drawn(short).points[0].period) == (400, "2026-07")
    assert drawn(short).bands == whole.bands[-4:]
