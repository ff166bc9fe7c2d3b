"""The record's pages: what it proves, receipts for staff and client, the keys, and the line at the foot."""

import json

from sqlalchemy import select

from ledger.clients.models import Client
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.work import Ledger
from tests.notary.client_script import checked
from tests.support.seeded import Seeded
from tests.support.web import StrictClient


def test_staff_and_the_client_download_a_receipt_that_holds(web: StrictClient, ledger: Ledger, seeded: Seeded) -> None:
    for role in ("service_manager", "client"):
        answer = web.sign_in(seeded.users[role]).post(f"/record/receipts/{seeded.values['client_reference']}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].endswith('-receipt.json"')
        checked(ledger, answer.get_data(as_text=True))


def test_a_letter_s_receipt_names_its_file(web: StrictClient, ledger: Ledger, seeded: Seeded) -> None:
    letter = seeded.values["issued_letter"]
    client = web.sign_in(seeded.users["client"])
    file = client.get(f"/letters/{letter}/letter.pdf").get_data()
    text = client.post(f"/record/receipts/{letter}").get_data(as_text=True)
    types = [json.loads(entry["body"])["type"] for entry in json.loads(text)["entries"]]
    assert "letter.issued" in types
    checked(ledger, text, file=file)


def test_a_receipt_of_somebody_else_is_not_there(web: StrictClient, ledger: Ledger, seeded: Seeded) -> None:
    with ledger.database.read() as session:
        log_id = session.scalar(select(Client.log_id))
    for name in ("ORC", "_provider", log_id):
        assert web.sign_in(seeded.users["client"]).post(f"/record/receipts/{name}").status_code == 404


def test_the_page_says_what_is_proved_and_what_not_and_offers_the_script(web: StrictClient, seeded: Seeded) -> None:
    page = web.sign_in(seeded.users["client"]).get("/record").get_data(as_text=True)
    assert "What it does not prove" in page
    assert "/static/verify_receipt.py" in page
    script = web.get("/static/verify_receipt.py")
    assert script.get_data(as_text=True).startswith("#!/usr/bin/env python3")
    script.close()


def test_a_client_takes_the_receipt_of_everything_from_the_record_s_page(
    web: StrictClient, ledger: Ledger, seeded: Seeded
) -> None:
    code = seeded.values["client"]
    address = f"/record/receipts/{code}"
    assert address not in web.sign_in(seeded.users["service_manager"]).get("/record").get_data(as_text=True)
    assert address in web.sign_in(seeded.users["client"]).get("/record").get_data(as_text=True)
    text = web.post(address).get_data(as_text=True)
    told = json.loads(text)
    assert len(told["entries"]) == int(told["checkpoint"].split("\n")[1])
    checked(ledger, text)


def test_the_foot_says_when_it_was_last_checked_and_findings_are_ours_to_read(
    web: StrictClient, ledger: Ledger, seeded: Seeded
) -> None:
    assert "not checked yet" in web.sign_in(seeded.users["auditor"]).get("/record").get_data(as_text=True)
    verify(ledger, SYSTEM, outside=("no checkpoint at all",))
    ours = web.get("/record").get_data(as_text=True)
    assert "1 thing is not as recorded; last checked" in ours
    assert 'href="/record/findings"' in ours
    found = web.get("/record/findings").get_data(as_text=True)
    assert "A file kept outside is not a checkpoint." in found
    assert "Found first" in found
    assert "Stop sending." in found
    verify(ledger, SYSTEM)
    assert "last checked" in web.get("/record").get_data(as_text=True)
    assert "Everything was as recorded when it was last checked" in web.get("/record/findings").get_data(as_text=True)


def test_a_client_reads_that_something_is_wrong_and_whom_to_ask_and_no_more(
    web: StrictClient, ledger: Ledger, seeded: Seeded
) -> None:
    verify(ledger, SYSTEM, outside=("no checkpoint at all",))
    theirs = web.sign_in(seeded.users["client"]).get("/record").get_data(as_text=True)
    assert "Not everything is as it was recorded; whom to ask stands here" in theirs
    assert "Call Tidewater" in theirs
    assert "A file kept outside" not in theirs
    assert web.get("/record/findings").status_code == 403


def test_the_keys_are_served_to_everybody(web: StrictClient, seeded: Seeded) -> None:
    web.sign_in(seeded.users["client"]).post(f"/record/receipts/{seeded.values['client_reference']}")
    web.delete_cookie("session")
    told = web.get("/.well-known/amends-keys.txt").get_data(as_text=True)
    assert "tidewater.example/amends+" in told
