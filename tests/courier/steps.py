"""Steps of what leaves the house: a ledger with mail, a promise that falls due, what arrived."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ledger.duties.models import Reminder
from ledger.kernel.clock import now
from ledger.recovery.operations.promises import make_promise
from ledger.work import Ledger
from tests.recovery.factories import Case, a_case
from tests.support.mail import Postbox


def with_mail(ledger: Ledger, postbox: Postbox, **more: Any) -> Ledger:
    settings = replace(
        ledger.settings, mail_url=f"smtp://127.0.0.1:{postbox.port}", mail_from="amends@tidewater.example", **more
    )
    return replace(ledger, settings=settings)


def a_grave_case(ledger: Ledger) -> Case:
    """An S1 whose clocks do not speak: what is said is said of promises."""
    return a_case(ledger)


def a_promise(ledger: Ledger, case: Case, minutes: float, **differs: Any) -> str:
    given: dict[str, Any] = {
        "client_code": "HFO", "text": "Ring Ms Okafor back", "incident_id": case.filed.id,
        "due_at": now() + timedelta(minutes=minutes), "promised_at": now() - timedelta(hours=2),
    }  # fmt: skip
    return ledger.do(make_promise, case.nia, **(given | differs)).id


def of(postbox: Postbox, words: str) -> list[tuple[str, str]]:
    return sorted((str(one["To"]), str(one["Subject"])) for one in postbox.got if words in one.get_content())


def rows(ledger: Ledger, **equal: str) -> list[Reminder]:
    with ledger.database.read() as session:
        return list(session.scalars(select(Reminder).filter_by(**equal).order_by(Reminder.made_at, Reminder.id)))
