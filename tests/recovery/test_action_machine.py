"""No sequence of steps reaches an effective action without an independent verifier; nobody verifies their own."""

from datetime import timedelta
from typing import Any

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.kernel.clock import now
from ledger.kernel.errors import AmendsError
from ledger.people.actor import Actor
from ledger.recovery.action_rules import STEPS
from ledger.recovery.models import Action
from ledger.recovery.operations import action_checking, action_doing, action_planning, actions
from ledger.recovery.queries import action_of
from ledger.work import Ledger
from tests.factories import an_incident
from tests.recovery.factories import FAR, HARM, Case, a_case, a_plan, an_action

HELD = {"held": True, "opportunities": 9, "result": "Nine times, all right"}
RARELY = {"held": True, "opportunities": 1, "result": "Once, all right"}
VERBS: dict[str, Any] = {
    "plan": (action_planning.plan_action, vars(a_plan(None)) | {"planned_verifier_id": None}),
    "fund": (action_planning.fund_action, {}),
    "start": (action_planning.start_action, {}),
    "implement": (action_doing.implement_action, {"evidence": "a log line", **HARM}),
    "send_back": (action_doing.send_back_action, {"note": "not yet"}),
    "verify": (action_checking.verify_action, {"note": "looked at it"}),
    "watch": (action_checking.watch_action, {}),
    "held": (action_checking.record_result, HELD),
    "rarely": (action_checking.record_result, RARELY),
    "failed": (action_checking.record_result, HELD | {"held": False}),
    "resume": (action_doing.resume_action, {"due_on": FAR, "reason": "otherwise"}),
    "take_up": (action_doing.take_up_action, {}),
    "cancel": (actions.cancel_action, {"reason": "no"}),
    "redate": (actions.redate_action, {"due_on": FAR, "reason": "later"}),
}
GIVEN = {"own": "edit", "hand_over": "hand_over", "name_verifier": "plan"}
PEOPLE = ("nia", "omar", "lead")
STEPPED = st.tuples(st.sampled_from((*VERBS, *GIVEN, "wait", "repeat")), st.sampled_from(PEOPLE))
WHOLE = [
    ("name_verifier", "omar"), ("start", "nia"), ("implement", "nia"), ("verify", "omar"), ("wait", "nia"),
    ("held", "omar"),
]  # fmt: skip
SEEN = {"implementation_verified", "watching", "effective", "not_effective", "inconclusive", "reopened"}


def taken(ledger: Ledger, case: Case, action_id: str, step: str, person: Actor) -> None:
    """Try a step; a refusal changes nothing."""
    key: dict[str, Any] = {"action_id": action_id}
    try:
        if step in VERBS:
            verb, said = VERBS[step]
            ledger.do(verb, person, **key, **said)
        elif step == "own":
            ledger.do(actions.edit_action, case.nia, **key, owner_id=person.user_id)
        elif step == "hand_over":
            to: dict[str, Any] = {"owner_id": person.user_id, "due_on": FAR, "reason": "it fits there"}
            ledger.do(action_doing.hand_over_action, case.lead, **key, **to)
        elif step == "name_verifier":
            plan = vars(a_plan(person))
            ledger.do(action_planning.plan_action, case.nia, **key, **plan)
    except AmendsError:
        return


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.lists(STEPPED, max_size=10), st.lists(STEPPED, max_size=4).map(lambda more: [*WHOLE, *more])))
def test_no_sequence_reaches_an_effective_action_without_an_independent_verifier(
    ledger: Ledger, steps: list[tuple[str, str]]
) -> None:
    case = _case_once(ledger)
    people = {"nia": case.nia, "omar": case.omar, "lead": case.lead}
    row = an_action(ledger, case, start=False)
    at, before = now(), row.status
    doers: set[str] = set()
    for step, name in steps:
        at += timedelta(days=61) if step == "wait" else timedelta(minutes=1)
        with time_machine.travel(at, tick=False):
            owner = _row(ledger, row.id).owner_id
            taken(ledger, case, row.id, step, people[name])
        found = _row(ledger, row.id)
        if found.status == "implemented" and before == "in_progress":
            doers |= {owner, people[name].user_id}
        _assert_independent(found, doers)
        assert found.status == before or _is_step(before, found.status), (before, found.status)
        before = found.status


def _is_step(before: str, after: str) -> bool:
    """Return whether the table of steps leads from one state to the other, within one verb of three steps at most."""
    reached = {before}
    for _ in range(3):
        reached |= {to for start, to in STEPS if start in reached}
    return after in reached


def _assert_independent(found: Action, doers: set[str]) -> None:
    if found.status in SEEN:
        assert found.verifier_id not in {found.owner_id, found.implemented_by, None} | doers
        assert found.evidence
        assert found.verification_note
        assert found.evaluation_criteria
    if found.status == "effective":
        assert found.result_by not in {found.owner_id, found.implemented_by, None} | doers
        assert (found.opportunities or 0) >= (found.min_opportunities or 99)
        assert found.effective_at is not None
        assert found.window_ends_at is not None
        assert found.effective_at >= found.window_ends_at
    if found.extended_at is not None:
        assert found.status in {"watching", "effective", "not_effective", "inconclusive", "handed_over", "cancelled"}


def _row(ledger: Ledger, action_id: str) -> Action:
    with ledger.database.read() as session:
        return session.get_one(Action, action_id)


_CASES: dict[int, Case] = {}


def _case_once(ledger: Ledger) -> Case:
    """Set the case up once for all examples of one test: the ledger is the same one throughout."""
    if id(ledger) not in _CASES:
        _CASES.clear()
        _CASES[id(ledger)] = a_case(ledger)
    return _CASES[id(ledger)]


def test_the_whole_way_reaches_effective(ledger: Ledger) -> None:
    case = a_case(ledger)
    an_incident(ledger, case.nia)
    people = {"nia": case.nia, "omar": case.omar, "lead": case.lead}
    row = an_action(ledger, case, start=False)
    at = now()
    for step, name in WHOLE:
        at += timedelta(days=61) if step == "wait" else timedelta(minutes=1)
        with time_machine.travel(at, tick=False):
            taken(ledger, case, row.id, step, people[name])
    shown = ledger.ask(action_of, case.lead, row.id)
    assert (shown.status, shown.verifier, shown.judge) == ("effective", "Omar Haddad", "Omar Haddad")
