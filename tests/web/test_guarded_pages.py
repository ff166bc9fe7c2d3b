"""Pages look before they show: what is not as recorded is said on the page, to our own people and to the client."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select, text

from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.errors import Conflict
from ledger.letters.as_recorded import case_findings
from ledger.letters.operations.approving import approve_letter, submit_letter
from ledger.letters.operations.drafting import draft_letter
from ledger.letters.operations.issuing import begin_issue
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.people.models import User
from ledger.record.models import LogEntry
from ledger.work import Ledger
from tests.factories import a_user
from tests.letters.steps import Case, a_case, an_approved_letter, an_issued_letter, letter
from tests.support.queries import counted
from tests.support.seeded import a_token
from tests.support.web import StrictClient

WORDS = "We stopped the restore."
STAFF_BANNER = "What stands here is not all as it was recorded."


@dataclass(frozen=True)
class House:
    """A case, where its pages are, and who reads them."""

    ledger: Ledger
    case: Case
    reference: str
    users: dict[str, User]

    def tamper(self, statement: str = "UPDATE entry SET text = 'We did nothing.' WHERE text = :w") -> None:
        """Change something by direct SQL."""
        with self.ledger.database.write() as session:
            session.execute(text(statement), {"w": WORDS} if ":w" in statement else {})
            session.commit()

    def found(self) -> int:
        """Return how often something was recorded as found."""
        with self.ledger.database.read() as session:
            count = select(func.count()).where(LogEntry.type == "verify.found").select_from(LogEntry)
            return int(session.scalar(count) or 0)


@pytest.fixture
def house(ledger: Ledger) -> House:
    case = a_case(ledger)
    users = {
        "service_manager": a_user(ledger, name="Piet Moor"),
        "admin": a_user(ledger, "admin", name="Nell Achterberg"),
        "client": a_user(ledger, "client", client_id=case.client.id, email="user@hfo.example"),
    }
    with ledger.database.read() as session:
        reference = session.execute(text("SELECT reference FROM incident")).scalar_one()
    return House(ledger, case, reference, users)


def read(web: StrictClient, house: House, role: str, path: str) -> str:
    return web.sign_in(house.users[role]).get(path).get_data(as_text=True)


def test_an_incident_that_is_as_recorded_has_no_banner_and_records_nothing(web: StrictClient, house: House) -> None:
    assert STAFF_BANNER not in read(web, house, "service_manager", f"/incidents/{house.reference}")
    assert house.found() == 0


def test_our_own_people_read_what_does_not_match_and_whom_to_ask(web: StrictClient, house: House) -> None:
    verify(house.ledger, SYSTEM)
    house.tamper()
    page = read(web, house, "service_manager", f"/incidents/{house.reference}")
    assert STAFF_BANNER in page
    assert "A timeline entry was changed without being recorded" in page
    assert "all was well when it was checked" in page
    assert "Ask Nell Achterberg." in page


def test_the_client_reads_that_something_is_wrong_without_what_it_is(web: StrictClient, house: House) -> None:
    house.tamper()
    page = read(web, house, "client", f"/portal/incidents/{house.case.client_reference}")
    assert STAFF_BANNER in page
    assert "before you rely on what you read here" in page
    assert "without being recorded" not in page
    assert "Nell Achterberg" not in page


def test_what_a_client_is_not_shown_does_not_alarm_it(web: StrictClient, house: House) -> None:
    house.tamper("UPDATE factor SET why_not_noticed = 'Nobody looked.'")
    assert STAFF_BANNER in read(web, house, "service_manager", f"/incidents/{house.reference}")
    assert STAFF_BANNER not in read(web, house, "client", f"/portal/incidents/{house.case.client_reference}")


def test_what_was_found_is_recorded_once_and_listed_and_the_foot_turns_red(web: StrictClient, house: House) -> None:
    house.tamper()
    for _ in range(3):
        read(web, house, "service_manager", f"/incidents/{house.reference}")
    assert house.found() == 1
    page = read(web, house, "service_manager", "/record/findings")
    assert "A timeline entry was changed without being recorded" in page
    assert "1 thing is not as recorded; not checked yet" in page


def test_more_that_is_found_later_stands_beside_it(web: StrictClient, house: House) -> None:
    house.tamper()
    read(web, house, "service_manager", f"/incidents/{house.reference}")
    house.tamper("UPDATE impact SET people_affected = 2")
    read(web, house, "service_manager", f"/incidents/{house.reference}")
    page = read(web, house, "service_manager", "/record/findings")
    assert "A timeline entry was changed" in page
    assert "An impact was changed" in page
    assert "2 things are not as recorded" in page


def test_once_it_is_put_right_the_next_check_clears_it(web: StrictClient, house: House) -> None:
    house.tamper()
    read(web, house, "service_manager", f"/incidents/{house.reference}")
    house.tamper("UPDATE entry SET text = :w WHERE text = 'We did nothing.'")
    assert STAFF_BANNER not in read(web, house, "service_manager", f"/incidents/{house.reference}")
    assert verify(house.ledger, SYSTEM).findings == ()
    assert "Everything recorded" in read(web, house, "service_manager", "/record/findings")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET text = 'We did nothing.' WHERE text = :w",
        "UPDATE contact SET salutation = 'Mr Okafor'",
        "UPDATE letter SET subject_line = 'All is well'",
        "UPDATE remedy SET text = 'Nothing'",
    ],
)
def test_a_letter_from_it_is_read_and_neither_approved_nor_issued(web: StrictClient, house: House, change: str) -> None:
    approved = an_approved_letter(house.ledger, house.case, kind="final")
    house.tamper(change)
    page = read(web, house, "service_manager", f"/letters/{approved}/preview")
    assert STAFF_BANNER in page
    assert "Dear" in page
    with pytest.raises(Conflict, match="cannot be approved or issued before an administrator has cleared"):
        house.ledger.do(begin_issue, house.case.writer, letter_id=approved)
    assert letter(house.ledger, approved).status == "approved"


def test_a_letter_in_review_is_not_approved_either(house: House) -> None:
    drafted = house.ledger.do(draft_letter, house.case.writer, impact_id=house.case.impact_id, kind="final")
    version = letter(house.ledger, drafted).version
    house.ledger.do(submit_letter, house.case.writer, letter_id=drafted, version=version)
    house.tamper()
    version = letter(house.ledger, drafted).version
    with pytest.raises(Conflict, match="cannot be approved or issued"):
        house.ledger.do(approve_letter, house.case.leader, letter_id=drafted, version=version)
    assert letter(house.ledger, drafted).status == "in_review"


def test_many_entries_cost_the_look_no_more_queries(house: House) -> None:
    def queries() -> int:
        with counted(house.ledger) as sent:
            assert house.ledger.ask(case_findings, SYSTEM, house.case.incident_id) == []
        return len(sent)

    few = queries()
    told: dict[str, Any] = {"incident_id": house.case.incident_id, "kind": "observation"}
    for number in range(30):
        house.ledger.do(add_entry, house.case.writer, text=f"Line {number}.", **told)
    assert queries() == few <= 20


def test_a_letter_drafted_and_begun_in_the_unit_that_changes_its_case_is_not_refused(house: House) -> None:
    approved = an_approved_letter(house.ledger, house.case, kind="final")
    with house.ledger.unit() as session:
        add_entry(session, house.case.writer, incident_id=house.case.incident_id, kind="action", text="It is back.")
        session.flush()
        assert begin_issue(session, house.case.writer, letter_id=approved)


def test_the_call_sheet_looks_and_a_program_gets_nothing_that_was_changed(web: StrictClient, house: House) -> None:
    headers = {"Authorization": f"Bearer {a_token(house.ledger, house.users['service_manager'])}"}
    addresses = [f"/api/v1/incidents/{house.reference}", f"/api/v1/incidents/{house.reference}/impacts/HFO"]
    assert [web.get(address, headers=headers).status_code for address in addresses] == [200, 200]
    house.tamper()
    for address in addresses:
        answer = web.get(address, headers=headers)
        assert answer.status_code == 409
        assert "A timeline entry was changed without being recorded" in answer.get_data(as_text=True)
    assert STAFF_BANNER in read(web, house, "service_manager", f"/incidents/{house.reference}/calls")


@pytest.mark.parametrize(
    ("table", "column", "address"),
    [
        ("action", "text", "/actions/{id}"),
        ("remedy", "text", "/remedies/{id}"),
        ("promise", "text", "/promises/{id}"),
        ("action_step", "note", "/actions/{id}"),
    ],
)
def test_the_page_of_one_action_remedy_or_promise_looks_and_a_program_gets_nothing(
    web: StrictClient, house: House, table: str, column: str, address: str
) -> None:
    headers = {"Authorization": f"Bearer {a_token(house.ledger, house.users['service_manager'])}"}
    key = "action_id" if table == "action_step" else "id"
    with house.ledger.database.read() as session:
        row_id = session.execute(text(f"SELECT {key} FROM {table} LIMIT 1")).scalar_one()  # noqa: S608 ours
    path = address.format(id=row_id)
    assert STAFF_BANNER not in read(web, house, "service_manager", path)
    assert web.get(f"/api/v1{path}", headers=headers).status_code == 200
    house.tamper(f"UPDATE {table} SET {column} = 'Nothing'")  # noqa: S608 ours
    assert STAFF_BANNER in read(web, house, "service_manager", path)
    assert web.get(f"/api/v1{path}", headers=headers).status_code == 409


def test_a_client_s_page_of_a_promise_looks_too(web: StrictClient, house: House) -> None:
    with house.ledger.database.read() as session:
        promise_id = session.execute(text("SELECT id FROM promise LIMIT 1")).scalar_one()
    assert "not all as it was recorded" not in read(web, house, "client", f"/portal/promises/{promise_id}")
    house.tamper("UPDATE promise SET text = 'Nothing'")
    assert "not all as it was recorded" in read(web, house, "client", f"/portal/promises/{promise_id}")


@pytest.mark.parametrize("database_kind", ["sqlite"])  # PostgreSQL keeps nothing but a column's own kind
@pytest.mark.parametrize("role", ["service_manager", "client"])
def test_a_page_with_a_row_that_cannot_be_read_says_so_and_everybody_is_told(
    web: StrictClient, house: House, role: str
) -> None:
    house.tamper("UPDATE impact SET from_at = 'yesterday'")
    address = {
        "service_manager": f"/incidents/{house.reference}",
        "client": f"/portal/incidents/{house.case.client_reference}",
    }[role]
    answer = web.sign_in(house.users[role]).get(address)
    assert answer.status_code == 500
    assert "it is not as it was recorded" in answer.text
    assert ("amends verify" in answer.text) == (role == "service_manager")
    assert house.found() == 1
    assert "A page could not be shown" in read(web, house, "admin", "/record/findings")


def test_a_file_that_is_gone_is_a_finding_and_the_client_reads_whom_to_ask(web: StrictClient, house: House) -> None:
    letter_id = an_issued_letter(house.ledger, house.case, kind="final")
    for file in house.ledger.files.folder.glob("??/*"):
        file.unlink()
    page = web.sign_in(house.users["client"]).get(f"/letters/{letter_id}/letter.pdf")
    assert page.status_code == 404
    assert "We have been told; please ask us." in page.text
    assert "backup" not in page.text
    assert house.found() == 1
    with web.get("/portal/everything.zip") as answer, zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert "left out" in packed.read("MISSING.txt").decode()
