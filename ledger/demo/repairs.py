"""Steps of putting right: promises and remedies; actions stand in `deeds`."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from ledger.demo.case import Case
from ledger.demo.papers import when_delivered, when_proposed
from ledger.demo.step import Step
from ledger.demo.story import Gift, Touch, Vow
from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.recovery.operations.promises import break_promise, keep_promise, make_promise, release_promise
from ledger.recovery.operations.redating import redate_promise
from ledger.recovery.operations.remedies import approve_remedy, deliver_remedy, promise_remedy, propose_remedy
from ledger.recovery.operations.remedy_endings import confirm_remedy, decline_remedy, withdraw_remedy

_ASKED = timedelta(minutes=40)
_SAID = timedelta(minutes=55)


def vow_steps(case: Case, name: str, touch: Touch, vow: Vow) -> Iterator[Step]:
    """Yield the steps of one promise: made, moved, and kept, broken or released."""
    yield Step(case.later(vow.made), partial(_promise, case, name, touch, vow))
    if vow.moved:
        yield Step(case.at(vow.moved[0]), partial(_move, case, name, vow.moved[1], vow.moved[2]))
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


def _move(case: Case, name: str, by: str, why: str) -> None:
    day, at = case.due(by)
    case.do(redate_promise, "", promise_id=case.made[name], due_on=day, due_at=at, reason=case.words(why))


def _keep(case: Case, name: str, vow: Vow) -> None:
    case.do(keep_promise, vow.owner, promise_id=case.made[name], evidence=case.words(vow.evidence))


def _release(case: Case, name: str, words: str) -> None:
    case.do(
        release_promise, "", promise_id=case.made[name], client_words=case.words(words), proof="Noted in the ticket"
    )


def _break(case: Case, name: str, why: str) -> None:
    case.do(break_promise, "", promise_id=case.made[name], reason=case.words(why))


def gift_steps(case: Case, name: str, touch: Touch, gift: Gift) -> Iterator[Step]:
    """Yield the steps of one remedy: proposed, approved by a second person, promised, and then delivered, declined or withdrawn."""
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
    if gift.confirmed:
        yield Step(case.at(gift.confirmed[0]), partial(_confirm, case, name, gift.confirmed[1]))
    if gift.withdrawn:
        yield Step(case.at(gift.withdrawn[0]), partial(_withdraw, case, name, gift.withdrawn[1]))


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
        details=when_proposed(gift, now().date()),
    )
    case.made[name] = row.id


def _approve(case: Case, name: str, gift: Gift) -> None:
    case.do(approve_remedy, gift.approver, remedy_id=case.made[name])


def _offer(case: Case, name: str) -> None:
    case.do(promise_remedy, "", remedy_id=case.made[name])


def _deliver(case: Case, name: str, gift: Gift) -> None:
    case.do(
        deliver_remedy,
        "",
        remedy_id=case.made[name],
        evidence=case.words(gift.evidence or gift.how),
        details=when_delivered(gift, now().date()),
    )


def _decline(case: Case, name: str, words: str) -> None:
    case.do(decline_remedy, "", remedy_id=case.made[name], client_words=case.words(words))


def _confirm(case: Case, name: str, words: str) -> None:
    case.do(confirm_remedy, "", remedy_id=case.made[name], client_words=case.words(words))


def _withdraw(case: Case, name: str, why: str) -> None:
    case.do(withdraw_remedy, "", remedy_id=case.made[name], reason=case.words(why))
