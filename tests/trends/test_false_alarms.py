"""How often the rules flag what is chance alone, and how seldom they miss what was planted."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from ledger.trends.measure_rows import Rare
from ledger.trends.rare_days import days_between, rare_days
from ledger.trends.signal_rules import anhoej, flags
from ledger.trends.signals import laney_p, t_chart, t_roots, xmr
from tests.trends.chance import seeded


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


def test_days_of_something_rare_are_judged_as_rare_events_are_where_instants_of_one_midnight_were_not() -> None:
    chance = seeded(10)
    rounds = 300
    on_days = on_ties = 0
    for _ in range(rounds):
        days = sorted(int(chance.uniform(0, 250)) for _ in range(25))
        times = [Rare(datetime(2026, 1, 1, 23, 59, tzinfo=UTC) + timedelta(days=day), "2026-01") for day in days]
        apart = t_roots(days_between(rare_days(times, UTC), UTC))
        tied = t_roots([later - earlier for earlier, later in pairwise(days)])
        on_days += any(flags(apart, xmr(apart)))
        on_ties += any(flags(tied, xmr(tied)))
    assert on_days / rounds < 0.25
    assert on_ties / rounds > 0.3


def test_a_planted_change_is_found() -> None:
    chance = seeded(9)
    found = 0
    for _ in range(100):
        counts = [(sum(chance.random() < (0.75 if month < 14 else 0.93) for _ in range(60)), 60) for month in range(24)]
        found += flags([k / n for k, n in counts], laney_p(counts))[-1] is not None
    assert found > 90
