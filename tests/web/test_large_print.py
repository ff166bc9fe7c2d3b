"""Letters in large print: a client's wish, a choice for one letter, and what the file then is."""

import io

import pytest
from pypdf import PdfReader

from ledger.clients.operations.letter_mail import choose_letter_mail
from ledger.clients.queries import client_by_code
from ledger.letters.operations.drafting import draft_letter, readdress_letter
from ledger.letters.operations.issuing import begin_issue
from ledger.people.actor import SYSTEM
from ledger.people.models import User
from ledger.work import Ledger
from ledger.worker.letters import finish_letter
from tests.letters.steps import Case, a_case, an_approved_letter, letter
from tests.support.web import StrictClient

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)


def wish(ledger: Ledger, case: Case, *, large_print: bool) -> None:
    """Let the client wish for it, or no more."""
    version = ledger.ask(client_by_code, SYSTEM, case.client.code).version
    ledger.do(choose_letter_mail, SYSTEM, code=case.client.code, wish="link", version=version, large_print=large_print)


def signed_in(web: StrictClient, ledger: Ledger, case: Case) -> StrictClient:
    """Sign the writer in."""
    with ledger.database.read() as session:
        return web.sign_in(session.get_one(User, case.writer.user_id))


def test_a_clients_wish_is_ticked_on_its_page_and_holds_for_its_letters(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case)
    version = str(ledger.ask(client_by_code, SYSTEM, case.client.code).version)
    said = {"wish": "attached", "large_print": "true", "version": version}
    kept = web.post(f"/clients/{case.client.code}/letter-mail", data=said, follow_redirects=True).text
    assert "In large print." in kept
    assert "in large print" in web.get(f"/clients/{case.client.code}").text
    letter_id = an_approved_letter(ledger, case, kind="final")
    assert letter(ledger, letter_id).facts["large_print"] is True
    assert ledger.do(begin_issue, case.writer, letter_id=letter_id).issuing
    finish_letter(ledger, letter_id)
    sheets = PdfReader(io.BytesIO(ledger.files.read(letter(ledger, letter_id).pdf_sha256 or ""))).pages
    sizes: set[float] = set()
    sheets[0].extract_text(visitor_text=lambda text, _cm, tm, _font, size: sizes.add(size * tm[0]) if text else None)
    assert max(sizes) >= 18


def test_one_letter_may_differ_from_the_wish(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    row = letter(ledger, letter_id)
    said = {"contact_id": row.contact_id, "signatory_id": row.signatory_id, "version": str(row.version)}
    page = signed_in(web, ledger, case).post(
        f"/letters/{letter_id}/people", data=said | {"print_size": "large"}, follow_redirects=True
    )
    assert "Print</dt>" in page.text
    assert letter(ledger, letter_id).facts["large_print"] is True
    wish(ledger, case, large_print=True)
    row = letter(ledger, letter_id)
    people = {"contact_id": row.contact_id, "signatory_id": row.signatory_id}
    ledger.do(readdress_letter, case.writer, letter_id=letter_id, version=row.version, **people, large_print=False)
    assert letter(ledger, letter_id).facts["large_print"] is False


def test_a_wish_that_changes_after_the_approval_withdraws_it(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")
    wish(ledger, case, large_print=True)
    begun = ledger.do(begin_issue, case.writer, letter_id=letter_id)
    assert (begun.issuing, begun.changed) == (False, ("the print",))
