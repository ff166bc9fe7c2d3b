"""Facts and cells equal a computation from scratch after any edits, voids, late filings and changes of zones."""

from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from ledger.incidents.models import Incident
from ledger.kernel.clock import pretended
from ledger.people.actor import SYSTEM
from ledger.people.models import Provider
from ledger.recovery.models import Promise
from ledger.trends.case_reading import cases_of, loose_promises
from ledger.trends.cases import Point, cases
from ledger.trends.catalogue import COUNT_LATER, MEASURES, facts_of
from ledger.trends.counting import behind, by_client, lasted, severity_counts, shares
from ledger.trends.facts.fact import Fact
from ledger.trends.facts.keeping_word import promise_kept
from ledger.trends.funding import FundedSum
from ledger.trends.leadership import leadership
from ledger.trends.measure_rows import CostSum
from ledger.trends.models import TrendCell, TrendHorizon, TrendMoney
from ledger.trends.months import month_key
from ledger.trends.operations.keeping_cells import wrong_cells
from ledger.trends.operations.keeping_money import wrong_bookings, wrong_sums
from ledger.trends.operations.rebuilding import rebuild, rebuild_where_none
from ledger.trends.queries import cost_lines, cost_sums, funded_sums, services
from ledger.trends.scope import Scope
from ledger.trends.survival import Lasted, kaplan_meier
from ledger.work import Ledger
from tests.support.rounds import rounds
from tests.trends.scene import STEPS, Scene
from tests.trends.tallied import shares_by_hand

SEVERITIES = ("S1", "S2", "S3", "S4")
COUNTED = tuple(key for key, one in MEASURES.items() if one.unit != "money")


@pytest.fixture
def scene(ledger: Ledger) -> Scene:
    """A scene that all examples of a test go on with."""
    return Scene(ledger)


def facts_from_scratch(ledger: Ledger) -> list[Fact]:
    """Make all facts from the rows, past what is stored."""
    with ledger.database.read() as session:
        zone = ZoneInfo(session.get_one(Provider, 1).zone)
        found = list(facts_of(cases_of(session, session.scalars(select(Incident.id)).all())))
        loose = loose_promises(session, session.scalars(select(Promise.id)).all())
    return found + [promise_kept(one, month_key(one.original_due_at, zone)) for one in loose]


def require_equal(scene: Scene) -> None:
    """Hold stored facts, cells and what pages count against a computation from scratch."""
    ledger = scene.ledger
    with ledger.database.read() as session:
        zone = session.get_one(Provider, 1).zone
        assert not wrong_cells(session)
        assert not wrong_bookings(session)
        assert not wrong_sums(session)
    assert rebuild(ledger, SYSTEM, write=False).is_same
    require_parts_to_add_up(scene, zone)
    facts = facts_from_scratch(ledger)
    assert {fact.measure for fact in facts if fact.counts_at > fact.anchor_at} <= COUNT_LATER
    for scope in (Scope(scene.at, zone, 9), Scope(scene.at, zone, 9, severity="S2")):
        found = ledger.ask(shares, SYSTEM, scope, COUNTED)
        assert found == {key: shares_by_hand(facts, scope, key) for key in COUNTED}
        counts = ledger.ask(severity_counts, SYSTEM, scope)
        shown = ledger.ask(leadership, SYSTEM, scope).incidents
        assert shown is not None
        assert shown.total == sum(n for (_, _, reason), n in counts.items() if reason in {"", "near_miss"})
        for stack in shown.stacks:
            assert stack.total == sum(part.value for part in stack.parts)
            for part in stack.parts:
                listed = ledger.ask(cases, SYSTEM, scope, Point("severities", stack.period, part.series)).cases
                assert len(listed) == part.count
        for key, one in ((key, one) for key, points in found.items() for one in points):
            counted, met = ledger.ask(behind, SYSTEM, scope, key, one.period)
            assert (len(counted), one.k if MEASURES[key].unit == "count" else len(met)) == (one.n, one.k), (key, one)


def require_parts_to_add_up(scene: Scene, zone: str) -> None:
    """Hold what is read from cells and sums, of all severities, against rows, read for each severity."""
    whole, ask = Scope(scene.at, zone, 9), scene.ledger.ask
    parts = [Scope(scene.at, zone, 9, severity=severity) for severity in SEVERITIES]
    for read in (cost_sums, funded_sums):
        assert _money(ask(read, SYSTEM, whole)) == sum((_money(ask(read, SYSTEM, one)) for one in parts), Counter())
    lines = ask(cost_lines, SYSTEM, whole)
    assert sum(line.amount for line in lines) == sum(one.amount for one in ask(cost_sums, SYSTEM, whole))
    months = [whole.month_keys[:4], whole.month_keys[4:]]
    for place, found in enumerate(ask(lasted, SYSTEM, whole, "resolved_in_time", months)):
        by_severity = [ask(lasted, SYSTEM, one, "resolved_in_time", months)[place] for one in parts]
        assert _durations(found) == _durations(row for rows in by_severity for row in rows)
    clients = Counter[tuple[str, str]]()
    for one in parts:
        for code, k, n in ask(by_client, SYSTEM, one, "first_notice"):
            clients.update({(code, "k"): k, (code, "n"): n})
    assert clients == Counter(
        {(code, name): value for code, k, n in ask(by_client, SYSTEM, whole, "first_notice")
         for name, value in (("k", k), ("n", n))}
    )  # fmt: skip
    with scene.ledger.database.read() as session:
        named = set(session.scalars(select(Incident.service)).all()) - {""}
    assert ask(services, SYSTEM) == sorted(named)


def _money(sums: Iterable[CostSum | FundedSum]) -> Counter[tuple[str, ...]]:
    found = Counter[tuple[str, ...]]()
    for one in sums:
        part = one.code if isinstance(one, CostSum) else one.source
        found.update({(one.month, part, one.currency): one.amount, (one.month, part, one.currency, "lines"): one.count})
    return found


def _durations(rows: Iterable[Lasted]) -> Counter[tuple[float, bool]]:
    found = Counter[tuple[float, bool]]()
    for row in rows:
        found[row.minutes, row.over] += row.count
    return found


@settings(max_examples=rounds(2, 40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 10**6)), min_size=4, max_size=9))
def test_facts_and_cells_equal_a_computation_from_scratch_after_any_steps(
    scene: Scene, steps: list[tuple[str, int]]
) -> None:
    for what, number in [("night", 0), *steps]:
        scene.step(what, number)
    with pretended(scene.at):
        require_equal(scene)


def test_each_kind_of_step_is_done_and_leaves_facts_cells_and_sums_right(scene: Scene) -> None:
    """Without a night in between, which would put right what a step left wrong."""
    assert scene.step("night", 0)
    for what in sorted(set(STEPS) - {"night"}):
        assert [scene.step(what, number) for number in range(4)].count(True) >= 1, what
    with pretended(scene.at):
        require_equal(scene)


def test_cells_say_what_facts_say_of_stocks_durations_and_clients(scene: Scene) -> None:
    ledger = scene.ledger
    scope = Scope(scene.at, "Europe/London", 9)

    def counted() -> tuple[object, ...]:
        (rows,) = ledger.ask(lasted, SYSTEM, scope, "resolved_in_time", [scope.month_keys])
        stocks = ledger.ask(shares, SYSTEM, scope, ["action_ageing"])
        return kaplan_meier(rows), stocks, ledger.ask(by_client, SYSTEM, scope, "first_notice")

    from_facts = counted()
    with pretended(scene.at):
        rebuild(ledger, SYSTEM)
    with ledger.database.read() as session:
        assert session.scalar(select(TrendHorizon.at)) == scene.at
    assert counted() == from_facts


def test_a_cell_that_was_tampered_with_is_found_and_put_right_at_night(scene: Scene) -> None:
    with pretended(scene.at):
        rebuild(scene.ledger, SYSTEM)
        with scene.ledger.database.write() as session:
            session.execute(update(TrendCell).where(TrendCell.measure == "told_first").values(k=99))
            session.commit()
        found = rebuild(scene.ledger, SYSTEM, write=False)
        assert not found.is_same
        assert found.cells
        rebuild(scene.ledger, SYSTEM)
        assert rebuild(scene.ledger, SYSTEM, write=False).is_same


def test_sums_that_were_tampered_with_are_found_and_put_right_at_night(scene: Scene) -> None:
    with pretended(scene.at):
        scene.step("book", 1)
        with scene.ledger.database.write() as session:
            session.execute(update(TrendMoney).where(TrendMoney.kind == "cost").values(amount=1))
            session.commit()
        assert rebuild(scene.ledger, SYSTEM, write=False).sums
        rebuild(scene.ledger, SYSTEM)
        assert rebuild(scene.ledger, SYSTEM, write=False).is_same


def test_an_older_ledger_is_counted_when_it_is_upgraded(scene: Scene) -> None:
    with pretended(scene.at):
        with scene.ledger.database.write() as session:
            for table in (TrendHorizon, TrendCell, TrendMoney):
                session.execute(delete(table))
            session.commit()
        assert rebuild_where_none(scene.ledger, SYSTEM) == 0
        assert rebuild(scene.ledger, SYSTEM, write=False).is_same
        with scene.ledger.database.read() as session:
            assert session.scalar(select(TrendHorizon.at)) == scene.at
