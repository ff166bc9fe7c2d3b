"""Recovery by the API: the same verbs and refusals as on the pages."""

from datetime import timedelta

from flask import Flask

from ledger.kernel.clock import iso, now
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.work import Ledger
from tests.factories import a_user
from tests.recovery.factories import HARM, a_case
from tests.support.programs import Program, reasons
from tests.support.seeded import a_token

BASE = "/api/v1"
FAR = "2099-01-31"


def a_program_of(app: Flask, ledger: Ledger, actor: Actor) -> Program:
    with ledger.database.read() as session:
        user = session.get_one(User, actor.user_id)
    return Program(app, a_token(ledger, user))


def test_an_action_is_added_done_and_verified_by_somebody_else(app: Flask, ledger: Ledger) -> None:
    case = a_case(ledger)
    nia, omar = a_program_of(app, ledger, case.nia), a_program_of(app, ledger, case.omar)
    body = {"incident": case.filed.reference, "text": "We check every restore", "due_on": FAR}
    added = nia("POST", f"{BASE}/actions", json=body)
    assert added.status_code == 201
    here = f"{BASE}/actions/{added.get_json()['id']}"
    waiting = added.get_json()
    assert (waiting["status"], waiting["next_state"]) == ("proposed", "funded")
    assert "Name the second person who will look at it." in waiting["missing"]
    refused = nia("POST", f"{here}/start", {"If-Match": '"1"'})
    assert (refused.status_code, reasons(refused)["sort"]) == (422, ["Say what sort of change it is."])
    assert nia("POST", f"{here}/plan", json={}).status_code == 428
    plan = {
        "evaluation_criteria": "No restore fails", "measure": "Restores", "baseline": "Two of five failed",
        "window_days": 60, "min_opportunities": 5, "planned_verifier_id": case.omar.user_id, "sort": "check",
        "estimate": {"amount": "0.00", "currency": "GBP"}, "start": True,
    }  # fmt: skip
    begun = nia("POST", f"{here}/plan", {"If-Match": '"1"'}, json=plan)
    assert begun.get_json()["status"] == "in_progress"
    bare = nia("POST", f"{here}/implement", {"If-Match": begun.headers["ETag"]}, json={"evidence": "a log"})
    assert set(reasons(bare)) == {"could_break", "how_undone"}
    done = nia("POST", f"{here}/implement", {"If-Match": begun.headers["ETag"]}, json={"evidence": "a log", **HARM})
    assert done.get_json()["status"] == "implemented"
    own = nia("POST", f"{here}/verify", {"If-Match": done.headers["ETag"]}, json={"note": "fine"})
    assert own.status_code == 403
    assert "second person" in own.get_json()["detail"]
    verified = omar("POST", f"{here}/verify", {"If-Match": done.headers["ETag"]}, json={"note": "I looked"})
    assert (verified.get_json()["verifier"], verified.get_json()["status"]) == ("Omar Haddad", "watching")
    steps = nia("GET", f"{here}/history").get_json()["steps"]
    assert [step["verb"] for step in reversed(steps)] == [
        "added", "planned", "funded", "started", "implemented", "verified", "watched",
    ]  # fmt: skip
    listed = omar("GET", f"{BASE}/actions?state=watching").get_json()
    assert [row["id"] for row in listed["items"]] == [waiting["id"]]


def test_a_remedy_is_proposed_approved_promised_and_delivered(app: Flask, ledger: Ledger) -> None:
    case = a_case(ledger)
    nia, lead = a_program_of(app, ledger, case.nia), a_program_of(app, ledger, case.lead)
    body = {
        "client_reference": case.reference, "code": "SC", "text": "Ten per cent of October",
        "value": {"amount": "1185.00", "currency": "GBP"}, "due_on": FAR,
        "details": {"clause": "7.2", "formula": "10 %", "period": "October"},
    }  # fmt: skip
    row = nia("POST", f"{BASE}/remedies", json=body).get_json()
    assert (row["status"], row["cost"]) == ("proposed", {"amount": "1185.00", "currency": "GBP"})
    here = f"{BASE}/remedies/{row['id']}"
    approved = lead("POST", f"{here}/approve", {"If-Match": '"1"'})
    promised = nia("POST", f"{here}/promise", {"If-Match": approved.headers["ETag"]}, json={"due_on": FAR})
    delivered = nia(
        "POST",
        f"{here}/deliver",
        {"If-Match": promised.headers["ETag"]},
        json={"evidence": "credit note 2087", "details": {"invoice": "2090"}},
    )
    assert delivered.get_json()["status"] == "delivered"
    whole = nia("GET", f"{BASE}/recovery/incidents/{case.filed.reference}").get_json()
    assert whole["value_totals"] == whole["booked_costs"] == [{"amount": "1185.00", "currency": "GBP"}]


def test_a_field_that_would_charge_the_client_is_not_known(app: Flask, ledger: Ledger) -> None:
    case = a_case(ledger)
    nia = a_program_of(app, ledger, case.nia)
    body = {"client_reference": case.reference, "code": "RW", "text": "Rework", "payer": "client"}
    refused = nia("POST", f"{BASE}/remedies", json=body)
    assert refused.status_code == 422
    assert reasons(refused)["payer"] == ["This field is not known here."]


def test_what_it_costs_us_is_null_for_who_may_not_see_it(app: Flask, ledger: Ledger) -> None:
    case = a_case(ledger)
    nia, lead = a_program_of(app, ledger, case.nia), a_program_of(app, ledger, case.lead)
    money = {"amount": "777.77", "currency": "GBP"}
    body = {"client_reference": case.reference, "code": "RW", "text": "Rework", "cost": money}
    body["details"] = {"hours": "6.25"}
    row = nia("POST", f"{BASE}/remedies", json=body).get_json()
    lead("POST", f"{BASE}/remedies/{row['id']}/approve", {"If-Match": '"1"'})
    third = Program(app, a_token(ledger, a_user(ledger, name="Third Manager")))
    shown = third("GET", f"{BASE}/remedies/{row['id']}")
    assert shown.get_json()["cost"] is None
    whole = third("GET", f"{BASE}/recovery/incidents/{case.filed.reference}")
    assert whole.get_json()["cost_totals"] is None
    assert "777.77" not in shown.text + whole.text


def test_one_press_and_a_promise_by_the_api(app: Flask, ledger: Ledger) -> None:
    case = a_case(ledger)
    nia = a_program_of(app, ledger, case.nia)
    body = {"text": "Nothing new.", "next_update_at": iso(now() + timedelta(minutes=30))}
    (told,) = nia("POST", f"{BASE}/recovery/incidents/{case.filed.reference}/updates", json=body).get_json()
    assert told["words"].startswith("Nothing new. Next update by ")
    made = nia("POST", f"{BASE}/promises", json={"client_code": "HFO", "text": "Ring you back", "due_on": FAR})
    here = f"{BASE}/promises/{made.get_json()['id']}"
    owed = nia("GET", f"{BASE}/recovery/owed?person={case.nia.user_id}").get_json()
    assert [row["id"] for row in owed if row["kind"] == "promise"] == [told["next_promise"], made.get_json()["id"]]
    kept = nia("POST", f"{here}/keep", {"If-Match": made.headers.get("ETag", '"1"')}, json={})
    assert kept.get_json()["standing"] == "kept"


def test_the_same_key_promises_only_once(app: Flask, ledger: Ledger) -> None:
    case = a_case(ledger)
    nia = a_program_of(app, ledger, case.nia)
    body = {"client_code": "HFO", "text": "Ring you back", "due_on": FAR}
    answers = [nia("POST", f"{BASE}/promises", {"Idempotency-Key": "once-1"}, json=body) for _ in range(2)]
    assert answers[0].get_json() == answers[1].get_json()
    owed = nia("GET", f"{BASE}/recovery/owed").get_json()
    assert [row["text"] for row in owed if row["kind"] == "promise"] == ["Ring you back"]


def test_a_program_says_itself_that_words_name_nobody(app: Flask, ledger: Ledger) -> None:
    case = a_case(ledger)
    a_user(ledger, name="Abi Folarin")
    nia, at = a_program_of(app, ledger, case.nia), f"{BASE}/incidents/{case.filed.reference}/entries"
    entry = {"text": "Abi Folarin restarted it.", "visibility": "all_clients"}
    told = f"{BASE}/recovery/incidents/{case.filed.reference}/updates"
    for address, body in ((at, entry), (told, {"text": entry["text"]})):
        refused = nia("POST", address, json=body)
        assert refused.status_code == 422
        assert "names_nobody" in reasons(refused)["text"][0]
        assert nia("POST", address, json=body | {"names_nobody": True}).status_code == 201
    assert nia("POST", at, json=entry | {"visibility": "internal"}).status_code == 201
