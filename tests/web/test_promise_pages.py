"""Promises in the browser: made from anywhere, every end of one, and what we owe."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.kernel.clock import now
from ledger.recovery.operations.promises import make_promise
from ledger.work import Ledger
from tests.factories import a_client
from tests.recovery.factories import (
    FAR,
    a_case,
    a_promised_remedy,
    recovery,
)
from tests.support.web import StrictClient, posted, signed_in


def test_a_promise_is_made_from_anywhere_and_kept_with_one_press(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    assert web.get("/promises/new").status_code == 200
    answer = posted(
        web, "/promises/new", client_code="HFO", text="Ring you back", due_on="2099-01-31", visible_to_client="true",
        kind="callback", incident=case.filed.reference,
    )  # fmt: skip
    assert "Promise written down." in answer.text
    (row,) = recovery(ledger, case).promises
    owed = web.get("/owed")
    assert "Ring you back" in owed.text
    assert "31 Jan 2099" in owed.text
    posted(web, f"/promises/{row.id}/keep", version=1)
    assert recovery(ledger, case).promises[0].status == "kept"
    assert "Ring you back" not in web.get("/owed").text


def test_the_promise_form_wants_a_day_or_a_time(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    path = f"/incidents/{case.filed.reference}/promises"
    answer = posted(web, path, client_code="HFO", text="Ring you back")
    assert answer.status_code == 422
    assert "Say by when" in answer.text
    assert posted(web, path, client_code="HFO", text="Ring you back", due_on="9999-12-31").status_code == 422
    assert posted(web, path, client_code="HFO", text="Ring you back", due_at="2099-01-31T15:00").status_code == 200
    assert not recovery(ledger, case).promises[0].due_is_day


def test_a_promise_to_an_incident_that_is_none_is_refused_beside_it_and_keeps_what_was_typed(
    web: StrictClient, ledger: Ledger
) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    said = {"client_code": "HFO", "text": "Ring you back", "due_on": "2099-01-31", "incident": "INC-1999-0001"}
    answer = posted(web, "/promises/new", **said)
    assert answer.status_code == 422
    assert "There is no incident INC-1999-0001" in answer.text
    assert "Ring you back" in answer.text


@pytest.mark.parametrize(
    ("step", "data", "state"),
    [
        ("redate", {"due_on": "2099-06-01", "reason": "the part is late"}, "open"),
        ("release", {"client_words": "Ms Okafor: no need", "proof": "Her mail"}, "released"),
        ("break", {"reason": "we forgot"}, "broken"),
        ("keep", {"evidence": "call at 14:02"}, "kept"),
    ],
)
def test_every_end_of_a_promise_has_its_form(
    web: StrictClient, ledger: Ledger, step: str, data: dict[str, str], state: str
) -> None:
    case = a_case(ledger)
    row = ledger.do(make_promise, case.nia, client_code="HFO", text="Ring you", due_on=FAR, incident_id=case.filed.id)
    signed_in(web, ledger, case.nia.user_id)
    assert web.get(f"/promises/{row.id}").status_code == 200
    assert posted(web, f"/promises/{row.id}/{step}", version=1, **data).status_code == 200
    assert recovery(ledger, case).promises[0].status == state


def test_what_we_owe_begins_with_mine_and_is_narrowed_by_its_address(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    at = now()
    past: dict[str, Any] = {"promised_at": at - timedelta(hours=2), "due_at": at - timedelta(hours=1)}
    ledger.do(make_promise, case.nia, client_code="ORC", text="Mine and late", **past)
    ledger.do(make_promise, case.omar, client_code="HFO", text="Of Omar", due_on=FAR)
    a_promised_remedy(ledger, case, text="Credit of October")
    signed_in(web, ledger, case.nia.user_id)
    mine = web.get("/owed").text
    assert mine.index("Mine and late") < mine.index("Credit of October")
    assert "1 overdue" in mine
    assert "Of Omar" not in mine
    assert "Of Omar" in web.get("/owed?who=everyone").text
    assert "Mine and late" not in web.get("/owed?who=everyone&client=HFO").text
    assert "Nothing owed here" in web.get(f"/owed?who={case.lead.user_id}").text
