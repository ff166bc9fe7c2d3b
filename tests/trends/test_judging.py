"""What a measure's points say: charts by what they bear, tones by direction, sentences, and what is not said."""

import random

from ledger.trends.catalogue import MEASURES
from ledger.trends.change_words import change_sentence, gate_is_bad, under_filing
from ledger.trends.judging import judged
from ledger.trends.leadership import changes
from ledger.trends.measure_rows import Share
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
    assert change_sentence(found) in {
        "Promises kept on time has been above its average for seven months or more.",
        "Promises kept on time rose above its expected range in October 2026 (one month; look at its cases).",
    }


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


def test_few_months_are_dots_and_then_trial_limits() -> None:
    assert judged(PROMISES, months(steady(70, 100, 7))).bands == (None,) * 7
    assert judged(PROMISES, months(steady(70, 100, 8))).standing == "trial"


def test_what_is_rare_is_judged_by_the_days_between() -> None:
    points = [(10, 10)] * 24
    gaps = [20.0, 24, 19, 30, 22, 27, 18, 25, 21, 2, 1, 1, 0.5, 0.4, 0.5]
    found = judged(PROMISES, months(points), gaps=gaps, rarer_is_met=False)
    assert found.chart == "t"
    assert found.tone == "concern", "what is not kept comes ever more often"
    assert change_sentence(found) == "Promises kept on time: what is rare here happens more often than it did."


def test_a_stock_that_is_nearly_always_nought_has_no_limits_to_fall_out_of() -> None:
    found = judged(MEASURES["action_ageing"], months([*[(0, 3)] * 10, (1, 2), *[(0, 4)] * 12]))
    assert (found.chart, found.tone, found.bands) == ("run", "", (None,) * 23)


def test_a_target_is_compared_with_the_newest_limits() -> None:
    assert judged(PROMISES, months(steady(70, 100))).outlook == "missed"
    assert judged(PROMISES, months(steady(90, 100))).outlook == "by_chance"


def test_fewer_incidents_with_fewer_told_first_is_called_under_filing() -> None:
    fewer = judged(
        INCIDENTS, months([*((k, k) for k, _ in steady(60, 100, 16)), *((k, k) for k, _ in steady(20, 100, 8))])
    )
    worse = judged(TOLD, months([*steady(80, 100, 16), *steady(40, 100, 8)]))
    quiet = judged(TOLD, months(steady(80, 100)))
    assert "under-filing" in (under_filing(fewer, worse) or "")
    assert under_filing(fewer, quiet) is None
    said = changes({"incidents": fewer, "told_first": worse})
    assert said[0][0] == "concern"
    assert any("under-filing" in sentence for _, sentence in said)


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
