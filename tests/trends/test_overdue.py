"""What is overdue now, and for how long."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ledger.kernel.clock import pretended
from ledger.recovery.operations.promises import keep_promise, make_promise
from ledger.recovery.operations.redating import redate_promise
from ledger.trends.measure_rows import OpenRow
from ledger.trends.models import TrendFact
from ledger.trends.months import day_begins, local_day
from ledger.trends.open_items import overdue_promise_count, promise_rows
from ledger.trends.overdue import age_band, overdue_of
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor
from tests.trends.case_makers import AS_OF, CHICAGO, DAY, HOUR, NOON

MICROSECOND = timedelta(microseconds=1)
MIDNIGHT = day_begins(local_day(AS_OF, CHICAGO), CHICAGO)


def test_the_oldest_comes_first_and_what_is_due_just_now_is_not_overdue() -> None:
    rows = [OpenRow("yesterday", AS_OF - DAY), OpenRow("now", AS_OF), OpenRow("old", NOON)]
    assert overdue_of(rows, AS_OF) == ["old", "yesterday"]


@pytest.mark.parametrize(("after", "overdue"), [(timedelta(), 1), (MICROSECOND, 2)])
def test_a_promise_is_late_at_once_on_its_page_among_what_is_overdue_and_in_its_measure(
    ledger: Ledger, after: timedelta, overdue: int
) -> None:
    """An hour that was promised is over at that instant, a day at its end; a later one agreed to before counts."""
    a_provider(ledger)
    a_client(ledger, zone="America/Chicago")
    with pretended(MIDNIGHT - 2 * DAY):
        manager = an_actor(ledger)
        yesterday = local_day(MIDNIGHT - HOUR, CHICAGO)
        said: list[dict[str, Any]] = [
            {"due_at": MIDNIGHT + HOUR},
            {"due_on": yesterday},
            {"due_at": MIDNIGHT + MICROSECOND},
        ]
        made = [ledger.do(make_promise, manager, client_code="HFO", text=f"Ring by {one}", **one).id for one in said]
        agreed: dict[str, Any] = {"due_at": MIDNIGHT + DAY, "reason": "They are away", "client_words": "On the phone"}
        ledger.do(redate_promise, manager, promise_id=made[2], **agreed)
    scope = Scope(MIDNIGHT + HOUR + after, "Europe/London")
    figure = ledger.ask(overdue_promise_count, manager, scope)
    listed = overdue_of(ledger.ask(promise_rows, manager, scope), scope.as_of)
    assert (figure.k, figure.n, len(listed)) == (overdue, 3, overdue)
    with pretended(scope.as_of):
        kept = [ledger.do(keep_promise, manager, promise_id=one).status for one in made]
    assert kept.count("late") == overdue
    with ledger.database.read() as session:
        facts = session.execute(select(TrendFact.item_id, TrendFact.met_at).where(TrendFact.item_id.in_(made))).all()
    assert {key for key, met_at in facts if met_at is None} == set(made[1:2] if overdue == 1 else made[:2])


def test_ages_fall_into_bands_without_gaps() -> None:
    edges = (0, 30, 31, 60, 61, 90, 91, 180, 181)
    words = ["0-30", "0-30", "31-60", "31-60", "61-90", "61-90", "91-180", "91-180", "> 180"]
    assert [age_band(days) for days in edges] == words
