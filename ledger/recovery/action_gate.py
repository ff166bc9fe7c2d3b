"""What a case asks of its actions before it closes: each is finished, and none of them is training alone.

Source: recovery.md, "Actions", and the gate of product.md ("Statuses").
"""

from ledger.incidents.severities import GRAVE
from ledger.recovery.action_rules import CHECKED_KINDS

WEAK_SORTS = ("training", "reminder")
"""Sorts that nobody can rely on alone: the next person under pressure has not been to the training."""


def stands_alone(sorts: list[str], severity: str) -> str:
    """Return why these corrective actions (their sorts) are not enough for a grave incident; empty where they are."""
    if severity in GRAVE and sorts and all(sort in WEAK_SORTS for sort in sorts):
        return "Training or a reminder alone stops no repeat: add a corrective action that changes the thing itself."
    return ""


def nothing_lasts(kinds: list[str]) -> str:
    """Return why a grave mistake whose actions are of these kinds stays open; empty where one removes its cause."""
    if any(kind in CHECKED_KINDS for kind in kinds):
        return ""
    return "Nothing removes the cause: a mistake this grave needs a corrective or a preventive action."


def asks_more(severity: str, imported_from: str | None) -> bool:
    """Return whether a case has to say what it learnt: the grave ones do, but imported ones have none of it."""
    return severity in GRAVE and imported_from is None


def is_finished(kind: str, status: str, *, is_planned: bool, is_loose: bool, is_handed_over: bool) -> bool:
    """Return whether a case need not wait for an action any more.

    `is_loose`: a containment neither removed nor dated. An action from before plans were asked for (`is_planned` is
    false) has ended with its second person, as it did then.
    """
    if status in {"effective", "cancelled"} or is_handed_over:
        return True
    if status != "implementation_verified":
        return False
    return not is_loose if kind == "containment" else kind not in CHECKED_KINDS or not is_planned
