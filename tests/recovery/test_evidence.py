"""Evidence: words, links and files; what is accepted, who sees it, and what a client attests beside us."""

from typing import Any

import pytest

from ledger.incidents.operations.impacts import add_impact
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.files import KeptFile
from ledger.record.operations import note
from ledger.recovery.action_files import named_evidence
from ledger.recovery.action_page import evidence_of
from ledger.recovery.evidence_files import content_fault, link_fault, media_type, name_fault
from ledger.recovery.operations.action_doing import implement_action
from ledger.recovery.operations.evidence import add_evidence, attest_action, show_evidence
from ledger.recovery.own_actions import own_actions, own_evidence_file
from ledger.work import Ledger
from tests.factories import a_client, an_actor
from tests.recovery.factories import HARM, Case, a_case, a_done_action, an_action
from tests.support.events import log_events

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.mark.parametrize(
    "name",
    [
        "", "../a.png", "a\\b.png", "a:b.png", "a\x00.png", "a\u202egnp.exe", "a.exe", "a.svg", "a.html", "a.pdf.png",
        "a.exe.png", "a.js.txt", ".png", " a.png", "a.png.", "a", "a" * 130 + ".png", "a\u200b.png",
    ],
)  # fmt: skip
def test_a_name_that_could_do_harm_is_refused(name: str) -> None:
    assert name_fault(name)


@pytest.mark.parametrize("name", ["a.png", "Prüfblatt 4.pdf", "v1.2 restore.log", "restore.CSV", "画面.jpeg"])
def test_an_ordinary_name_is_accepted(name: str) -> None:
    assert name_fault(name) == ""


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", PNG, "image/png"),
        ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("a.txt", b"one line\n", "text/plain"),
        ("a.csv", "näher;1\n".encode(), "text/csv"),
        ("a.png", b"%PDF-1.7\n", None),
        ("a.txt", b"<html><script>", None),
        ("a.txt", b"\xff\xfe", None),
        ("a.txt", b"MZ\x00\x01", None),
        ("a.docx", b"PK\x03\x04 xl/ ", None),
        ("a.pdf", b"<html>%PDF-", None),
    ],
)
def test_a_file_is_known_by_what_is_in_it(name: str, content: bytes, kind: str | None) -> None:
    assert media_type(name, content) == kind
    assert bool(content_fault(name, content)) == (kind is None)


def test_an_empty_and_a_huge_file_are_refused() -> None:
    assert "empty" in content_fault("a.txt", b"")
    assert "10 MB" in content_fault("a.txt", b"a" * (10 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://a.example", "//a.example", "https://u:p@a.example", "x"]
)
def test_only_web_addresses_are_links(link: str) -> None:
    assert link_fault(link)
    assert link_fault("https://status.example/restore?id=4") == ""


def a_file(ledger: Ledger) -> KeptFile:
    return KeptFile(ledger.files.keep(PNG), "restore.png", "image/png", len(PNG))


def test_what_is_attached_counts_as_evidence_and_is_verified_with_the_files(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    with pytest.raises(Invalid, match="attach"):
        ledger.do(implement_action, case.nia, action_id=row.id, **HARM)
    file = a_file(ledger)
    ledger.do(add_evidence, case.nia, action_id=row.id, text="The restore, tried", file=file)
    ledger.do(implement_action, case.nia, action_id=row.id, **HARM)
    with ledger.database.read() as session:
        assert named_evidence(session) == {file.sha256: "restore.png"}


def test_a_client_sees_only_what_is_shown_to_it(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    row = a_done_action(ledger, case)
    shown = ledger.do(add_evidence, case.nia, action_id=row.id, text="Picture", file=a_file(ledger))
    hidden = ledger.do(add_evidence, case.nia, action_id=row.id, text="Our ticket", link="https://desk.example/4")
    ledger.do(show_evidence, case.nia, evidence_id=shown.id)
    with pytest.raises(Conflict, match="already"):
        ledger.do(show_evidence, case.nia, evidence_id=shown.id)
    (mine,) = ledger.ask(own_actions, case.theirs)
    assert [piece.id for piece in mine.evidence] == [shown.id]
    assert ledger.ask(own_evidence_file, case.theirs, shown.id).file_name == "restore.png"
    with pytest.raises(NotFound):
        ledger.ask(own_evidence_file, case.theirs, hidden.id)
    with ledger.database.read() as session:
        types = [event.type for event in log_events(session, case.client.log_id)]
    assert types.count("action.evidence_shown") == 1
    assert "action.evidence_added" not in types


@pytest.mark.parametrize("is_proposed", [True, False])
def test_evidence_shown_to_two_clients_names_neither_of_them(ledger: Ledger, *, is_proposed: bool) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    ledger.do(add_impact, case.nia, incident_id=case.filed.id, client_code="ORC", statement="No restores")
    row = an_action(ledger, case, start=not is_proposed)
    pieces: tuple[dict[str, Any], ...] = (
        {"text": "for Orchard Clinic"},
        {"text": "A picture", "link": "https://desk.example/Orchard%20Clinic"},
        {"text": "A picture", "link": "https://orchard-clinic.example/x"},
        {"text": "A list", "file": KeptFile(ledger.files.keep(PNG), "orchard_clinic.png", "image/png", len(PNG))},
    )
    for said in pieces:
        with pytest.raises(Invalid, match="must not learn of Orchard Clinic"):
            ledger.do(add_evidence, case.nia, action_id=row.id, visible_to_client=True, **said)
    kept = ledger.do(add_evidence, case.nia, action_id=row.id, text="of Orchard Clinic")
    with pytest.raises(Invalid, match="Orchard Clinic"):
        ledger.do(show_evidence, case.nia, evidence_id=kept.id)


def test_evidence_that_names_another_client_is_not_shown(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    row = a_done_action(ledger, case)
    words: dict[str, Any] = {"text": "As at Orchard Clinic", "visible_to_client": True}
    with pytest.raises(Invalid, match="Orchard"):
        ledger.do(add_evidence, case.nia, action_id=row.id, **words)


def test_a_clients_person_attests_beside_our_second_person_and_another_ones_cannot(ledger: Ledger) -> None:
    case: Case = a_case(ledger)
    other = a_client(ledger, "ORC", "Orchard Clinic")
    stranger = an_actor(ledger, "client", name="Pia Holm", client_id=other.id, email="pia@orc.example")
    row = an_action(ledger, case)
    with pytest.raises(Conflict, match="not done yet"):
        ledger.do(attest_action, case.theirs, action_id=row.id, agrees=True)
    ledger.do(implement_action, case.nia, action_id=row.id, evidence="a log line", **HARM)
    with pytest.raises(NotFound):
        ledger.do(attest_action, stranger, action_id=row.id, agrees=True)
    with pytest.raises(Invalid, match="not as it should be"):
        ledger.do(attest_action, case.theirs, action_id=row.id, agrees=False)
    ledger.do(attest_action, case.theirs, action_id=row.id, agrees=True, text="I saw it ask for a code")
    (mine,) = ledger.ask(own_actions, case.theirs)
    assert [(said.by, said.agrees) for said in mine.attestations] == [("Mina Okafor", True)]
    assert mine.status == "implemented"


def test_a_deleted_file_is_said_to_be_and_not_offered(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_done_action(ledger, case)
    shown = ledger.do(add_evidence, case.nia, action_id=row.id, text="Picture", file=a_file(ledger))
    ledger.do(show_evidence, case.nia, evidence_id=shown.id)
    deleted: dict[str, Any] = {"digests": [], "deleted": [shown.sha256]}
    with ledger.unit() as session:
        note(session, "privacy.erased", actor="system", subjects={case.client.log_id: "x"}, data=deleted)
    with ledger.database.read() as session:
        (piece,) = (one for one in evidence_of(session, row.id) if one.kind == "file")
    ((theirs,),) = (mine.evidence for mine in ledger.ask(own_actions, case.theirs))
    assert piece.deleted_at is not None
    assert theirs.deleted_at == piece.deleted_at
