"""Reminders leave the house: to whom, once, not for what has ended, and again after what went wrong."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ledger.courier.reminding import remind, send
from ledger.duties.models import Reminder
from ledger.duties.operations.hooks import add_webhook, change_webhook, queue_test
from ledger.duties.operations.outbox import forget_reminders, hold, plan, waiting
from ledger.duties.operations.wishes import save_escalation, save_wish
from ledger.duties.planning import planned
from ledger.duties.signature import signature
from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import Invalid
from ledger.kernel.pauses import HOLD
from ledger.people.actor import SYSTEM
from ledger.record.models import PROVIDER_LOG
from ledger.recovery.operations.promises import keep_promise, make_promise
from ledger.recovery.operations.redating import redate_promise
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_actor, an_incident
from tests.recovery.factories import FAR, Case, a_case
from tests.support.events import log_events
from tests.support.mail import Postbox, a_postbox
from tests.support.receiver import a_receiver

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def _with_mail(ledger: Ledger, postbox: Postbox, **more: Any) -> Ledger:
    settings = replace(
        ledger.settings, mail_url=f"smtp://127.0.0.1:{postbox.port}", mail_from="amends@tidewater.example", **more
    )
    return replace(ledger, settings=settings)


def _a_grave_case(ledger: Ledger) -> Case:
    """An S1 whose clocks do not speak: what is said is said of promises."""
    return a_case(ledger)


def _a_promise(ledger: Ledger, case: Case, minutes: float, **differs: Any) -> str:
    given: dict[str, Any] = {
        "client_code": "HFO", "text": "Ring Ms Okafor back", "incident_id": case.filed.id,
        "due_at": now() + timedelta(minutes=minutes), "promised_at": now() - timedelta(hours=2),
    }  # fmt: skip
    return ledger.do(make_promise, case.nia, **(given | differs)).id


def _of(postbox: Postbox, words: str) -> list[tuple[str, str]]:
    return sorted((str(one["To"]), str(one["Subject"])) for one in postbox.got if words in one.get_content())


def _rows(ledger: Ledger, **equal: str) -> list[Reminder]:
    with ledger.database.read() as session:
        return list(session.scalars(select(Reminder).filter_by(**equal).order_by(Reminder.made_at, Reminder.id)))


def test_whoever_has_an_s2_is_reminded_before_and_at_its_due_time_once(ledger: Ledger) -> None:
    case = _a_grave_case(ledger)
    promise_id = _a_promise(ledger, case, 20)
    with a_postbox() as postbox:
        mailed = _with_mail(ledger, postbox)
        remind(mailed)
        remind(mailed)
        assert len(_of(postbox, "Ring Ms Okafor back")) == 1
        with pretended(now() + timedelta(minutes=21)):
            remind(mailed)
            remind(mailed)
        told = _of(postbox, "Ring Ms Okafor back")
    reference = case.filed.reference
    assert told == [
        ("nia.pryce@tidewater.example", f"{reference}: promise due now"),
        ("nia.pryce@tidewater.example", f"{reference}: promise due soon"),
    ]
    assert {row.status for row in _rows(ledger, thing_id=promise_id)} == {"sent"}


def test_what_was_missed_goes_to_the_manager_and_then_to_leadership_and_that_is_recorded(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    boss = a_user(ledger, name="Bea Holm")
    nia, lead = (
        an_actor(ledger, name="Nia Pryce", manager_id=boss.id),
        an_actor(ledger, "leadership", name="Ruth Amadi"),
    )
    case = Case(client, an_incident(ledger, nia, severity="S1"), nia, nia, lead, nia)
    promise_id = _a_promise(ledger, case, -20)
    with a_postbox() as postbox:
        mailed = _with_mail(ledger, postbox)
        remind(mailed)
        assert [to for to, _ in _of(postbox, "Ring Ms Okafor back")] == [
            "bea.holm@tidewater.example", "nia.pryce@tidewater.example",
        ]  # fmt: skip
        with pretended(now() + timedelta(minutes=45)):
            remind(mailed)
        assert [to for to, _ in _of(postbox, "Ring Ms Okafor back")][2:] == ["ruth.amadi@tidewater.example"]
    with ledger.database.read() as session:
        told = [
            event.body["data"] for event in log_events(session, PROVIDER_LOG) if event.type == "reminders.escalated"
        ]
    assert [(one["moment"], one["to"]) for one in told if one["thing"] == promise_id] == [
        ("missed_manager", boss.id), ("missed_leadership", lead.user_id),
    ]  # fmt: skip


def test_the_minutes_of_escalation_are_the_providers_to_set(ledger: Ledger) -> None:
    case = _a_grave_case(ledger)
    admin = an_actor(ledger, "admin")
    ledger.do(save_escalation, admin, manager_after=0, leadership_after=5)
    promise_id = _a_promise(ledger, case, -6)
    moments = {one.moment for one in ledger.ask(planned, SYSTEM) if one.thing_id == promise_id}
    assert moments == {"at", "missed_leadership"}


def test_what_has_ended_meanwhile_is_not_reminded_of(ledger: Ledger) -> None:
    case = _a_grave_case(ledger)
    promise_id = _a_promise(ledger, case, 20)
    ledger.do(plan, SYSTEM, ledger.ask(planned, SYSTEM))
    ledger.do(keep_promise, case.nia, promise_id=promise_id)
    with a_postbox() as postbox:
        remind(_with_mail(ledger, postbox))
        assert _of(postbox, "Ring Ms Okafor back") == []
    assert [row.status for row in _rows(ledger, thing_id=promise_id)] == ["dropped"]


def test_a_date_that_moved_after_its_message_was_planned_is_not_told_as_due(ledger: Ledger) -> None:
    case = _a_grave_case(ledger)
    promise_id = _a_promise(ledger, case, 20)
    ledger.do(plan, SYSTEM, [one for one in ledger.ask(planned, SYSTEM) if one.thing_id == promise_id])
    ledger.do(redate_promise, case.nia, promise_id=promise_id, due_on=FAR, reason="The part is late")
    with a_postbox() as postbox:
        remind(_with_mail(ledger, postbox))
        assert _of(postbox, "Ring Ms Okafor back") == []
    assert {row.status for row in _rows(ledger, thing_id=promise_id)} == {"dropped"}


def test_nothing_else_is_on_until_somebody_turns_it_on(ledger: Ledger) -> None:
    case = a_case(ledger)
    promise_id = _a_promise(ledger, case, 20, incident_id=None)
    assert [one for one in ledger.ask(planned, SYSTEM) if one.thing_id == promise_id] == []
    day = datetime.combine(now().date(), time(12), tzinfo=UTC)
    with pretended(day):
        other = _a_promise(ledger, case, 20, incident_id=None)
        ledger.do(save_wish, case.nia, each=True, quiet_from=time(20), quiet_to=time(7))
        assert [one.moment for one in ledger.ask(planned, SYSTEM) if one.thing_id == other] == ["before"]
        ledger.do(save_wish, case.nia, each=True, quiet_from=time(11), quiet_to=time(14))
        assert [one for one in ledger.ask(planned, SYSTEM) if one.thing_id == other] == []


def test_a_digest_comes_once_a_working_day_and_also_says_nothing_due(ledger: Ledger) -> None:
    case = a_case(ledger)
    auditor = an_actor(ledger, "auditor", name="Hal Voss")
    with pretended(MONDAY), a_postbox() as postbox:
        mailed = _with_mail(ledger, postbox)
        _a_promise(ledger, case, 300, incident_id=None)
        ledger.do(save_wish, case.nia, digest_at=time(8), short_titles=True)
        ledger.do(save_wish, auditor, digest_at=time(8))
        remind(mailed)
        with pretended(MONDAY + timedelta(minutes=30)):
            remind(mailed)
        digests = {str(one["To"]): one for one in postbox.got if "You asked for this mail" in one.get_content()}
        assert sum("You asked for this mail" in one.get_content() for one in postbox.got) == 2
    nothing, some = digests["hal.voss@tidewater.example"], digests["nia.pryce@tidewater.example"]
    assert nothing["Subject"] == "Nothing due this week"
    assert "Due this week: " in some["Subject"]
    assert "Ring Ms Okafor back" not in some.get_content()
    for free in (MONDAY - timedelta(days=1), datetime(2026, 12, 25, 8, 0, tzinfo=UTC)):
        with pretended(free):
            assert [one for one in ledger.ask(planned, SYSTEM) if one.kind == "digest"] == []


def test_without_mail_nothing_is_planned_for_people_so_that_nothing_floods_out_later(ledger: Ledger) -> None:
    case = _a_grave_case(ledger)
    _a_promise(ledger, case, 20)
    assert remind(ledger) == 0
    assert _rows(ledger) == []


def test_a_server_that_is_down_is_tried_again_after_growing_pauses(ledger: Ledger) -> None:
    case = _a_grave_case(ledger)
    promise_id = _a_promise(ledger, case, 20)
    with a_postbox() as postbox:
        mailed = _with_mail(ledger, postbox)
    begun_at = now()
    remind(mailed)
    (row,) = _rows(ledger, thing_id=promise_id)
    assert (row.status, row.tries) == ("waiting", 1)
    assert timedelta(seconds=50) < row.next_try_at - begun_at < timedelta(minutes=2)
    assert "could not be sent" in row.answer
    assert "okafor" not in row.answer.lower()
    remind(mailed)
    assert _rows(ledger, thing_id=promise_id)[0].tries == 1


def test_a_webhook_is_told_references_and_times_and_can_check_who_says_so(ledger: Ledger) -> None:
    case = _a_grave_case(ledger)
    admin = an_actor(ledger, "admin")
    with a_receiver() as receiver:
        hook = ledger.do(add_webhook, admin, name="chat", url=receiver.url, plain_http=True)
        _a_promise(ledger, case, 20)
        inside = replace(ledger, settings=replace(ledger.settings, private_webhooks=True))
        remind(inside)
        remind(inside)
    said = [(headers, body) for headers, body in receiver.got if json.loads(body)["kind"] == "promise"]
    ((headers, body),) = said
    told = json.loads(body)
    assert told["reference"] == case.filed.reference
    assert set(told) == {"id", "type", "sent_at", "kind", "thing", "reference", "due_at"}
    assert b"Okafor" not in body
    signed = signature(hook.secret, headers["webhook-id"], headers["webhook-timestamp"], body)
    assert headers["webhook-signature"] == f"v1,{signed}"
    assert headers["webhook-id"] == told["id"]


def test_a_webhook_inside_the_house_is_refused_unless_the_setting_allows(ledger: Ledger) -> None:
    a_provider(ledger)
    admin = an_actor(ledger, "admin")
    hook = ledger.do(add_webhook, admin, name="chat", url="https://127.0.0.1/hook")
    key = ledger.do(queue_test, admin, webhook_id=hook.id)
    assert not send(ledger, key)
    (row,) = _rows(ledger, recipient=hook.id)
    assert (row.status, row.answer) == ("waiting", "refused: the address lies inside")


def test_a_webhook_that_was_turned_off_gets_nothing_more_and_a_new_secret_signs(ledger: Ledger) -> None:
    case = _a_grave_case(ledger)
    admin = an_actor(ledger, "admin")
    hook = ledger.do(add_webhook, admin, name="chat", url="https://hooks.example/a")
    old = hook.secret
    changed = ledger.do(
        change_webhook, admin, webhook_id=hook.id, name="chat", url=hook.url, active=False, fresh_secret=True
    )
    assert changed.secret != old
    _a_promise(ledger, case, 20)
    assert [one for one in ledger.ask(planned, SYSTEM) if one.channel == "webhook"] == []


def test_two_workers_at_once_send_once(own_ledger: Ledger) -> None:
    case = _a_grave_case(own_ledger)
    _a_promise(own_ledger, case, 20)
    with a_postbox() as postbox:
        mailed = _with_mail(own_ledger, postbox)
        _at_once(lambda: remind(mailed), 4)
        remind(mailed)
        assert len(_of(postbox, "Ring Ms Okafor back")) == 1
    with own_ledger.database.read() as session:
        keys = session.execute(select(Reminder.recipient, Reminder.kind, Reminder.thing_id, Reminder.moment)).all()
    assert len(keys) == len(set(keys))


def _at_once(job: Callable[[], object], many: int) -> None:
    ready = threading.Barrier(many)

    def run() -> None:
        ready.wait()
        job()

    threads = [threading.Thread(target=run) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_what_a_crash_left_half_sent_is_taken_up_when_its_time_is_over(ledger: Ledger) -> None:
    case = _a_grave_case(ledger)
    _a_promise(ledger, case, 20)
    ledger.do(plan, SYSTEM, [one for one in ledger.ask(planned, SYSTEM) if one.kind == "promise"])
    (key,) = ledger.ask(waiting, SYSTEM)
    assert ledger.do(hold, SYSTEM, key) is not None
    assert ledger.do(hold, SYSTEM, key) is None
    assert ledger.ask(waiting, SYSTEM) == []
    with pretended(now() + HOLD + timedelta(seconds=1)), a_postbox() as postbox:
        assert ledger.ask(waiting, SYSTEM) == [key]
        remind(_with_mail(ledger, postbox))
        told = [
            one for one in postbox.got if "Ring Ms Okafor back" in one.get_content() and "due soon" in one["Subject"]
        ]
    assert [str(one["Message-ID"]) for one in told] == [f"<amends-{key}@tidewater.example>"]


def test_what_was_sent_is_forgotten_after_ninety_days(ledger: Ledger) -> None:
    case = _a_grave_case(ledger)
    _a_promise(ledger, case, 20, due_at=None, due_on=FAR)
    hook = ledger.do(add_webhook, an_actor(ledger, "admin"), name="chat", url="https://127.0.0.1/hook")
    ledger.do(queue_test, SYSTEM, webhook_id=hook.id)
    with ledger.unit() as session:
        for row in session.scalars(select(Reminder)):
            row.status, row.ended_at = "failed", now()
    assert ledger.do(forget_reminders, SYSTEM) == 0
    with pretended(now() + timedelta(days=91)):
        assert ledger.do(forget_reminders, SYSTEM) == 1


@pytest.mark.parametrize("url", ["http://hooks.example/a", "https://me:secret@hooks.example/a", "nonsense", "https://"])
def test_an_address_that_is_not_https_is_refused(ledger: Ledger, url: str) -> None:
    a_provider(ledger)
    with pytest.raises(Invalid, match="https"):
        ledger.do(add_webhook, an_actor(ledger, "admin"), name="chat", url=url)
