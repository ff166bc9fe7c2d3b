"""A form that is sent twice writes once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from ledger.kernel.clock import now
from ledger.kernel.errors import Busy
from ledger.people.models import IdempotencyKey
from ledger.people.operations.idempotency import AT_WORK, IN_FLIGHT
from ledger.recovery.models import Promise
from ledger.web import pressed_once
from ledger.web.pages import recovery
from ledger.web.pressed_once import AGAIN, BROKE_OFF, STILL
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_actor, an_incident
from tests.support.web import StrictClient

RING = {"client_code": "HFO", "text": "Ring you back", "due_on": (now() + timedelta(days=9)).date().isoformat()}


@pytest.fixture
def incident(web: StrictClient, ledger: Ledger) -> str:
    """The address of an incident, before somebody who works on it."""
    a_provider(ledger)
    a_client(ledger)
    filed = an_incident(ledger, an_actor(ledger))
    web.sign_in(a_user(ledger, name="Piet Moor"))
    return f"/incidents/{filed.reference}"


def token(web: StrictClient, page: str, action: str) -> str:
    """Return the token of the form on this page that goes to `action`."""
    form = web.get(page).text.split(f'action="{action}"')[1]
    found = re.search(r'name="once" value="([^"]+)"', form)
    assert found
    return found[1]


def promises(ledger: Ledger) -> int:
    with ledger.database.read() as session:
        return session.scalar(select(func.count()).select_from(Promise)) or 0


def in_flight(ledger: Ledger, *, for_long: bool = False) -> None:
    """Let the first of two presses not have been answered yet."""
    made_at = now() - AT_WORK - timedelta(seconds=1) if for_long else now()
    with ledger.database.write() as session:
        session.execute(update(IdempotencyKey).values(status=IN_FLIGHT, headers={}, made_at=made_at))
        session.commit()


def test_the_same_form_sent_again_leads_to_where_it_led_and_writes_nothing(
    web: StrictClient, ledger: Ledger, incident: str
) -> None:
    action = f"{incident}/promises"
    said = RING | {"once": token(web, incident, action)}
    first, second = (web.post(action, data=said | {"csrf_token": drawn}) for drawn in ("as drawn", "drawn again"))
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.location == first.location
    assert promises(ledger) == 1
    assert AGAIN in web.get(second.location).text


def test_other_words_or_a_form_opened_anew_are_another_act(web: StrictClient, ledger: Ledger, incident: str) -> None:
    action = f"{incident}/promises"
    said = RING | {"once": token(web, incident, action)}
    web.post(action, data=said)
    web.post(action, data=said | {"text": "Write to you"})
    web.post(action, data=RING | {"once": token(web, incident, action)})
    assert promises(ledger) == 3


def test_what_was_refused_may_be_sent_again_as_it_is(web: StrictClient, ledger: Ledger, incident: str) -> None:
    said = RING | {"once": token(web, incident, f"{incident}/promises"), "text": ""}
    assert [web.post(f"{incident}/promises", data=said).status_code for _ in range(2)] == [422, 422]
    assert promises(ledger) == 0


def test_what_a_busy_ledger_did_not_take_may_be_sent_again(
    web: StrictClient, ledger: Ledger, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_busy(*_args: object, **_said: object) -> None:
        raise Busy

    said = RING | {"once": token(web, incident, f"{incident}/promises")}
    with monkeypatch.context() as patch:
        patch.setattr(recovery, "make_promise", is_busy)
        assert web.post(f"{incident}/promises", data=said).status_code == 503
    assert web.post(f"{incident}/promises", data=said).status_code == 302
    assert promises(ledger) == 1


def test_the_second_of_two_presses_waits_for_the_first_and_says_so_when_that_lasts(
    web: StrictClient, ledger: Ledger, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = RING | {"once": token(web, incident, f"{incident}/promises")}
    web.post(f"{incident}/promises", data=said)
    in_flight(ledger)
    waited: list[float] = []
    monkeypatch.setattr(pressed_once, "sleep", waited.append)
    answer = web.post(f"{incident}/promises", data=said)
    assert (answer.status_code, len(waited)) == (409, pressed_once.PAUSES)
    assert STILL in answer.text
    assert promises(ledger) == 1


def test_the_first_of_two_presses_that_is_refused_meanwhile_lets_the_second_through(
    web: StrictClient, ledger: Ledger, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = RING | {"once": token(web, incident, f"{incident}/promises")}
    web.post(f"{incident}/promises", data=said)
    in_flight(ledger)

    def is_refused(_seconds: float) -> None:
        with ledger.database.write() as session:
            session.execute(delete(IdempotencyKey))
            session.commit()

    monkeypatch.setattr(pressed_once, "sleep", is_refused)
    assert web.post(f"{incident}/promises", data=said).status_code == 302
    assert promises(ledger) == 2


def test_a_press_that_broke_off_is_not_repeated_blindly(web: StrictClient, ledger: Ledger, incident: str) -> None:
    said = RING | {"once": token(web, incident, f"{incident}/promises")}
    web.post(f"{incident}/promises", data=said)
    in_flight(ledger, for_long=True)
    answer = web.post(f"{incident}/promises", data=said)
    assert answer.status_code == 409
    assert BROKE_OFF in answer.text
    assert promises(ledger) == 1
