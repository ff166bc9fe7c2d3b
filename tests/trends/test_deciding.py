"""Targets and rebases as recorded acts: who may, why, what they change, and that they can be taken back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from ledger.audit.exceptions import Filters, exceptions
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.people.actor import Actor
from ledger.trends.act_rows import Standing, acts_of, standing_acts
from ledger.trends.charted_points import by_quarter
from ledger.trends.counting import behind, rare_times
from ledger.trends.judging import Judged
from ledger.trends.leadership import judged_measures
from ledger.trends.models import TrendFact
from ledger.trends.months import last_months
from ledger.trends.operations.rebasing import decide_rebase, propose_rebase, undo_rebase
from ledger.trends.operations.targets import set_target, undo_target
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor

MONTHS = 20
KEY = "promises_kept"


@pytest.fixture
def lead(ledger: Ledger) -> Actor:
    """Leadership of a provider with a client and twenty months of promises, kept better for the last ten."""
    a_provider(ledger)
    client = a_client(ledger)
    with ledger.database.write() as session:
        session.execute(insert(TrendFact), _facts(client.id))
        session.commit()
    return an_actor(ledger, "leadership")


def _facts(client_id: str) -> list[dict[str, Any]]:
    months = last_months(now(), Scope(now(), "UTC").tz, MONTHS + 1)[:-1]
    found: list[dict[str, Any]] = []
    for at, month in enumerate(months):
        kept = (18 if at >= MONTHS // 2 else 10) + (-1, 1, 0, 1)[at % 4]
        anchor = now() - timedelta(days=31 * (MONTHS - at))
        found += [
            {
                "id": f"{KEY}:{month}-{one}", "measure": KEY, "item_id": f"{month}-{one}", "month": month,
                "anchor_at": anchor, "counts_at": anchor, "met_at": anchor if one < kept else None,
                "client_id": client_id, "service": "",
            }
            for one in range(20)
        ]  # fmt: skip
    return found


def judged_now(ledger: Ledger, lead: Actor, **narrowed: str) -> Judged:
    """Return the measure as the page shows it."""
    return ledger.ask(judged_measures, lead, Scope(now(), "UTC", 24, **narrowed), [KEY])[KEY]


def standing(ledger: Ledger) -> Standing:
    """Return what is in force and what waits."""
    with ledger.database.read() as session:
        return standing_acts(session)


def test_a_target_is_set_with_who_and_why_and_taken_back(ledger: Ledger, lead: Actor) -> None:
    month = judged_now(ledger, lead).shares[-3].period
    target_id = ledger.do(set_target, lead, measure=KEY, percent=99, from_month=month, reason="New contracts say so")
    found = judged_now(ledger, lead)
    assert (found.measure.target, found.targets[-4], found.targets[-3]) == (0.99, 0.9, 0.99)
    ledger.do(undo_target, lead, target_id=target_id, reason="Mistyped")
    assert judged_now(ledger, lead).measure.target == 0.9
    (row,) = ledger.ask(acts_of, lead, KEY).targets
    assert (row.set_by, row.reason, row.undone_by, row.undone_reason) == (
        lead.name,
        "New contracts say so",
        lead.name,
        "Mistyped",
    )
    said = [one.sentence for one in ledger.ask(exceptions, lead, filters=Filters(kind="measures"))]
    assert said[-1] == f"Target of promises kept from {month} on, in percent: 99."
    with pytest.raises(Conflict):
        ledger.do(undo_target, lead, target_id=target_id, reason="Again")


def test_a_neutral_measure_has_no_target_and_a_manager_sets_none(ledger: Ledger, lead: Actor) -> None:
    with pytest.raises(Invalid):
        ledger.do(set_target, lead, measure="acknowledged", percent=50, from_month="2026-01", reason="Because")
    with pytest.raises(Refused):
        ledger.do(set_target, an_actor(ledger), measure=KEY, percent=50, from_month="2026-01", reason="Because")


def test_a_rebase_is_proposed_by_one_decided_by_another_and_taken_back(ledger: Ledger, lead: Actor) -> None:
    manager = an_actor(ledger)
    month = judged_now(ledger, lead).shares[-11].period
    assert judged_now(ledger, lead).tone == "improvement"
    rebase_id = ledger.do(propose_rebase, manager, measure=KEY, from_month=month, reason="One desk keeps promises now")
    assert judged_now(ledger, lead).begins == (), "a proposal changes nothing"
    assert standing(ledger).waiting == ((KEY, month),)
    with pytest.raises(Conflict):
        ledger.do(propose_rebase, lead, measure=KEY, from_month=month, reason="The same")
    ledger.do(decide_rebase, lead, rebase_id=rebase_id, decision="agreed", words="Seen")
    found = judged_now(ledger, lead)
    assert (found.begins, found.tone) == ((month,), "")
    assert judged_now(ledger, lead, client="HFO").begins == (), "it is about all clients together"
    ledger.do(undo_rebase, lead, rebase_id=rebase_id, reason="The desk is gone")
    assert judged_now(ledger, lead).tone == "improvement"
    shown = ledger.ask(exceptions, lead, filters=Filters(kind="measures"))
    assert [one.reason for one in shown] == ["The desk is gone", "One desk keeps promises now Seen"]


def test_nobody_decides_on_a_rebase_of_their_own_and_few_points_are_refused(ledger: Ledger, lead: Actor) -> None:
    points = judged_now(ledger, lead).shares
    rebase_id = ledger.do(propose_rebase, lead, measure=KEY, from_month=points[-11].period, reason="One desk")
    with pytest.raises(Refused):
        ledger.do(decide_rebase, lead, rebase_id=rebase_id, decision="agreed")
    with pytest.raises(Invalid):
        ledger.do(propose_rebase, lead, measure="told_first", from_month=points[-11].period, reason="One desk")
    other = an_actor(ledger, "leadership", email="second@tidewater.example")
    with pytest.raises(Invalid):
        ledger.do(decide_rebase, other, rebase_id=rebase_id, decision="refused")
    ledger.do(decide_rebase, other, rebase_id=rebase_id, decision="refused", words="Nothing was changed on purpose")
    with pytest.raises(Invalid) as fault:
        ledger.do(propose_rebase, lead, measure=KEY, from_month=points[-4].period, reason="One desk")
    assert "limits begin anew after 7" in fault.value.fields["from_month"][0]


def test_the_days_between_what_was_not_kept_are_those_of_the_facts(ledger: Ledger, lead: Actor) -> None:
    scope = Scope(now(), "UTC", 24)
    missed = ledger.ask(rare_times, lead, scope, {KEY: False})[KEY]
    kept = ledger.ask(rare_times, lead, scope, {KEY: True})[KEY]
    found = judged_now(ledger, lead)
    assert (len(missed), len(kept)) == (found.n - found.k, found.k)


def test_a_quarters_point_opens_exactly_what_it_counts(ledger: Ledger, lead: Actor) -> None:
    scope = Scope(now(), "UTC", 24)
    found = judged_now(ledger, lead)
    for point in by_quarter(found.shares):
        counted, met = ledger.ask(behind, lead, scope, KEY, point.period)
        assert (len(met), len(counted)) == (point.k, point.n), point.period
