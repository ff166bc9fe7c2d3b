"""Service plans: stricter clocks only, on both databases; and the spans people write, without one."""

from typing import Any, get_args

import pytest

from ledger.clients.operations.clients import edit_client
from ledger.clients.operations.plans import save_plan
from ledger.clients.plan_queries import list_plans, plan_by_id
from ledger.clients.plan_shape import KINDS, SEVERITIES, UNITS, read_span, span_faults
from ledger.clients.queries import plan_overrides
from ledger.incidents.clock_plan import DEFAULT_PLAN, ClockKind, Unit, words_of
from ledger.incidents.operations.service_plans import save_service_plan
from ledger.kernel.errors import Invalid, NotFound, Refused, Stale
from ledger.people.actor import Actor
from ledger.record.models import PROVIDER_LOG
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor
from tests.support.events import log_events

STRICT = {("first_notice", "S1"): (30, "minutes"), ("final_letter", "S2"): (5, "business_days")}


@pytest.fixture
def manager(ledger: Ledger) -> Actor:
    """A service manager of a provider that is set up."""
    a_provider(ledger)
    return an_actor(ledger)


def test_plans_know_the_same_clocks_and_units_as_the_clocks_themselves() -> None:
    assert set(KINDS) == {kind.value for kind in ClockKind}
    assert set(UNITS) == set(get_args(Unit))
    assert {severity for _, severity in DEFAULT_PLAN} == set(SEVERITIES)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("45 minutes", (45, "minutes")), ("45min", (45, "minutes")), ("1 hour", (60, "minutes")),
        ("4 h", (240, "minutes")),
        ("4 business hours", (240, "business_minutes")), ("1 business day", (1, "business_days")),
        ("  30   Days ", (30, "days")),
    ],
)  # fmt: skip
def test_a_span_is_read_as_people_write_it(text: str, span: tuple[int, str]) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize(
    "text", ["", "soon", "1.5 hours", "-1 days", "1 week", "30", "days", "1 business", "1 day ago"]
)
def test_what_is_no_span_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="such as 45 minutes"):
        read_span(text)


def test_every_standard_span_can_be_written_and_read_back() -> None:
    for rule in DEFAULT_PLAN.values():
        assert read_span(words_of(rule.amount, rule.unit)) == (rule.amount, rule.unit)


@pytest.mark.parametrize(
    ("cell", "span"),
    [
        (("coffee", "S1"), (1, "days")), (("updates", "S4"), (1, "days")), (("updates", "S1"), (0, "days")),
        (("updates", "S1"), (1, "weeks")), (("updates", "S1"), (525_601, "minutes")),
    ],
)  # fmt: skip
def test_a_clock_of_the_wrong_shape_is_named(cell: tuple[str, str], span: tuple[int, str]) -> None:
    assert list(span_faults({cell: span})) == [f"{cell[0]}.{cell[1]}"]


def test_a_stricter_plan_is_saved_and_sets_its_clients_clocks(ledger: Ledger, manager: Actor) -> None:
    client = a_client(ledger)
    plan = ledger.do(save_service_plan, manager, name="Gold", clocks=STRICT)
    assert ledger.ask(plan_overrides, manager, client.id) == {}
    ledger.do(edit_client, manager, code="HFO", version=1, plan="Gold")
    assert ledger.ask(plan_overrides, manager, client.id) == STRICT
    with ledger.database.read() as session:
        event = next(event for event in log_events(session, PROVIDER_LOG) if event.type == "plan.saved")
    assert event.body["data"]["clocks"] == {"final_letter.S2": [5, "business_days"], "first_notice.S1": [30, "minutes"]}
    assert [(line.name, line.clocks, line.clients) for line in ledger.ask(list_plans, manager)] == [("Gold", 2, 1)]
    assert ledger.ask(plan_by_id, manager, plan.id).clocks == STRICT


@pytest.mark.parametrize(
    ("cell", "span"),
    [
        (("first_notice", "S1"), (61, "minutes")), (("first_notice", "S1"), (1, "business_days")),
        (("final_letter", "S3"), (6, "business_days")), (("updates", "S2"), (10, "business_days")),
        (("actions_implemented", "S1"), (16, "days")), (("actions_implemented", "S1"), (15, "business_days")),
    ],
)  # fmt: skip
def test_a_looser_clock_is_refused_with_the_sentence_and_nothing_is_saved(
    ledger: Ledger, manager: Actor, cell: tuple[str, str], span: tuple[int, str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        ledger.do(save_service_plan, manager, name="Loose", clocks={cell: span, ("updates", "S1"): (20, "minutes")})
    assert list(refusal.value.fields) == [".".join(cell)]
    assert "only be stricter" in refusal.value.fields[".".join(cell)][0]
    assert ledger.ask(list_plans, manager) == []


def test_hours_stand_for_days_by_the_providers_opening_hours(ledger: Ledger, manager: Actor) -> None:
    one_day = 8 * 60 + 30
    clocks = {("first_letter", "S1"): (one_day, "business_minutes")}
    assert ledger.do(save_service_plan, manager, name="Hours", clocks=clocks).name == "Hours"
    with pytest.raises(Invalid):
        ledger.do(
            save_service_plan, manager, name="More", clocks={("first_letter", "S1"): (one_day + 1, "business_minutes")}
        )


def test_saving_again_changes_adds_and_drops_clocks(ledger: Ledger, manager: Actor) -> None:
    plan = ledger.do(save_service_plan, manager, name="Gold", clocks=STRICT)
    changed: dict[Any, Any] = {("first_notice", "S1"): (15, "minutes"), ("updates", "S1"): (20, "minutes")}
    ledger.do(save_service_plan, manager, name="Gold plus", clocks=changed, plan_id=plan.id, version=1)
    shown = ledger.ask(plan_by_id, manager, plan.id)
    assert (shown.name, shown.version, shown.clocks) == ("Gold plus", 2, changed)
    with pytest.raises(Stale):
        ledger.do(save_service_plan, manager, name="Gold", clocks=STRICT, plan_id=plan.id, version=1)


def test_two_plans_of_one_name_an_unknown_plan_and_an_auditor_are_refused(ledger: Ledger, manager: Actor) -> None:
    ledger.do(save_plan, manager, name="Gold", clocks={})
    with pytest.raises(Invalid, match="already a service plan called Gold"):
        ledger.do(save_plan, manager, name="Gold", clocks={})
    with pytest.raises(NotFound):
        ledger.do(save_plan, manager, name="Silver", clocks={}, plan_id="none", version=1)
    with pytest.raises(NotFound):
        ledger.ask(plan_by_id, manager, "none")
    with pytest.raises(Refused):
        ledger.do(save_service_plan, an_actor(ledger, "auditor"), name="Silver", clocks={})
