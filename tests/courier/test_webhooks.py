"""Webhooks: what they are told, that they can check who says so, and where none may lead."""

import json
from dataclasses import replace

import pytest

from ledger.courier.reminding import remind, send
from ledger.duties.operations.hooks import add_webhook, change_webhook, queue_test
from ledger.duties.planning import planned
from ledger.duties.signature import signature
from ledger.kernel.errors import Invalid
from ledger.people.actor import SYSTEM
from ledger.work import Ledger
from tests.courier.steps import a_grave_case, a_promise, rows
from tests.factories import a_provider, an_actor
from tests.support.receiver import a_receiver


def test_a_webhook_is_told_references_and_times_and_can_check_who_says_so(ledger: Ledger) -> None:
    case = a_grave_case(ledger)
    admin = an_actor(ledger, "admin")
    with a_receiver() as receiver:
        hook = ledger.do(add_webhook, admin, name="chat", url=receiver.url, plain_http=True)
        a_promise(ledger, case, 20)
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
    hook = ledger.do(add_webhook, admin, name="chat", url="https://127.0.0.1/hook", plain_http=True)
    key = ledger.do(queue_test, admin, webhook_id=hook.id)
    assert not send(ledger, key)
    (row,) = rows(ledger, recipient=hook.id)
    assert (row.status, row.answer) == ("waiting", "refused: the address lies inside")


def test_a_webhook_that_was_turned_off_gets_nothing_more_and_a_new_secret_signs(ledger: Ledger) -> None:
    case = a_grave_case(ledger)
    admin = an_actor(ledger, "admin")
    hook = ledger.do(add_webhook, admin, name="chat", url="https://hooks.example/a")
    old = hook.secret
    changed = ledger.do(
        change_webhook, admin, webhook_id=hook.id, name="chat", url=hook.url, active=False, fresh_secret=True
    )
    assert changed.secret != old
    a_promise(ledger, case, 20)
    assert [one for one in ledger.ask(planned, SYSTEM) if one.channel == "webhook"] == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "[::1]", "chat.localhost."])
def test_an_address_that_says_by_itself_that_it_lies_inside_is_refused_at_once(ledger: Ledger, host: str) -> None:
    a_provider(ledger)
    admin = an_actor(ledger, "admin")
    with pytest.raises(Invalid, match="lies inside our house") as refused:
        ledger.do(add_webhook, admin, name="chat", url=f"https://{host}/x")
    assert set(refused.value.fields) == {"url"}
    ledger.do(add_webhook, admin, name="chat", url=f"https://{host}/x", plain_http=True)


@pytest.mark.parametrize("url", ["http://hooks.example/a", "https://me:secret@hooks.example/a", "nonsense", "https://"])
def test_an_address_that_is_not_https_is_refused(ledger: Ledger, url: str) -> None:
    a_provider(ledger)
    with pytest.raises(Invalid, match="https"):
        ledger.do(add_webhook, an_actor(ledger, "admin"), name="chat", url=url)
