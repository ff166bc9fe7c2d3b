"""My reminders on the account page, webhooks and escalation on the settings, and the same over the API."""

import json
from dataclasses import replace

from flask import Flask

from ledger.duties.wishes import own_wish
from ledger.web.session import EXTENSION
from ledger.work import Ledger
from tests.factories import a_provider, a_user, an_actor
from tests.recovery.factories import a_case
from tests.support.receiver import a_receiver
from tests.support.seeded import a_token
from tests.support.web import StrictClient


def test_a_person_turns_a_digest_on_and_the_page_says_that_mail_is_off(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    user = a_user(ledger, name="Nia Pryce")
    page = web.sign_in(user).get("/account").get_data(as_text=True)
    assert "Mail is not configured here" in page
    said = {"digest_at": "08:30", "quiet_from": "21:00", "quiet_to": "06:00", "short_titles": "true", "version": "0"}
    assert web.post("/account/reminders", data=said).status_code == 302
    page = web.get("/account").get_data(as_text=True)
    assert 'value="08:30" selected' in page
    assert web.post("/account/reminders", data={**said, "digest_at": "08:31"}).status_code == 422
    assert web.post("/account/reminders", data={"digest_at": "09:00"}).status_code == 302


def test_an_administrator_has_no_reminders_and_a_client_has_none(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    for user in (a_user(ledger, "admin"), a_user(ledger, "client", client_id=case.client.id, email="u@hfo.example")):
        page = web.sign_in(user).get("/account").get_data(as_text=True)
        assert "Reminders" not in page
        assert web.post("/account/calendar").status_code == 403


def test_a_webhook_is_added_tested_and_its_log_says_what_came_of_it(
    web: StrictClient, ledger: Ledger, app: Flask
) -> None:
    a_provider(ledger)
    admin = a_user(ledger, "admin")
    app.extensions[EXTENSION] = replace(ledger, settings=replace(ledger.settings, private_webhooks=True))
    web.sign_in(admin)
    with a_receiver() as receiver:
        page = web.post("/settings/webhooks", data={"name": "Chat", "url": receiver.url}).get_data(as_text=True)
        assert page.count("whsec_") == 1
        place = (
            web.get("/settings/reminders").get_data(as_text=True).split('href="/settings/webhooks/')[1].split('"')[0]
        )
        assert "whsec_" not in web.get(f"/settings/webhooks/{place}").get_data(as_text=True)
        went = web.post(f"/settings/webhooks/{place}/test", follow_redirects=True).get_data(as_text=True)
        assert "the other side took it" in went
        assert "answered 204" in went
        receiver.status = 500
        failed = web.post(f"/settings/webhooks/{place}/test", follow_redirects=True).get_data(as_text=True)
        assert "answered 500" in failed
        assert "did not get through" in failed
    assert [json.loads(body)["type"] for _, body in receiver.got] == ["test", "test"]


def test_escalation_is_set_in_order(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger, "admin"))
    wrong = web.post("/settings/reminders", data={"manager_after": "30", "leadership_after": "10"})
    assert wrong.status_code == 422
    assert "after the manager" in wrong.get_data(as_text=True)
    assert web.post("/settings/reminders", data={"manager_after": "5", "leadership_after": "10"}).status_code == 302
    assert 'value="5"' in web.get("/settings/reminders").get_data(as_text=True)


def test_the_api_says_and_answers_the_same(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    user = a_user(ledger, name="Nia Pryce")
    headers = {"Authorization": f"Bearer {a_token(ledger, user)}"}
    shown = web.get("/api/v1/reminders", headers=headers)
    assert shown.get_json()["digest_at"] is None
    said = web.put(
        "/api/v1/reminders", json={"digest_at": "08:00"}, headers=headers | {"If-Match": shown.headers["ETag"]}
    )
    assert (said.status_code, said.get_json()["digest_at"]) == (200, "08:00")
    made = web.post("/api/v1/reminders/calendar", json={}, headers=headers).get_json()["address"]
    path = made[made.index("/calendar/") :]
    assert web.get(path).status_code == 200
    assert web.delete("/api/v1/reminders/calendar", headers=headers).status_code == 204
    assert web.get(path).status_code == 404
    assert web.delete("/api/v1/reminders/calendar", headers=headers).status_code == 204
    nia = an_actor(ledger, name="Someone Else")
    assert ledger.ask(own_wish, nia).digest_at is None
