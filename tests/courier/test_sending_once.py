"""What went wrong on the way is tried again, and nothing is sent twice."""

import threading
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from ledger.courier.reminding import remind
from ledger.duties.models import Reminder
from ledger.duties.operations.hooks import add_webhook, queue_test
from ledger.duties.operations.outbox import forget_reminders, hold, plan, waiting
from ledger.duties.planning import planned
from ledger.kernel.clock import now, pretended
from ledger.kernel.pauses import HOLD
from ledger.people.actor import SYSTEM
from ledger.work import Ledger
from tests.courier.steps import a_grave_case, a_promise, of, rows, with_mail
from tests.factories import an_actor
from tests.recovery.factories import FAR
from tests.support.mail import a_postbox


def test_a_server_that_is_down_is_tried_again_after_growing_pauses(ledger: Ledger) -> None:
    case = a_grave_case(ledger)
    promise_id = a_promise(ledger, case, 20)
    with a_postbox() as postbox:
        mailed = with_mail(ledger, postbox)
    begun_at = now()
    remind(mailed)
    (row,) = rows(ledger, thing_id=promise_id)
    assert (row.status, row.tries) == ("waiting", 1)
    assert timedelta(seconds=50) < row.next_try_at - begun_at < timedelta(minutes=2)
    assert row.answer.startswith("Nothing answers at the mail server's address.")
    assert "okafor" not in row.answer.lower()
    remind(mailed)
    assert rows(ledger, thing_id=promise_id)[0].tries == 1


def test_two_workers_at_once_send_once(own_ledger: Ledger) -> None:
    case = a_grave_case(own_ledger)
    a_promise(own_ledger, case, 20)
    with a_postbox() as postbox:
        mailed = with_mail(own_ledger, postbox)
        _at_once(lambda: remind(mailed), 4)
        remind(mailed)
        assert len(of(postbox, "Ring Ms Okafor back")) == 1
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
    case = a_grave_case(ledger)
    a_promise(ledger, case, 20)
    ledger.do(plan, SYSTEM, [one for one in ledger.ask(planned, SYSTEM) if one.kind == "promise"])
    (key,) = ledger.ask(waiting, SYSTEM)
    assert ledger.do(hold, SYSTEM, key) is not None
    assert ledger.do(hold, SYSTEM, key) is None
    assert ledger.ask(waiting, SYSTEM) == []
    with pretended(now() + HOLD + timedelta(seconds=1)), a_postbox() as postbox:
        assert ledger.ask(waiting, SYSTEM) == [key]
        remind(with_mail(ledger, postbox))
        told = [
            one for one in postbox.got if "Ring Ms Okafor back" in one.get_content() and "due soon" in one["Subject"]
        ]
    assert [str(one["Message-ID"]) for one in told] == [f"<amends-{key}@tidewater.example>"]


def test_what_was_sent_is_forgotten_after_ninety_days(ledger: Ledger) -> None:
    case = a_grave_case(ledger)
    a_promise(ledger, case, 20, due_at=None, due_on=FAR)
    hook = ledger.do(add_webhook, an_actor(ledger, "admin"), name="chat", url="https://127.0.0.1/hook", plain_http=True)
    ledger.do(queue_test, SYSTEM, webhook_id=hook.id)
    with ledger.unit() as session:
        for row in session.scalars(select(Reminder)):
            row.status, row.ended_at = "failed", now()
    assert ledger.do(forget_reminders, SYSTEM) == 0
    with pretended(now() + timedelta(days=91)):
        assert ledger.do(forget_reminders, SYSTEM) == 1
