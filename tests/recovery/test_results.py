"""Whether an action works: said after its window, inconclusive once; training alone is no answer to a grave case."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid
from ledger.recovery.action_gate import stands_alone
from ledger.recovery.action_rules import Standing, faults, verdict
from ledger.recovery.models import Action
from ledger.recovery.operations.action_checking import record_result
from ledger.recovery.operations.action_doing import hand_over_action
from ledger.recovery.queries import action_of
from ledger.work import Ledger
from tests.recovery.factories import FAR, Case, a_case, a_watched_action

WATCHED = Standing("watching", "corrective", "S2", min_opportunities=5, result="Two tries, both right")
ONCE = (
    "It was inconclusive once and has been watched as long again: wait until it was put to the test 5 times, "
    "say that it did not hold, or hand it over."
)


@pytest.mark.parametrize(
    ("held", "opportunities", "expected"),
    [(True, 5, "effective"), (True, 4, "inconclusive"), (True, 0, "inconclusive"), (False, 0, "not_effective")],
)
def test_what_a_result_says_depends_on_how_often_it_was_tried(held: bool, opportunities: int, expected: str) -> None:  # noqa: FBT001 one column of the table above
    assert verdict(replace(WATCHED, opportunities=opportunities), held=held) == expected


def test_a_result_without_its_number_or_its_words_is_no_result() -> None:
    empty = replace(WATCHED, result="")
    for to in ("effective", "inconclusive", "not_effective"):
        assert faults(empty, to) | {"opportunities": ""} == {
            "opportunities": "",
            "result": "Say what you found, with the figures.",
        }
        assert faults(replace(WATCHED, opportunities=None), to)["opportunities"]


@pytest.mark.parametrize(
    ("sorts", "severity", "is_refused"),
    [
        (["training"], "S1", True),
        (["reminder"], "S2", True),
        (["training", "reminder"], "S1", True),
        (["training", "design"], "S1", False),
        (["reminder", "check"], "S2", False),
        (["training"], "S3", False),
        (["reminder", "training"], "S4", False),
        ([], "S1", False),
        ([""], "S2", False),
    ],
)
def test_training_or_a_reminder_alone_is_refused_for_grave_cases(
    sorts: list[str],
    severity: str,
    is_refused: bool,  # noqa: FBT001 one column of the table above
) -> None:
    said = stands_alone(sorts, severity)
    assert said == (
        "Training or a reminder alone stops no repeat: add a corrective action that changes the thing itself."
        if is_refused
        else ""
    )


def _said(ledger: Ledger, case: Case, row: Action, days: int, opportunities: int, **more: Any) -> Action:
    """Say some days from now how often it was put to the test."""
    given: dict[str, Any] = {"held": True, "opportunities": opportunities, "result": "Two tries, both right"} | more
    with time_machine.travel(now() + timedelta(days=days), tick=False):
        return ledger.do(record_result, case.omar, action_id=row.id, **given)


def test_inconclusive_is_said_once_and_refused_the_second_time(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_watched_action(ledger, case)
    with pytest.raises(Conflict, match="Its window is still open"):
        _said(ledger, case, row, 59, 2)
    first = _said(ledger, case, row, 61, 2)
    assert (first.status, first.opportunities) == ("watching", 2)
    with pytest.raises(Conflict, match="Its window is still open"):
        _said(ledger, case, row, 119, 5)
    with pytest.raises(Invalid) as refused:
        _said(ledger, case, row, 122, 4)
    assert refused.value.fields == {"opportunities": [ONCE]}
    assert ledger.ask(action_of, case.lead, row.id).opportunities == 2
    assert _said(ledger, case, row, 122, 5).status == "effective"


def test_what_stays_inconclusive_is_said_not_to_hold_or_handed_over(ledger: Ledger) -> None:
    case = a_case(ledger)
    failed, given = a_watched_action(ledger, case), a_watched_action(ledger, case)
    for row in (failed, given):
        _said(ledger, case, row, 61, 2)
    assert _said(ledger, case, failed, 122, 2, held=False).status == "not_effective"
    to: dict[str, Any] = {"owner_id": case.lead.user_id, "due_on": FAR, "reason": "It is tried at the yearly renewal"}
    assert ledger.do(hand_over_action, case.nia, action_id=given.id, **to).status == "handed_over"
