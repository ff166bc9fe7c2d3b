"""What an action needs for each step, as plain values: every guard names its field and says what is missing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger.recovery.action_rules import CHECKED_KINDS, STATES, STEPS, Standing, faults, missing, next_state

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
WHOLE = Standing(
    status="proposed", kind="corrective", severity="S1", sort="design", has_estimate=True,
    evaluation_criteria="No restore fails", measure="Restores tried", baseline="Two of five failed", window_days=60,
    min_opportunities=5, planned_verifier_id="omar", has_evidence=True, could_break="It takes longer",
    how_undone="Take it off the list", opportunities=7, result="Seven, all right", resumed_due_at=AT,
)  # fmt: skip
"""An action that has everything."""
TO_START, TO_DO, TO_WATCH = (
    ("funded", "in_progress"),
    ("in_progress", "implemented"),
    ("implementation_verified", "watching"),
)
TO_END, TO_RESUME = ("watching", "effective"), ("not_effective", "in_progress")
GUARDS: tuple[tuple[tuple[str, str], dict[str, Any], str, str], ...] = (
    (("proposed", "funded"), {"has_estimate": False}, "estimate", "Estimate what it costs us"),
    (("proposed", "in_progress"), {}, "estimate", "Its money has to be approved first."),
    (TO_START, {"evaluation_criteria": ""}, "evaluation_criteria", "by what you will know that it works"),
    (TO_START, {"measure": ""}, "measure", "what is counted or measured"),
    (TO_START, {"baseline": ""}, "baseline", "how it was before"),
    (TO_START, {"window_days": None}, "window_days", "for how many days it is watched"),
    (TO_START, {"window_days": 0}, "window_days", "for how many days it is watched"),
    (TO_START, {"min_opportunities": 0}, "min_opportunities", "how often it has to be put to the test"),
    (TO_START, {"sort": ""}, "sort", "what sort of change"),
    (TO_START, {"planned_verifier_id": None}, "planned_verifier_id", "Name the second person"),
    (TO_DO, {"has_evidence": False}, "evidence", "Say or attach what shows that it is done"),
    (TO_DO, {"could_break": ""}, "could_break", "Say what this change could break"),
    (TO_DO, {"how_undone": ""}, "how_undone", "Say how it is undone"),
    (TO_WATCH, {"loose_containments": 1}, "containment", "A containment of this incident still stands"),
    (TO_WATCH, {"kind": "correction"}, "kind", "Only corrective and preventive actions are watched."),
    (TO_END, {"opportunities": None}, "opportunities", "it takes 5 opportunities"),
    (TO_END, {"opportunities": 4}, "opportunities", "it takes 5 opportunities"),
    (TO_END, {"opportunities": 0, "min_opportunities": 1}, "opportunities", "it takes 1 opportunity."),
    (TO_END, {"result": ""}, "result", "Say what you found, with the figures."),
    (("watching", "inconclusive"), {"extended": True}, "opportunities", "It was inconclusive once"),
    (("inconclusive", "watching"), {"extended": True}, "opportunities", "It was inconclusive once"),
    (TO_RESUME, {"resumed_due_at": None}, "due_on", "Say by when it is done this time."),
    (("reopened", "in_progress"), {"resumed_due_at": None}, "due_on", "Say by when it is done this time."),
)


@pytest.mark.parametrize(("step", "lacks", "field", "sentence"), GUARDS)
def test_each_guard_names_the_field_and_what_is_missing(
    step: tuple[str, str], lacks: dict[str, Any], field: str, sentence: str
) -> None:
    found = faults(replace(WHOLE, status=step[0], **lacks), step[1])
    assert list(found) == [field]
    assert sentence in found[field]
    if lacks:
        assert faults(replace(WHOLE, status=step[0]), step[1]) == {}


def test_a_small_mistake_needs_no_second_person_in_its_plan_and_a_quick_repair_no_harm_statement() -> None:
    small = replace(WHOLE, severity="S3", status="funded", sort="", planned_verifier_id=None)
    assert faults(small, "in_progress") == {}
    repair = replace(WHOLE, kind="correction", severity="S3", status="in_progress", could_break="", how_undone="")
    assert faults(repair, "implemented") == {}
    assert set(faults(replace(repair, severity="S2"), "implemented")) == {"could_break", "how_undone"}


def test_there_is_a_step_into_and_out_of_every_state_and_none_out_of_a_cancelled_one() -> None:
    came, went = {to for _, to in STEPS}, {start for start, _ in STEPS}
    assert came == set(STATES) - {"proposed"}
    assert went == set(STATES) - {"cancelled"}
    assert ("watching", "cancelled") not in STEPS
    assert {to for start, to in STEPS if start == "effective"} == {"reopened"}
    assert not [to for start, to in STEPS if to == "effective" and start not in {"watching", "reopened"}]


def test_what_is_missing_is_said_at_once_and_an_open_window_says_until_when() -> None:
    bare = Standing("proposed", "corrective", "S1")
    assert len(missing(bare, AT, "UTC")) == 8
    watched = replace(WHOLE, status="watching", window_ends_at=AT + timedelta(days=2))
    assert missing(watched, AT, "UTC") == ("It is watched until 24 Nov 2026; then its result is recorded.",)
    assert missing(replace(WHOLE, status="implemented"), AT, "UTC") == (
        "A second person has to look at the live thing.",
    )


@pytest.mark.parametrize("kind", ["containment", "correction"])
def test_what_holds_or_undoes_a_damage_starts_at_once_and_ends_with_its_second_person(kind: str) -> None:
    it = Standing("proposed", kind, "S1")
    assert (next_state(it), missing(it, AT, "UTC")) == ("in_progress", ())
    assert next_state(replace(it, status="implementation_verified")) == ""
    assert kind not in CHECKED_KINDS
