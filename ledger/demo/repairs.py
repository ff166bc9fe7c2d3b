"""Steps of putting right: actions with their second person, promises, remedies."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from ledger.demo.case import Case
from ledger.demo.step import Step
from ledger.demo.story import Deed, Gift, Touch, Vow
from ledger.kernel.money import Money
from ledger.recovery.operations.action_checking import verify_action
from ledger.recovery.operations.action_doing import implement_action
from ledger.recovery.operations.actions import add_action
from ledger.recovery.operations.promises import break_promise, keep_promise, make_promise, release_promise
from ledger.recovery.operations.remedies import (
    approve_remedy,
    decline_remedy,
    deliver_remedy,
    promise_remedy,
    propose_remedy,
)

_A_MINUTE = timedelta(minutes=1)
_ASKED = timedelta(minutes=40)
_SAID = timedelta(minutes=55)


def deed_steps(case: Case, name: str, deed: Deed) -> Iterator[Step]:
    """Yield the steps of one action: added, implemented, looked at by a second person."""
    added_at = case.later(case.story.known)
    if deed.done:
        added_at = min(added_at, max(case.later(case.story.filed), case.at(deed.done) - _A_MINUTE))
    yield Step(added_at, partial(_add, case, name, deed))
    if deed.done:
        yield Step(max(case.at(deed.done), added_at), partial(_implement, case, name, deed))
    if deed.verified:
        yield Step(case.at(deed.verified), partial(_verify, case, name, deed))


def _add(case: Case, name: str, deed: Deed) -> None:
    day, at = case.due(deed.by)
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
    )
    case.made[name] = row.id


def _implement(case: Case, name: str, deed: Deed) -> None:
    shown = deed.evidence or "The change record, and a look at the live thing."
    case.do(implement_action, deed.owner, action_id=case.made[name], evidence=case.words(shown))


def _verify(case: Case, name: str, deed: Deed) -> None:
    seen = deed.looked_at or "Looked at the live thing: it is as it was meant to be."
    case.do(verify_action, deed.verifier, action_id=case.made[name], note=case.words(seen))


def vow_steps(case: Case, name: str, touch: Touch, vow: Vow) -> Iterator[Step]:
    """Yield the steps of one promise: made, and kept, broken or released."""
    yield Step(case.later(vow.made), partial(_promise, case, name, touch, vow))
    if vow.kept:
        yield Step(case.at(vow.kept), partial(_keep, case, name, vow))
    if vow.released:
        yield Step(case.at(vow.released[0]), partial(_release, case, name, vow.released[1]))
    if vow.broken:
        yield Step(case.at(vow.broken[0]), partial(_break, case, name, vow.broken[1]))


def _promise(case: Case, name: str, touch: Touch, vow: Vow) -> None:
    day, at = case.due(vow.by)
    row = case.do(
        make_promise,
        "",
        client_code=touch.client,
        incident_id=case.incident_id,
        kind=vow.kind,
        text=case.words(vow.text),
        due_on=day,
        due_at=at,
        owner_id=case.actor(vow.owner).user_id,
    )
    case.made[name] = row.id


def _keep(case: Case, name: str, vow: Vow) -> None:
    case.do(keep_promise, vow.owner, promise_id=case.made[name], evidence=case.words(vow.evidence))


def _release(case: Case, name: str, words: str) -> None:
    case.do(release_promise, "", promise_id=case.made[name], client_words=case.words(words))


def _break(case: Case, name: str, why: str) -> None:
    case.do(break_promise, "", promise_id=case.made[name], reason=case.words(why))


def gift_steps(case: Case, name: str, touch: Touch, gift: Gift) -> Iterator[Step]:
    """Yield the steps of one remedy: proposed, approved by a second person, promised, delivered or declined."""
    offered_at = case.later(gift.offered)
    yield Step(offered_at, partial(_propose, case, name, touch, gift))
    if gift.waits:
        return
    yield Step(offered_at + _ASKED, partial(_approve, case, name, gift))
    yield Step(offered_at + _SAID, partial(_offer, case, name))
    if gift.delivered:
        yield Step(case.at(gift.delivered), partial(_deliver, case, name, gift))
    if gift.declined:
        yield Step(case.at(gift.declined[0]), partial(_decline, case, name, gift.declined[1]))


def _propose(case: Case, name: str, touch: Touch, gift: Gift) -> None:
    currency = case.stage.clients[touch.client].currency
    row = case.do(
        propose_remedy,
        "",
        client_reference=case.impacts[touch.client].client_reference,
        code=gift.code,
        text=case.words(gift.text),
        how=case.words(gift.how),
        cost=None if gift.cost is None else Money(gift.cost, currency),
        value=None if gift.value is None else Money(gift.value, currency),
        tax=Money(gift.tax, currency),
        due_on=case.moments.day(gift.by),
        supplier=gift.supplier,
    )
    case.made[name] = row.id


def _approve(case: Case, name: str, gift: Gift) -> None:
    case.do(approve_remedy, gift.approver, remedy_id=case.made[name])


def _offer(case: Case, name: str) -> None:
    case.do(promise_remedy, "", remedy_id=case.made[name])


def _deliver(case: Case, name: str, gift: Gift) -> None:
    case.do(deliver_remedy, "", remedy_id=case.made[name], evidence=case.words(gift.evidence or gift.how))


def _decline(case: Case, name: str, words: str) -> None:
    case.do(decline_remedy, "", remedy_id=case.made[name], client_words=case.words(words))
