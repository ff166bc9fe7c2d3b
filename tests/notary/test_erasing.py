"""Erasing a person: gone everywhere, provable all the same, and found when it comes back."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from ledger.clients.models import Contact
from ledger.duties.models import CalendarFeed
from ledger.incidents.as_known import known_at
from ledger.incidents.models import Entry, Incident
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused
from ledger.kernel.files import KeptFile
from ledger.letters.letter_files import letter_file
from ledger.letters.operations.drafting import draft_letter
from ledger.notary.erasing import erase, look
from ledger.notary.erasing_plan import plan_of
from ledger.notary.erasing_unit import Order
from ledger.notary.receipts import receipt
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.people.models import User
from ledger.record.erased_outside import FILE
from ledger.record.erasures import FileErased
from ledger.record.operations import note
from ledger.recovery.operations.actions import add_action
from ledger.recovery.operations.evidence import add_evidence
from ledger.work import Ledger
from tests.factories import a_user, an_incident
from tests.notary.client_script import checked
from tests.notary.erased_scene import HERS, HIS, MAIL, NAME, STAFF, STAFF_MAIL, Scene, a_scene, everything, words_in
from tests.recovery.factories import FAR
from tests.support.events import log_events

REQUEST = "Art. 17 request of 2026-11-20"
GROUND = "GDPR Art. 17(3)(e), until 2032"
KEPT = Order(REQUEST, keep_files=GROUND)
DELETED = Order(REQUEST, delete_files=True)


@pytest.fixture
def scene(own_ledger: Ledger) -> Scene:
    return a_scene(own_ledger)


def the(scene: Scene, model: type[Any], row_id: str) -> Any:
    with scene.ledger.database.read() as session:
        return session.scalars(select(model).where(model.id == row_id)).one()


def test_everything_verifies_after_an_erasure_with_the_checkpoints_from_before(scene: Scene) -> None:
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    assert verify(scene.ledger, SYSTEM, outside=(scene.kept,)).findings == ()


def test_with_the_lock_only_what_came_since_is_read(scene: Scene) -> None:
    seen = look(scene.ledger, SYSTEM, MAIL)
    told = {"text": f"{NAME} rang again."}
    with scene.ledger.unit() as session:
        note(session, "test.noted", actor="system", subjects={scene.log_id: "x"}, sealed=told)
    heard: list[int] = []
    with scene.ledger.database.read() as session:
        plan = plan_of(session, scene.ledger.files, seen.person, heard.append, seen)
        whole = plan_of(session, scene.ledger.files, seen.person)
    assert sum(heard) == 1
    assert {one.digest for one in plan.record.fields} == {one.digest for one in whole.record.fields}
    assert len(plan.record.fields) == len(seen.record.fields) + 1


def test_an_erased_contact_stands_in_no_table_and_no_file(scene: Scene) -> None:
    before = everything(scene.ledger)
    assert all(word in before for word in HERS[:3])
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    after = everything(scene.ledger)
    assert words_in(after, *HERS) == []
    assert STAFF.lower() in after


def test_an_erased_colleague_stands_in_no_table_and_no_file(scene: Scene) -> None:
    assert all(word in everything(scene.ledger) for word in HIS)
    erase(scene.ledger, SYSTEM, scene.staff.user_id, DELETED)
    after = everything(scene.ledger)
    assert words_in(after, *HIS) == []
    assert verify(scene.ledger, SYSTEM, outside=(scene.kept,)).findings == ()


def test_two_who_stand_in_the_same_text_are_erased_one_after_the_other(scene: Scene) -> None:
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    erase(scene.ledger, SYSTEM, scene.staff.user_id, DELETED)
    after = everything(scene.ledger)
    assert words_in(after, *HERS, *HIS) == []
    assert verify(scene.ledger, SYSTEM, outside=(scene.kept,)).findings == ()


def test_a_text_keeps_what_it_says_beside_the_name(scene: Scene) -> None:
    before = the(scene, Entry, scene.said)
    erase(scene.ledger, SYSTEM, MAIL, KEPT)
    row = the(scene, Entry, scene.said)
    assert (before.text, row.text) == (f"We rang {NAME} at nine.", "We rang [erased] at nine.")
    assert row.event_id == before.event_id


def test_an_account_and_a_contact_of_one_name_and_address_are_one_person(scene: Scene) -> None:
    erase(scene.ledger, SYSTEM, scene.contact_id, KEPT)
    user, contact = the(scene, User, scene.user.id), the(scene, Contact, scene.contact_id)
    assert user.name == contact.name
    assert user.name.startswith("Erased person ")
    assert (contact.mail, contact.phone, contact.night_phone, contact.salutation) == ("", "", "", "")
    assert user.email == f"{user.id}@erased.invalid"
    assert (user.active, contact.active, user.password) == (False, False, None)


def test_the_event_says_what_went_and_why_and_nothing_of_the_person(scene: Scene) -> None:
    erase(scene.ledger, SYSTEM, MAIL, KEPT)
    with scene.ledger.database.read() as session:
        events = [one for one in log_events(session, scene.log_id) if one.type == "privacy.erased"]
    data = events[0].body["data"]
    assert (data["basis"], data["kept_basis"], len(data["kept"])) == (REQUEST, GROUND, 1)
    assert data["digests"]
    assert words_in(json.dumps([one.body for one in events]), *HERS) == []
    assert "We rang [erased] at nine." in events[0].words["now_reads"]


def test_the_client_s_script_accepts_the_log_and_says_erased(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    erase(scene.ledger, SYSTEM, MAIL, KEPT)
    text = receipt(scene.ledger, SYSTEM, "HFO", since=scene.kept)[1]
    checked(scene.ledger, text, since=scene.kept)
    told = capsys.readouterr().out
    assert "erased" in told
    assert "withheld" not in told
    assert words_in(told, *HERS) == []


def test_a_deleted_letter_keeps_its_fingerprint_and_says_that_it_is_gone(scene: Scene) -> None:
    file = scene.ledger.ask(letter_file, SYSTEM, scene.letter_id)
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    with pytest.raises(FileErased):
        scene.ledger.ask(letter_file, SYSTEM, scene.letter_id)
    assert scene.ledger.files.state(file.sha256) == "missing"
    text = receipt(scene.ledger, SYSTEM, scene.letter_id)[1]
    assert file.sha256 in text


def test_a_kept_letter_is_handed_out_as_it_was(scene: Scene) -> None:
    erase(scene.ledger, SYSTEM, MAIL, KEPT)
    file = scene.ledger.ask(letter_file, SYSTEM, scene.letter_id)
    assert scene.ledger.files.state(file.sha256) == "whole"


@pytest.mark.parametrize(("order", "state"), [(KEPT, "whole"), (DELETED, "missing")])
def test_evidence_that_names_the_person_is_kept_or_deleted_like_a_letter(
    scene: Scene, order: Order, state: str
) -> None:
    action = scene.ledger.do(
        add_action, scene.case.leader, incident_id=scene.case.incident_id, kind="correction", text="Check it",
        due_on=FAR, start=True,
    )  # fmt: skip
    sha256 = scene.ledger.files.keep(f"09:14 called by {NAME}".encode())
    given: dict[str, Any] = {
        "text": "The log",
        "file": KeptFile(sha256, "calls.log", "text/plain", 30),
        "visible_to_client": True,
    }
    scene.ledger.do(add_evidence, scene.case.leader, action_id=action.id, **given)
    assert [file.name for file in look(scene.ledger, SYSTEM, MAIL).files] == ["HFO-2026-01-final-1.pdf", "calls.log"]
    erase(scene.ledger, SYSTEM, MAIL, order)
    assert scene.ledger.files.state(sha256) == state
    assert verify(scene.ledger, SYSTEM, outside=(scene.kept,)).findings == ()
    with scene.ledger.database.read() as session:
        said = [one.body["data"] for one in log_events(session, scene.log_id) if one.type == "privacy.erased"]
    assert sha256 in said[0]["kept" if state == "whole" else "deleted"]


def test_a_calendar_address_goes_with_the_person(scene: Scene) -> None:
    with scene.ledger.database.read() as session:
        assert session.scalars(select(CalendarFeed)).one().user_id == scene.staff.user_id
    erase(scene.ledger, SYSTEM, STAFF_MAIL, DELETED)
    with scene.ledger.database.read() as session:
        assert session.scalars(select(CalendarFeed)).all() == []


def test_looking_changes_nothing_and_lists_every_place(scene: Scene) -> None:
    before = everything(scene.ledger)
    plan = look(scene.ledger, SYSTEM, MAIL)
    assert everything(scene.ledger) == before
    assert [file.name for file in plan.files] == ["HFO-2026-01-final-1.pdf"]
    assert len(plan.uploads) == 1
    places = [one.place for one in plan.record.fields if one.place]
    assert any(place.kind == "entry.added" and NAME in place.excerpt for place in places)
    assert [place.excerpt for place in plan.record.perhaps] == ["Ada was not in."]


def test_more_words_for_the_person_go_too(scene: Scene) -> None:
    erase(scene.ledger, SYSTEM, MAIL, Order(REQUEST, delete_files=True, also=("Ada",)))
    assert "ada was not in" not in everything(scene.ledger)
    assert verify(scene.ledger, SYSTEM, outside=(scene.kept,)).findings == ()


def test_nobody_of_that_name_is_said_in_a_sentence(scene: Scene) -> None:
    with pytest.raises(NotFound, match="Nobody here has this mail address or id"):
        look(scene.ledger, SYSTEM, "nobody@harbour.example")


def test_an_address_of_several_people_is_not_enough(scene: Scene) -> None:
    a_user(scene.ledger, "client", client_id=scene.case.client.id, email="ben@harbour.example", name="Bea Stott")
    with pytest.raises(Conflict, match="Several people share this address"):
        look(scene.ledger, SYSTEM, "ben@harbour.example")


def test_a_name_that_somebody_else_has_is_only_listed(scene: Scene) -> None:
    a_user(scene.ledger, name=NAME, email="another.ada@tidewater.example")
    erase(scene.ledger, SYSTEM, MAIL, KEPT)
    assert the(scene, Entry, scene.said).text == f"We rang {NAME} at nine."
    assert the(scene, Contact, scene.contact_id).name.startswith("Erased person")
    assert verify(scene.ledger, SYSTEM).findings == ()


def test_whoever_has_work_in_hand_hands_it_over_first(scene: Scene) -> None:
    filed = an_incident(scene.ledger, scene.staff)
    with pytest.raises(Refused, match=f"Nothing was erased. First: Hand over the incidents .* {filed.reference}"):
        erase(scene.ledger, SYSTEM, scene.staff.user_id, KEPT)
    assert the(scene, User, scene.staff.user_id).active


def test_a_letter_in_work_to_the_person_comes_first(scene: Scene) -> None:
    ada = {"contact_id": scene.contact_id}
    scene.ledger.do(draft_letter, scene.case.writer, impact_id=scene.case.impact_id, kind="follow_up", **ada)
    with pytest.raises(Refused, match="letters in work that go to them"):
        erase(scene.ledger, SYSTEM, MAIL, KEPT)


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (Order("", keep_files=GROUND), "Say on which ground"),
        (Order("Request of Ms Okafor", keep_files=GROUND), "without any name"),
        (Order(f"Mail of {MAIL}", keep_files=GROUND), "without any name"),
        (Order("x" * 121, keep_files=GROUND), "at most 120 characters"),
        (Order(REQUEST), "1 recorded file names this person: say --keep-files GROUND or --delete-files"),
        (Order(REQUEST, keep_files=GROUND, delete_files=True), "not both"),
    ],
)
def test_an_order_that_lacks_its_ground_is_refused(ledger: Ledger, order: Order, sentence: str) -> None:
    scene = a_scene(ledger)
    with pytest.raises(Invalid, match=sentence):
        erase(ledger, SYSTEM, MAIL, order)
    assert the(scene, User, scene.user.id).active


def test_what_is_kept_outside_has_no_word_of_the_person(scene: Scene) -> None:
    erase(scene.ledger, SYSTEM, MAIL, KEPT)
    text = (scene.ledger.settings.checkpoints / FILE).read_text(encoding="ascii")
    assert json.loads(text)["users"] == [scene.user.id]
    assert words_in(text, *HERS, "ada") == []


def test_what_was_known_at_a_moment_reads_without_the_person(scene: Scene) -> None:
    at = now()
    erase(scene.ledger, SYSTEM, MAIL, KEPT)
    with scene.ledger.database.read() as session:
        reference = session.scalars(select(Incident.reference).where(Incident.id == scene.case.incident_id)).one()
    told = str(scene.ledger.ask(known_at, SYSTEM, reference, at))
    assert "We rang [erased] at nine." in told
    assert words_in(told, *HERS) == []
