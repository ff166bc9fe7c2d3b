"""The calendar of what is due: a secret address, shown once, that answers its owner's list and nobody else's."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from ledger.kernel.clock import now
from ledger.people.models import User
from ledger.record.operations import note
from ledger.recovery.operations.promises import make_promise, release_promise
from ledger.recovery.operations.redating import redate_promise
from ledger.web.session import EXTENSION
from ledger.work import Ledger
from tests.recovery.factories import Case, a_case
from tests.support.planted import all_words
from tests.support.web import StrictClient

LONG = "Ring Ms Okafor back; ask about invoices, the printer\nand “Ünïcödé” " + "x" * 90


def _user(ledger: Ledger, case: Case) -> User:
    with ledger.database.read() as session:
        return session.get_one(User, case.nia.user_id)


def _address(web: StrictClient, ledger: Ledger, case: Case, **data: str) -> str:
    web.sign_in(_user(ledger, case))
    page = web.post("/account/calendar", data=data).get_data(as_text=True)
    assert page.count(".ics") == 1
    address = page.split("/calendar/")[1].split(".ics")[0]
    with web.session_transaction() as session:
        session.clear()
    return f"/calendar/{address}.ics"


def _a_promise(ledger: Ledger, case: Case, **differs: Any) -> str:
    given: dict[str, Any] = {"client_code": "HFO", "text": LONG, "due_on": date(2099, 1, 31)}
    return ledger.do(make_promise, case.nia, **(given | differs)).id


def _events(web: StrictClient, address: str) -> dict[str, Any]:
    answer = web.get(address)
    assert answer.status_code == 200
    body = answer.get_data()
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    calendar = Calendar.from_ical(body)
    assert calendar["PRODID"] == "-//tidewater.example//Amends//EN"
    return {str(event["UID"]).split("@", maxsplit=1)[0]: event for event in calendar.walk("VEVENT")}


def test_a_calendar_reads_what_is_due_without_a_session(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    promise_id = _a_promise(ledger, case)
    timed = _a_promise(ledger, case, due_on=None, due_at=datetime(2098, 6, 1, 14, 30, tzinfo=UTC))
    address = _address(web, ledger, case)
    answer = web.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Set-Cookie" not in answer.headers
    events = _events(web, address)
    day, instant = events[f"promise-{promise_id}"], events[f"promise-{timed}"]
    assert str(day["SUMMARY"]) == f"HFO: {LONG}"
    assert (day["DTSTART"].dt, day["DTEND"].dt) == (date(2099, 1, 31), date(2099, 2, 1))
    assert instant["DTSTART"].dt == datetime(2098, 6, 1, 14, 30, tzinfo=UTC)
    assert "DTEND" not in instant, "an end has to lie after the beginning (RFC 5545, 3.8.2.2)"
    assert (day["SEQUENCE"], str(day["STATUS"]), str(day["CLASS"])) == (0, "CONFIRMED", "PRIVATE")
    assert abs(day["LAST-MODIFIED"].dt - now()) < timedelta(minutes=5)
    assert any(name.startswith("clock-") for name in events)
    assert web.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_moved_date_is_the_same_entry_and_a_released_promise_is_cancelled(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    moved, released = _a_promise(ledger, case), _a_promise(ledger, case)
    address = _address(web, ledger, case)
    ledger.do(redate_promise, case.nia, promise_id=moved, due_on=date(2099, 2, 28), reason="The part is late")
    ledger.do(release_promise, case.nia, promise_id=released, client_words="No need", proof="Her mail")
    events = _events(web, address)
    assert (events[f"promise-{moved}"]["SEQUENCE"], events[f"promise-{moved}"]["DTSTART"].dt) == (1, date(2099, 2, 28))
    assert str(events[f"promise-{released}"]["STATUS"]) == "CANCELLED"


def test_short_titles_say_no_word_that_anybody_wrote(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    promise_id = _a_promise(ledger, case)
    address = _address(web, ledger, case, short_titles="true")
    assert str(_events(web, address)[f"promise-{promise_id}"]["SUMMARY"]) == "HFO: promise"
    assert "Okafor" not in web.get(address).get_data(as_text=True)
    assert "Harbour" not in web.get(address).get_data(as_text=True)


def test_nobody_elses_work_stands_in_it(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    other = _a_promise(ledger, case, owner_id=case.omar.user_id)
    assert f"promise-{other}" not in _events(web, _address(web, ledger, case))


@pytest.mark.parametrize("how", ["revoked", "replaced", "closed", "wrong"])
def test_an_address_that_is_not_valid_is_not_found(web: StrictClient, ledger: Ledger, how: str) -> None:
    case = a_case(ledger)
    address = _address(web, ledger, case)
    assert web.get(address).status_code == 200
    if how == "revoked":
        web.sign_in(_user(ledger, case))
        web.post("/account/calendar/revoke")
    elif how == "replaced":
        assert _address(web, ledger, case) != address
    elif how == "closed":
        with ledger.unit() as session:
            session.get_one(User, case.nia.user_id).active = False
            session.get_one(User, case.nia.user_id).event_id = _noted(session)
    else:
        address = address.replace(address[12], "A" if address[12] != "A" else "B", 1)
    with web.session_transaction() as session:
        session.clear()
    assert web.get(address).status_code == 404


def _noted(session: Any) -> str:
    return note(session, "user.password_changed", actor="system", subjects="system")


def test_guessing_is_throttled_and_a_right_address_is_not(web: StrictClient, ledger: Ledger, app: Flask) -> None:
    case = a_case(ledger)
    address = _address(web, ledger, case)
    app.extensions[EXTENSION] = replace(ledger, settings=replace(ledger.settings, throttle=True))
    for _ in range(12):
        assert web.get(address).status_code == 200
    for place in range(100):
        assert web.get(f"/calendar/guess-{place}.ics").status_code == 404
    assert web.get("/calendar/guess-once-more.ics").status_code == 429


def test_the_secret_stands_nowhere_but_on_the_page_that_showed_it(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    secret = _address(web, ledger, case).removeprefix("/calendar/").removesuffix(".ics")
    web.get(f"/calendar/{secret}.ics")
    assert secret.lower() not in all_words(ledger)
    web.sign_in(_user(ledger, case))
    assert secret not in web.get("/account").get_data(as_text=True)
