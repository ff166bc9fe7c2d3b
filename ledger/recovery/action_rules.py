"""Where an action can go and what it needs to get there: one table of steps, one sentence for each guard.

Source: recovery.md, "Actions". What each kind needs: a containment and a correction undo or hold a damage that is
there, so they start at once and end when a second person has seen them; of corrective and preventive actions it is
checked whether they work, so they start with a plan. Pages and the API show the same sentences.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from ledger.incidents.severities import GRAVE
from ledger.kernel.clock import day_in
from ledger.kernel.counting import counted

LINE = ("proposed", "funded", "in_progress", "implemented", "implementation_verified", "watching", "effective")
"""The states of an action that goes well, in order."""
STATES = (*LINE, "not_effective", "inconclusive", "reopened", "handed_over", "cancelled")
UNDONE = ("proposed", "funded", "in_progress", "not_effective", "reopened", "handed_over")
"""States in which its owner still has something to do; `handed_over` waits for the new owner to take it up."""
CAME_BACK = ("not_effective", "reopened")
CHECKED_KINDS = ("corrective", "preventive")
"""Kinds of which it is checked whether they work."""
SORTS = ("design", "automation", "procedure", "check", "training", "reminder", "other")
CANCELLABLE = ("proposed", "funded", "in_progress", "implemented", "inconclusive", "not_effective", "reopened")
HANDED = ("funded", "in_progress", "implemented", "implementation_verified", "watching", "inconclusive", *CAME_BACK)


@dataclass(frozen=True)
class Standing:
    """One action as its guards see it."""

    status: str
    kind: str
    severity: str
    sort: str = ""
    has_estimate: bool = False
    evaluation_criteria: str = ""
    measure: str = ""
    baseline: str = ""
    window_days: int | None = None
    min_opportunities: int | None = None
    planned_verifier_id: str | None = None
    outsider: str = ""
    has_evidence: bool = False
    could_break: str = ""
    how_undone: str = ""
    loose_containments: int = 0
    """Containments of the same incident that are neither removed nor dated."""
    window_ends_at: datetime | None = None
    opportunities: int | None = None
    result: str = ""
    extended: bool = False
    resumed_due_at: datetime | None = None

    @property
    def is_checked(self) -> bool:
        """Whether it has to show that it works."""
        return self.kind in CHECKED_KINDS

    @property
    def is_grave(self) -> bool:
        """Whether it answers a grave incident."""
        return self.severity in GRAVE


Fault = tuple[str, str]
"""The field that is missing, and the sentence that says so."""
Guard = Callable[[Standing], list[Fault]]


def _estimate(it: Standing) -> list[Fault]:
    return _unless(it.has_estimate, "estimate", "Estimate what it costs us; 0.00 where it costs only our own time.")


def _money_agreed(it: Standing) -> list[Fault]:
    agreed = it.status == "funded" or not (it.is_checked or it.has_estimate)
    return _unless(agreed, "estimate", "Its money has to be approved first.")


def _plan(it: Standing) -> list[Fault]:
    if not it.is_checked:
        return []
    days, tries = (it.window_days or 0) > 0, (it.min_opportunities or 0) > 0
    return [
        *_unless(it.evaluation_criteria, "evaluation_criteria", "Say by what you will know that it works."),
        *_unless(it.measure, "measure", "Say what is counted or measured."),
        *_unless(it.baseline, "baseline", "Say how it was before, to compare with."),
        *_unless(days, "window_days", "Say for how many days it is watched."),
        *_unless(tries, "min_opportunities", "Say how often it has to be put to the test at least."),
        *(_plan_of_a_grave_one(it) if it.is_grave else ()),
    ]


def _plan_of_a_grave_one(it: Standing) -> list[Fault]:
    return [
        *_unless(it.sort, "sort", "Say what sort of change it is."),
        *_unless(
            it.planned_verifier_id or it.outsider, "planned_verifier_id", "Name the second person who will look at it."
        ),
    ]


def _evidence(it: Standing) -> list[Fault]:
    sentence = "Say or attach what shows that it is done: a picture, a log line, a test."
    return _unless(it.has_evidence, "evidence", sentence)


def needs_harm_statement(kind: str, severity: str) -> bool:
    """Return whether it has to be said what the change could break: not of a quick repair of a small mistake."""
    return kind in CHECKED_KINDS or severity in GRAVE


def needs_second_to_cancel(kind: str, severity: str, status: str) -> bool:
    """Return whether somebody else than the owner has to cancel it: of a mere proposal, only a checked grave one."""
    is_checked, is_grave = kind in CHECKED_KINDS, severity in GRAVE
    return (is_checked and is_grave) if status == "proposed" else (is_checked or is_grave)


def _harm(it: Standing) -> list[Fault]:
    if not needs_harm_statement(it.kind, it.severity):
        return []
    return [
        *_unless(it.could_break, "could_break", "Say what this change could break; if nothing, say why."),
        *_unless(it.how_undone, "how_undone", "Say how it is undone if it does harm."),
    ]


def _checked(it: Standing) -> list[Fault]:
    return _unless(it.is_checked, "kind", "Only corrective and preventive actions are watched.")


def _containments(it: Standing) -> list[Fault]:
    sentence = "A containment of this incident still stands: say that it was removed, or until when it stays."
    return _unless(not it.loose_containments, "containment", sentence)


def _result(it: Standing) -> list[Fault]:
    return [
        *_unless(it.opportunities is not None, "opportunities", "Say how often it was put to the test."),
        *_unless(it.result, "result", "Say what you found, with the figures."),
    ]


def _tried_enough(it: Standing) -> list[Fault]:
    wanted = it.min_opportunities or 1
    takes = counted(wanted, "opportunity", "opportunities")
    sentence = f"No recurrence proves nothing if nothing was tried: it takes {takes}."
    return _unless((it.opportunities or 0) >= wanted, "opportunities", sentence)


def _once(it: Standing) -> list[Fault]:
    wanted = it.min_opportunities or 1
    sentence = (
        "It was inconclusive once and has been watched as long again: wait until it was put to the test "
        f"{counted(wanted, 'time')}, say that it did not hold, or hand it over."
    )
    return _unless(not it.extended, "opportunities", sentence)


def _new_date(it: Standing) -> list[Fault]:
    return _unless(it.resumed_due_at, "due_on", "Say by when it is done this time.")


STEPS: Mapping[tuple[str, str], tuple[Guard, ...]] = MappingProxyType(
    {
        ("proposed", "funded"): (_estimate,),
        ("proposed", "in_progress"): (_money_agreed, _plan),
        ("funded", "in_progress"): (_plan,),
        ("in_progress", "implemented"): (_evidence, _harm),
        ("implemented", "in_progress"): (),
        ("implemented", "implementation_verified"): (),
        ("implementation_verified", "watching"): (_checked, _plan, _containments),
        ("watching", "effective"): (_result, _tried_enough),
        ("watching", "inconclusive"): (_result, _once),
        ("inconclusive", "watching"): (_once,),
        ("watching", "not_effective"): (_result,),
        ("inconclusive", "not_effective"): (_result,),
        ("not_effective", "watching"): (),
        ("effective", "reopened"): (),
        ("reopened", "effective"): (),
        ("not_effective", "in_progress"): (_new_date, _plan),
        ("reopened", "in_progress"): (_new_date, _plan),
        **{(state, "handed_over"): () for state in HANDED},
        **{("handed_over", state): () for state in HANDED},
        **{(state, "cancelled"): () for state in CANCELLABLE},
    }
)
"""From and to, with what is asked on the way. `not_effective` to `watching` and `reopened` to `effective` are the
reversal of a repeat that a second person found to be none; a repeat itself asks for no result. Who may take a step is
asked by its verb."""

_NEXT = MappingProxyType(
    {
        "proposed": "funded",
        "funded": "in_progress",
        "in_progress": "implemented",
        "implemented": "implementation_verified",
        "implementation_verified": "watching",
        "watching": "effective",
        "not_effective": "in_progress",
        "reopened": "in_progress",
    }
)


def faults(it: Standing, to: str) -> dict[str, str]:
    """Return what keeps an action from going `to` a state: a sentence by field; `KeyError` for a step there is not."""
    return dict(fault for guard in STEPS[it.status, to] for fault in guard(it))


def verdict(it: Standing, *, held: bool) -> str:
    """Return what a result says of a watched action: what was tried too rarely to know is inconclusive."""
    if not held:
        return "not_effective"
    return "inconclusive" if "opportunities" in faults(it, "effective") else "effective"


def missing_to_start(it: Standing) -> dict[str, str]:
    """Return what keeps work from starting, all at once: the estimate and each part of the plan."""
    needs_money = it.status == "proposed" and (it.is_checked or it.has_estimate)
    return dict([*(_estimate(it) if needs_money else ()), *_plan(it)])


def next_state(it: Standing) -> str:
    """Return the state that comes next where all goes well; empty at an end."""
    if it.status == "implementation_verified" and not it.is_checked:
        return ""
    if it.status == "proposed" and not (it.is_checked or it.has_estimate):
        return "in_progress"
    return _NEXT.get(it.status, "")


def missing(it: Standing, at: datetime, zone: str) -> tuple[str, ...]:
    """Return what is missing for the next state, as sentences; of a plan that is not written, all of it at once."""
    to = next_state(it)
    if not to:
        return ()
    found = faults(it, to)
    if it.status == "proposed":
        found = missing_to_start(it)
    if it.status == "implemented":
        found["note"] = "A second person has to look at the live thing."
    if it.status == "watching" and it.window_ends_at and at < it.window_ends_at:
        return (f"It is watched until {day_in(it.window_ends_at, zone)}; then its result is recorded.",)
    return tuple(found.values())


def _unless(there: object, field: str, sentence: str) -> list[Fault]:
    return [] if there else [(field, sentence)]
