"""Points and the lists behind them are one predicate: the length of the list is k for every point drawn."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.kernel.errors import NotFound
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.recovery.operations.exchange import enter_rate
from ledger.recovery.operations.paying import pay_invoice
from ledger.recovery.operations.promises import keep_promise, make_promise
from ledger.recovery.operations.spending import book_cost, claim_back
from ledger.trends.cases import MONEY, Point, cases
from ledger.trends.catalogue import MEASURES
from ledger.trends.charting.marks import Mark
from ledger.trends.counting import behind, by_client, lasted, shares
from ledger.trends.leadership import leadership
from ledger.trends.measure_page import measure_page
from ledger.trends.money_page import money_page
from ledger.trends.page_figures import figures, money_figures, page_figures
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident

COUNTED = tuple(key for key, measure in MEASURES.items() if measure.unit != "money")


@pytest.fixture
def leader(ledger: Ledger) -> Actor:
    """A leader of a provider with two clients, some incidents over some months, and promises."""
    a_provider(ledger)
    a_client(ledger, people_total=40)
    a_client(ledger, "ORC", "Orchard Clinic", people_total=10)
    actor = an_actor(ledger, "leadership")
    for number in range(9):
        began = now() - timedelta(days=17 * number, hours=5)
        filed = an_incident(
            ledger, actor, (("HFO",), ("ORC",), ("HFO", "ORC"))[number % 3], severity=("S1", "S2", "S4")[number % 3],
            impact_started_at=began, aware_at=began, service="Mail",
        )  # fmt: skip
        if number % 2:
            ledger.do(add_entry, actor, incident_id=filed.id, kind="client_notice", text="Told.", channel="phone")
        promise = ledger.do(
            make_promise, actor, client_code="HFO", text="Call back", due_at=began + timedelta(days=2),
            promised_at=began, incident_id=filed.id if number % 3 != 1 else None,
        )  # fmt: skip
        if number % 4:
            ledger.do(keep_promise, actor, promise_id=promise.id)
    return actor


def test_the_list_behind_every_point_has_k_and_n_of_it(ledger: Ledger, leader: Actor) -> None:
    scope = Scope(now(), "Asia/Tokyo", months=6)
    found = ledger.ask(shares, leader, scope, COUNTED)
    assert found.keys() == set(COUNTED)
    for key, share in ((key, share) for key, points in found.items() for share in points if share.n):
        counted, met = ledger.ask(behind, leader, scope, key, share.period)
        assert (len(counted), len(met) if MEASURES[key].unit != "count" else share.k) == (share.n, share.k), (
            key,
            share,
        )
        described = ledger.ask(cases, leader, scope, Point(key, share.period))
        assert len(described.cases) == share.n, (key, share)


def test_every_mark_of_every_figure_leads_to_a_list_as_long_as_it_says(ledger: Ledger, leader: Actor) -> None:
    case = an_incident(ledger, leader, ("HFO",), impact_started_at=now() - timedelta(hours=3))
    for amount in (4_000, 129_900):
        price = Money(amount, "GBP")
        ledger.do(book_cost, leader, incident_id=case.id, kind="parts", text="A switch", net=price)
    claimed = Money(1_500, "GBP")
    ledger.do(claim_back, leader, incident_id=case.id, source="supplier", code="LABCO", amount=claimed, text="Its part")
    bills = [
        ledger.do(
            book_cost, leader, incident_id=case.id, kind="third_party", text="Laboratory", net=Money(minor, "USD"),
            supplier="LABCO",
        )
        for minor in (50_000, 7_000)
    ]  # fmt: skip
    ledger.do(enter_rate, leader, base="USD", quote="GBP", rate="0.75", on_date=now().date())
    ledger.do(pay_invoice, leader, entry_id=bills[0].id)
    scope = Scope(now(), "Asia/Tokyo", months=6)

    def link(measure: str, period: str | None = None, series: str | None = None, client: str | None = None) -> str:
        return json.dumps([measure, period, series, client])

    drawn = figures(ledger.ask(leadership, leader, scope), scope, link)
    for key in COUNTED:
        drawn += page_figures(ledger.ask(measure_page, leader, scope, key), scope, link)
    for key in ("recovery_cost", "who_funded"):
        drawn += money_figures(ledger.ask(money_page, leader, scope, key), scope, link)
    seen: dict[str, Mark] = {
        mark.href: mark for figure in drawn for mark in marks_of(figure) if mark.href and (mark.k or mark.n)
    }
    for href, mark in seen.items():
        measure, period, series, client = json.loads(href)
        found = ledger.ask(cases, leader, replace(scope, client=client), Point(measure, period, series))
        assert re.match(r"[0-9,]+ ", found.lead)
        assert "_" not in found.lead
        if measure in MONEY:
            added = sum(case.amount.minor for case in found.cases if case.amount)
            assert (len(found.cases), added) == (mark.k, mark.value), (href, mark)
        elif found.k is not None:
            assert (len(found.cases), found.k) == (mark.n, mark.k), (href, mark)
        else:
            assert len(found.cases) == mark.k, (href, mark)
    assert len(seen) > 60
    assert {json.loads(href)[0] for href in seen} >= {"promises_kept", "severities", "told_first", "cost", "funded"}


def test_a_list_of_money_of_one_month_is_of_that_month_alone(ledger: Ledger, leader: Actor) -> None:
    case = an_incident(ledger, leader, ("HFO",), impact_started_at=now() - timedelta(hours=3))
    ledger.do(book_cost, leader, incident_id=case.id, kind="parts", text="A switch", net=Money(4_000, "GBP"))
    scope = Scope(now(), "Europe/London", months=6)
    this, before = scope.month_keys[-1], scope.month_keys[-2]
    for measure in MONEY:
        assert len(ledger.ask(cases, leader, scope, Point(measure, this, "GBP")).cases) == 1
        with pytest.raises(NotFound):
            ledger.ask(cases, leader, scope, Point(measure, before, "GBP"))


def test_what_a_client_cost_is_what_its_own_incidents_took_and_what_touched_others_too_is_said_beside_it(
    ledger: Ledger, leader: Actor
) -> None:
    booked = ((("HFO",), 4_000), (("ORC",), 500), (("HFO", "ORC"), 70))
    for clients, minor in booked:
        case = an_incident(ledger, leader, clients, impact_started_at=now() - timedelta(hours=3))
        ledger.do(book_cost, leader, incident_id=case.id, kind="parts", text="A switch", net=Money(minor, "GBP"))
    for client, own, shared in (
        ("HFO", 4_000, (Money(70, "GBP"),)),
        ("ORC", 500, (Money(70, "GBP"),)),
        (None, 4_570, ()),
    ):
        scope = Scope(now(), "Europe/London", months=6, client=client)
        found = ledger.ask(leadership, leader, scope)
        assert (found.costs or {})["GBP"].total == (found.funded or {})["GBP"].total == own
        assert found.unshared == shared
        for measure in MONEY:
            listed = ledger.ask(cases, leader, scope, Point(measure, scope.quarter_keys[-1], "GBP")).cases
            assert sum(one.amount.minor for one in listed if one.amount) == own


def test_what_is_decided_lists_the_months_of_which_everything_can_be_judged(ledger: Ledger, leader: Actor) -> None:
    scope = Scope(now(), "Europe/London", months=6)
    for key, one in ledger.ask(leadership, leader, scope).measures.items():
        if one.measure.unit == "share":
            listed = ledger.ask(cases, leader, scope, Point(key, None, "decided"))
            assert (len(listed.cases), listed.k) == (one.decided.n, one.decided.k), key
            assert one.decided.n <= one.n


def marks_of(figure: Any) -> list[Mark]:
    """Return all that can be pressed in the drawing of a figure of any kind."""
    chart = getattr(figure, "paper", None)
    columns = getattr(chart, "columns", ())
    points = [*getattr(chart, "points", ()), *getattr(chart, "few", ())]
    return [*points, *(column.mark for column in columns), *(part for column in columns for part in column.segments)]


@pytest.mark.parametrize("narrowed", [{"client": "ORC"}, {"severity": "S1"}])
def test_a_filter_narrows_points_and_lists_alike(ledger: Ledger, leader: Actor, narrowed: dict[str, str]) -> None:
    scope = Scope(now(), "Europe/London", months=6, **narrowed)
    keys = ("told_first", "promises_kept", "resolved_in_time")
    for key, points in ledger.ask(shares, leader, scope, keys).items():
        counted, met = ledger.ask(behind, leader, scope, key, None)
        assert (len(met), len(counted)) == (sum(p.k for p in points), sum(p.n for p in points))
        everything, _ = ledger.ask(behind, leader, Scope(now(), "Europe/London", months=6), key, None)
        assert set(counted) < set(everything)


def test_a_quarter_and_the_whole_span_are_the_sum_of_their_months(ledger: Ledger, leader: Actor) -> None:
    scope = Scope(now(), "Europe/London", months=6)
    points = ledger.ask(shares, leader, scope, ("told_first",))["told_first"]
    counted, met = ledger.ask(behind, leader, scope, "told_first", None)
    assert (len(met), len(counted)) == (sum(p.k for p in points), sum(p.n for p in points))
    assert len(counted) > 5


def test_clients_add_up_to_all(ledger: Ledger, leader: Actor) -> None:
    scope = Scope(now(), "Europe/London")
    points = ledger.ask(shares, leader, scope, ("told_first",))["told_first"]
    rows = ledger.ask(by_client, leader, scope, "told_first")
    assert [row[0] for row in rows] == ["HFO", "ORC"]
    assert (sum(row[1] for row in rows), sum(row[2] for row in rows)) == (
        sum(p.k for p in points),
        sum(p.n for p in points),
    )


def test_what_goes_on_is_as_old_as_it_is_now(ledger: Ledger, leader: Actor) -> None:
    scope = Scope(now(), "Europe/London")
    (rows,) = ledger.ask(lasted, leader, scope, "resolved_in_time", [scope.month_keys])
    assert rows
    assert not any(row.over for row in rows)
    assert min(row.minutes for row in rows) >= 300


def test_a_client_that_is_not_there_is_not_found(ledger: Ledger, leader: Actor) -> None:
    scope = Scope(now(), "Europe/London", client="NOPE")
    with pytest.raises(NotFound):
        ledger.ask(leadership, leader, scope)
    with pytest.raises(NotFound):
        ledger.ask(cases, leader, scope, Point("told_first"))
    with pytest.raises(NotFound):
        ledger.ask(measure_page, leader, scope, "told_first")


def test_a_service_that_no_incident_was_filed_for_is_not_found(ledger: Ledger, leader: Actor) -> None:
    assert ledger.ask(cases, leader, Scope(now(), "Europe/London", service="Mail"), Point("told_first")).cases
    with pytest.raises(NotFound, match="called Nope"):
        ledger.ask(leadership, leader, Scope(now(), "Europe/London", service="Nope"))


def test_what_left_a_measure_is_listed_for_the_month_that_is_asked_for(ledger: Ledger, leader: Actor) -> None:
    scope = Scope(now(), "Europe/London", months=6)
    listed = [
        ledger.ask(cases, leader, scope, Point("told_first", month, "left_out")).cases
        for month in (None, *scope.month_keys)
    ]
    assert len(listed[0]) == sum(map(len, listed[1:])) > max(map(len, listed[1:]))


def test_a_manager_has_no_measure_of_how_many(ledger: Ledger, leader: Actor) -> None:
    manager = an_actor(ledger)
    scope = Scope(now(), "Europe/London")
    assert "incidents" not in ledger.ask(leadership, manager, scope).measures
    assert "incidents" in ledger.ask(leadership, leader, scope).measures
    with pytest.raises(NotFound):
        ledger.ask(measure_page, manager, scope, "disputed")
    for key in ("incidents", "severities"):
        with pytest.raises(NotFound):
            ledger.ask(cases, manager, scope, Point(key))
    seen = ledger.ask(leadership, manager, scope)
    assert seen.incidents is None
    assert "incidents" not in {figure.id for figure in figures(seen, scope, lambda *_, **__: "")}
