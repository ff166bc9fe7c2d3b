"""The portal: a client's own people read their client's part, all of it, and nothing else."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from ledger.clients.operations.clients import edit_client
from ledger.incidents.operations.corrections import correct_entry
from ledger.incidents.operations.timeline import add_entry
from ledger.incidents.portal import own_case, own_incidents, own_news
from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import NotFound, Refused
from ledger.kernel.ids import new_id
from ledger.letters.own_lines import own_letter_lines
from ledger.people.actor import Actor
from ledger.people.models import SignInAttempt, User
from ledger.people.queries import actor_of
from ledger.recovery.operations.promises import break_promise, make_promise
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_actor, an_incident
from tests.support.web import StrictClient


@dataclass(frozen=True)
class House:
    """Two clients, each with a user; one incident that touched both, and one of each alone."""

    manager: Actor
    ours: User
    theirs: User
    shared: str
    """The shared incident's id."""
    our_reference: str
    their_reference: str


@pytest.fixture
def house(ledger: Ledger) -> House:
    """Two clients side by side."""
    a_provider(ledger)
    harbour, orchard = a_client(ledger), a_client(ledger, "ORC", "Orchard Clinic", zone="Asia/Kathmandu")
    manager = an_actor(ledger, name="Xanthe Quill")
    filed = an_incident(ledger, manager, ("HFO", "ORC"), title="Mail stopped")
    an_incident(ledger, manager, ("ORC",), title="Plumquartz scanner down")
    ours = a_user(ledger, "client", name="Ada Okafor", client_id=harbour.id)
    theirs = a_user(ledger, "client", name="Ben Hale", client_id=orchard.id)
    return House(manager, ours, theirs, filed.id, filed.client_references[0], filed.client_references[1])


def reader(user: User) -> Actor:
    """Return the actor a client's user is."""
    return actor_of(user, "Europe/London")


def told(ledger: Ledger, house: House, text: str, **more: Any) -> str:
    """Write an entry of the shared incident and return its id."""
    return ledger.do(add_entry, house.manager, incident_id=house.shared, **({"kind": "update", "text": text} | more)).id


def test_a_client_reads_entries_for_it_and_for_all_and_no_other(ledger: Ledger, house: House) -> None:
    told(ledger, house, "We are looking at the queue.")
    told(ledger, house, "Only for the harbour.", visibility="one_client", client_code="HFO")
    told(ledger, house, "Only for the clinic.", visibility="one_client", client_code="ORC")
    told(ledger, house, "Between ourselves.", visibility="internal")
    ours = ledger.ask(own_case, reader(house.ours), house.our_reference)
    theirs = ledger.ask(own_case, reader(house.theirs), house.their_reference)
    assert [entry.text for entry in ours.entries] == ["Only for the harbour.", "We are looking at the queue."]
    assert [entry.text for entry in theirs.entries] == ["Only for the clinic.", "We are looking at the queue."]


def test_a_corrected_entry_stands_in_its_newest_words_only(ledger: Ledger, house: House) -> None:
    first = told(ledger, house, "All mail is lost.")
    ledger.do(correct_entry, house.manager, entry_id=first, text="All mail is late.", reason="We looked again.")
    case = ledger.ask(own_case, reader(house.ours), house.our_reference)
    assert [entry.text for entry in case.entries] == ["All mail is late."]


def test_a_foreign_reference_is_not_found_like_one_that_does_not_exist(ledger: Ledger, house: House) -> None:
    for reference in (house.their_reference, "HFO-1999-99", "INC-2026-0001"):
        with pytest.raises(NotFound) as refusal:
            ledger.ask(own_case, reader(house.ours), reference)
        assert refusal.value.sentence == NotFound().sentence


def test_staff_and_people_without_a_client_do_not_read_portal_rows(ledger: Ledger, house: House) -> None:
    nobody = Actor("nobody", "Nobody", "client", client_id=None)
    assert ledger.ask(own_incidents, nobody) == []
    for read in (own_incidents, own_letter_lines):
        with pytest.raises(Refused):
            ledger.ask(read, house.manager)


def test_lists_and_news_are_of_the_own_client(ledger: Ledger, house: House) -> None:
    before = now()
    told(ledger, house, "We are looking at the queue.")
    assert [one.statement for one in ledger.ask(own_incidents, reader(house.ours))] == ["Mail stopped"]
    assert len(ledger.ask(own_incidents, reader(house.theirs), is_open=True)) == 2
    assert ledger.ask(own_incidents, reader(house.theirs), is_open=False) == []
    assert [entry.client_reference for entry in ledger.ask(own_news, reader(house.ours), before)] == [
        house.our_reference
    ]
    assert ledger.ask(own_news, reader(house.ours), now()) == []


def test_who_noticed_is_you_only_for_the_client_that_did(ledger: Ledger, house: House) -> None:
    filed = an_incident(ledger, house.manager, ("HFO", "ORC"), found_by="client", found_by_client="HFO")
    found = [
        ledger.ask(own_case, reader(user), reference).found_by
        for user, reference in zip((house.ours, house.theirs), filed.client_references, strict=True)
    ]
    assert found == ["you", "third_party"]


def test_no_page_of_the_portal_says_what_is_ours_or_anothers(web: StrictClient, ledger: Ledger, house: House) -> None:
    told(ledger, house, "Between ourselves: vexwort.", visibility="internal")
    told(ledger, house, "For the clinic: plumquartz.", visibility="one_client", client_code="ORC")
    told(ledger, house, "We are looking at the queue.", next_update_at=now() + timedelta(hours=1))
    promised: dict[str, Any] = {
        "text": "Ring the clinic, gloamberry.",
        "due_at": now() + timedelta(days=1),
        "kind": "callback",
    }
    ledger.do(make_promise, house.manager, client_code="ORC", incident_id=house.shared, **promised)
    web.sign_in(house.ours)
    for address in ("/portal", "/portal/incidents", f"/portal/incidents/{house.our_reference}", "/portal/letters"):
        page = web.get(address)
        assert page.status_code == 200, address
        for word in ("INC-", "vexwort", "lumquartz", "gloamberry", "Orchard", "ORC", "Xanthe", "post-mortem", ">S2<"):
            assert word not in page.text, f"{word} at {address}"
    assert "We are looking at the queue." in web.get(f"/portal/incidents/{house.our_reference}").text
    assert web.get(f"/portal/incidents/{house.their_reference}").status_code == 404
    assert web.get("/portal/letters/none").status_code == 404


def test_times_are_of_the_clients_zone(web: StrictClient, ledger: Ledger, house: House) -> None:
    told(ledger, house, "We are looking at the queue.")
    web.sign_in(house.theirs)
    page = web.get(f"/portal/incidents/{house.their_reference}").text
    printed = re.findall(r"<time[^>]*>([^<]+)</time>", page)
    assert printed
    assert all(text.endswith("UTC+05:45") for text in printed)
    assert not re.search(r"\d\d:\d\d (GMT|BST)", page)


def test_statuses_are_said_in_plain_words(web: StrictClient, house: House) -> None:
    web.sign_in(house.ours)
    assert "working on it" in web.get("/portal").text
    assert "working on it" in web.get(f"/portal/incidents/{house.our_reference}").text


def test_a_client_is_led_to_the_portal_and_staff_are_not_let_in(
    web: StrictClient, house: House, ledger: Ledger
) -> None:
    web.sign_in(house.ours)
    assert web.get("/").location == "/portal"
    assert web.get("/clients").status_code == 403
    web.sign_in(a_user(ledger, "leadership"))
    assert web.get("/portal").status_code == 403


def test_a_broken_promise_leaves_what_we_owe_and_stays_with_its_case(
    web: StrictClient, ledger: Ledger, house: House
) -> None:
    with pretended(now() - timedelta(days=3)):
        promise = ledger.do(
            make_promise, house.manager, client_code="HFO", incident_id=None, text="Visit you.", kind="visit",
            due_at=now() + timedelta(days=1),
        )  # fmt: skip
    web.sign_in(house.ours)
    assert "late, still owed" in web.get("/portal").text
    ledger.do(break_promise, house.manager, promise_id=promise.id, reason="Our engineer is ill.", version=1)
    assert "Visit you." not in web.get("/portal").text


def test_what_is_new_is_said_since_the_visit_before(web: StrictClient, ledger: Ledger, house: House) -> None:
    web.sign_in(house.ours)
    assert "New since" not in web.get("/portal").text
    visited(ledger, house.ours, timedelta(hours=2))
    visited(ledger, house.ours, timedelta(minutes=1))
    visited(ledger, house.ours, timedelta())
    told(ledger, house, "We are looking at the queue.")
    page = web.get("/portal").text
    assert "New since your last visit" in page
    assert "We are looking at the queue." in page


def visited(ledger: Ledger, user: User, before: timedelta) -> None:
    """Note that this person signed in some time ago."""
    at = now() - before
    with ledger.unit() as session:
        session.add(SignInAttempt(id=new_id(), at=at, account="door", address="", worked=True, user_id=user.id))


def test_many_incidents_cost_the_portal_no_more_queries(web: StrictClient, ledger: Ledger, house: House) -> None:
    web.sign_in(house.ours)
    web.get("/portal")
    short = counted(web, ledger)
    for number in range(60):
        an_incident(ledger, house.manager, title=f"Line {number} down", severity="S3")
    assert counted(web, ledger) <= short <= 20
    assert "Older" in web.get("/portal/incidents").text


def counted(web: StrictClient, ledger: Ledger) -> int:
    """Return how many SELECTs the first page costs."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(ledger.database.engine, "before_cursor_execute", note)
    try:
        assert web.get("/portal").status_code == 200
    finally:
        event.remove(ledger.database.engine, "before_cursor_execute", note)
    return len(seen)


def test_a_clients_zone_can_move_and_its_pages_follow(web: StrictClient, ledger: Ledger, house: House) -> None:
    known = {"name": "Harbour Foods", "currency": "GBP", "zone": "Asia/Tokyo", "locale": "en_GB", "country": "GB"}
    ledger.do(edit_client, house.manager, code="HFO", version=1, sharing_label="For Harbour Foods only", **known)
    web.sign_in(house.ours)
    assert "JST" in web.get("/portal").text
