"""Steps of actions: planned, done, looked at by a second person; what comes of them stands in `catching_up`."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from ledger.demo.case import Case
from ledger.demo.people import STAFF
from ledger.demo.step import Step
from ledger.demo.story import Deed
from ledger.incidents.severities import GRAVE
from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.recovery.action_rules import CHECKED_KINDS
from ledger.recovery.operations.action_checking import end_containment, verify_action
from ledger.recovery.operations.action_doing import hand_over_action, implement_action
from ledger.recovery.operations.action_planning import Plan, fund_action
from ledger.recovery.operations.actions import add_action, cancel_action
from ledger.recovery.operations.read_across import answer_read_across

_A_MINUTE = timedelta(minutes=1)
_DAYS = 30
_HARM: dict[str, Any] = {
    "could_break": "Somebody in a hurry is held up by it",
    "how_undone": "It is switched off by the head of the team, who tells the service desk",
}
_MANAGER = {one.key: one.manager for one in STAFF}


def deed_steps(case: Case, name: str, deed: Deed) -> Iterator[Step]:
    """Yield the steps of one action: added with its plan, implemented, looked at by a second person, or ended."""
    added_at = case.later(case.story.known)
    if deed.done:
        added_at = min(added_at, max(case.later(case.story.filed), case.at(deed.done) - _A_MINUTE))
    yield Step(added_at, partial(_add, case, name, deed))
    if deed.ends:
        yield Step(added_at + _A_MINUTE, partial(_end, case, name, deed))
    if deed.done:
        yield Step(max(case.at(deed.done), added_at), partial(_implement, case, name, deed))
    if deed.verified:
        yield Step(case.at(deed.verified), partial(_verify, case, name, deed))


def answer_steps(case: Case) -> Iterator[Step]:
    """Yield the answer to where else a grave mistake could happen, where no preventive action is one."""
    story = case.story
    if story.severity in GRAVE and not any(deed.kind == "preventive" for deed in story.deeds):
        yield Step(case.later(story.known) + _A_MINUTE, partial(_looked_elsewhere, case))


def _looked_elsewhere(case: Case) -> None:
    said = f"We looked at each other client with {case.story.service.lower()}: it is set up otherwise there."
    case.do(
        answer_read_across, "", incident_id=case.incident_id, reason=said, looked_at="All clients with this service"
    )


def _second(case: Case, deed: Deed) -> str:
    """Return who looks at it: against an S1 somebody outside the owner's line of management."""
    owner = deed.owner or case.story.owner
    if case.story.severity != "S1" or not _in_line(owner, deed.verifier):
        return deed.verifier
    others = ("dafydd", "callum", "yusuf", "elspeth")
    return next(key for key in others if key != owner and not _in_line(owner, key))


def _in_line(one: str, other: str) -> bool:
    return other in _line(one) or one in _line(other)


def _line(key: str) -> set[str]:
    above = _MANAGER[key]
    return {above, *_line(above)} if above else set()


def _add(case: Case, name: str, deed: Deed) -> None:
    day, at = case.due(deed.by)
    is_checked = deed.kind in CHECKED_KINDS
    row = case.do(
        add_action,
        "",
        incident_id=case.incident_id,
        kind=deed.kind,
        text=case.words(deed.text),
        owner_id=case.actor(deed.owner).user_id,
        due_on=day,
        due_at=at,
        how_seen=case.words(deed.how_seen),
        plan=_plan(case, deed) if is_checked and deed.ends != "proposed" else None,
        start=deed.ends != "funded" if is_checked and deed.ends != "proposed" else None,
    )
    case.made[name] = row.id


def _plan(case: Case, deed: Deed) -> Plan:
    return Plan(
        evaluation_criteria=f"It holds each time it is put to the test, {deed.times} times at least.",
        measure="Times it was put to the test, and times it held",
        baseline="It went wrong on the day of this incident.",
        window_days=_DAYS,
        min_opportunities=deed.times,
        planned_verifier_id=case.actor(_second(case, deed)).user_id,
        sort=deed.sort,
        estimate=Money(100 * (len(deed.text) % 4) * 40, "GBP"),
    )


def _implement(case: Case, name: str, deed: Deed) -> None:
    shown = deed.evidence or "The change record, and a look at the live thing."
    case.do(implement_action, deed.owner, action_id=case.made[name], evidence=case.words(shown), **_HARM)


def _verify(case: Case, name: str, deed: Deed) -> None:
    seen = deed.looked_at or "Looked at the live thing: it is as it was meant to be."
    case.do(verify_action, _second(case, deed), action_id=case.made[name], note=case.words(seen))
    if deed.kind == "containment":
        case.do(end_containment, deed.owner, action_id=case.made[name], note="The repair is in place.")


def _end(case: Case, name: str, deed: Deed) -> None:
    key = case.made[name]
    if deed.ends == "funded":
        case.do(fund_action, _second(case, deed), action_id=key)
    elif deed.ends == "cancelled":
        case.do(
            cancel_action, _second(case, deed), action_id=key, reason="The program is replaced by another this month."
        )
    elif deed.ends == "handed_over":
        owner, day = case.actor("dafydd").user_id, now().date() + timedelta(days=60)
        why = "It belongs to the yearly renewal of all clients' lines, and is done with it."
        case.do(hand_over_action, "", action_id=key, owner_id=owner, due_on=day, reason=why)
