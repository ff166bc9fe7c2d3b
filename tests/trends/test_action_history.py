"""What the steps of an action say of the months that it was open, done and checked in."""

from datetime import timedelta

import time_machine

from ledger.kernel.clock import now
from ledger.people.actor import SYSTEM
from ledger.recovery.operations.action_doing import implement_action, resume_action
from ledger.trends.action_history import Dates, Doing, Spell, Step, ToldDates, doings_of, spells_of
from ledger.trends.cases import Point, cases
from ledger.trends.counting import shares
from ledger.trends.measure_rows import Share
from ledger.trends.operations.rebuilding import rebuild
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.recovery.factories import HARM, an_effective_action
from tests.recovery.repeating import a_case_of_a_family, another
from tests.trends.case_makers import DAY, NOON

NOW = Dates("a", NOON, NOON + 5 * DAY, NOON + DAY)
DONE = (
    Step("1", "added", "in_progress", NOON, "e1"),
    Step("2", "implemented", "implemented", NOON + 2 * DAY, "e2"),
    Step("3", "verified", "implementation_verified", NOON + 3 * DAY, "e3"),
    Step("4", "effective", "effective", NOON + 60 * DAY, "e4"),
)
REOPENED = (*DONE, Step("5", "reopened", "reopened", NOON + 300 * DAY, "e5"))
RESUMED = (*REOPENED, Step("6", "resumed", "in_progress", NOON + 301 * DAY, "e6"))


def test_it_is_open_until_it_was_done_and_that_may_lie_before_it_was_written_down() -> None:
    assert spells_of(NOW, DONE, {}) == (Spell("a", NOON, NOON + 5 * DAY, NOON + DAY),)
    assert doings_of(NOW, DONE, {}) == (Doing("2", NOON + DAY, NOON + 3 * DAY),)


def test_what_did_not_hold_is_open_again_from_then_on_and_was_done_in_between() -> None:
    first, again = spells_of(NOW, REOPENED, {})
    assert (first, again) == (*spells_of(NOW, DONE, {}), Spell("5", NOON + 300 * DAY, NOON + 5 * DAY))
    assert doings_of(NOW, REOPENED, {}) == doings_of(NOW, DONE, {})


def test_begun_again_with_a_date_of_its_own_it_keeps_the_dates_of_before() -> None:
    anew = Dates("a", NOON, NOON + 320 * DAY)
    told = {"e1": ToldDates(NOON + 5 * DAY), "e2": ToldDates(NOON + 5 * DAY, NOON + DAY)}
    spells = spells_of(anew, RESUMED, told | {"e6": ToldDates(NOON + 320 * DAY)})
    before, _ = spells_of(NOW, REOPENED, {})
    waited = Spell("5", NOON + 300 * DAY, NOON + 5 * DAY, NOON + 301 * DAY)
    assert spells == (before, waited, Spell("6", NOON + 301 * DAY, NOON + 320 * DAY))
    assert doings_of(anew, RESUMED, told) == doings_of(NOW, DONE, {})


def test_each_time_that_it_was_done_is_checked_by_itself() -> None:
    steps = (
        *DONE[:2],
        Step("s", "sent_back", "in_progress", NOON + 4 * DAY),
        Step("i", "implemented", "implemented", NOON + 6 * DAY),
        Step("v", "verified_outside", "implementation_verified", NOON + 7 * DAY),
    )
    now = Dates("a", NOON, NOON + 5 * DAY, NOON + 6 * DAY)
    sent_back, done = doings_of(now, steps, {})
    assert sent_back == Doing("2", NOON + 2 * DAY, None, NOON + 4 * DAY)
    assert done == Doing("i", NOON + 6 * DAY, NOON + 7 * DAY)


def test_months_that_are_over_stay_what_they_were_when_an_action_is_reopened_and_done_again(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    begun_at = now()
    row = an_effective_action(ledger, case, due_on=(begun_at + timedelta(days=3)).date())
    scope = Scope(begun_at + timedelta(days=130), "UTC", 7)

    def counted() -> list[tuple[Share, Share]]:
        found = ledger.ask(shares, SYSTEM, scope, ("action_ageing", "checked_by_second"))
        return list(zip(found["action_ageing"], found["checked_by_second"], strict=True))

    before = counted()
    assert sum(checked.k for _, checked in before) == 1
    another(ledger, case, 100)
    with time_machine.travel(begun_at + timedelta(days=110), tick=False):
        due_on = (now() + timedelta(days=5)).date()
        ledger.do(resume_action, case.nia, action_id=row.id, due_on=due_on, reason="We try it on a bad day")
        ledger.do(implement_action, case.nia, action_id=row.id, evidence="the restore of a bad day", **HARM)
    of_then = (begun_at + timedelta(days=98)).strftime("%Y-%m")
    closed = [at for at, month in enumerate(scope.month_keys) if month < of_then]
    after = counted()
    assert [after[at] for at in closed] == [before[at] for at in closed]
    assert [sum(checked.n for _, checked in one) for one in (before, after)] == [1, 2]
    listed = ledger.ask(cases, SYSTEM, scope, Point("checked_by_second")).cases
    assert [one.reference for one in listed] == [case.filed.reference] * 2
    for month, (open_then, _) in zip(scope.month_keys, after, strict=True):
        assert len(ledger.ask(cases, SYSTEM, scope, Point("action_ageing", month)).cases) == open_then.n
    assert rebuild(ledger, SYSTEM, write=False).is_same
