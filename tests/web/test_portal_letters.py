"""The portal's page of a case and its letters: read, answered and replied to by the client they are for only."""

from datetime import timedelta

import pytest

from ledger.kernel.clock import now
from ledger.letters.operations.answering import reply_to_answer
from ledger.letters.operations.drafting import draft_letter
from ledger.letters.operations.issuing import begin_issue
from ledger.letters.queries import letter_page
from ledger.people.models import User
from ledger.recovery.operations.remedies import promise_remedy
from ledger.recovery.queries import recovery_of
from ledger.work import Ledger
from ledger.worker.letters import finish_letter
from tests.factories import a_client, a_user
from tests.letters.steps import Case, a_case, a_case_of, a_correction, an_issued_letter
from tests.support.web import StrictClient


@pytest.fixture
def case(ledger: Ledger) -> Case:
    """A case of Harbour Foods whose letter can go out."""
    return a_case(ledger)


@pytest.fixture
def ada(ledger: Ledger, case: Case) -> User:
    """Somebody of Harbour Foods."""
    return a_user(ledger, "client", name="Ada Okafor", client_id=case.client.id)


def test_the_page_of_a_case_says_what_we_owe_and_that_we_pay(
    web: StrictClient, ledger: Ledger, case: Case, ada: User
) -> None:
    remedy = ledger.ask(recovery_of, case.leader, case.incident_id).remedies[0]
    web.sign_in(ada)
    assert "One month" not in web.get(f"/portal/incidents/{case.client_reference}").text
    ledger.do(promise_remedy, case.writer, remedy_id=remedy.id, due_on=(now() + timedelta(days=9)).date())
    page = web.get(f"/portal/incidents/{case.client_reference}").text
    for words in (
        "We restored the wrong backup over your accounts server.", "46 of 58", "The right backup was in place.",
        "A restore cannot start until a second person enters a code.", "We write to you whether the change has held.",
        "One month&#39;s server fee", "£3,680.00", "Paid by us. You will not be charged.",
    ):  # fmt: skip
        assert words in page, words
    assert "9,999.99" not in page
    assert "One month&#39;s server fee" in web.get("/portal").text


def test_a_letter_is_read_answered_and_replied_to(web: StrictClient, ledger: Ledger, case: Case, ada: User) -> None:
    letter_id = an_issued_letter(ledger, case, kind="final")
    web.sign_in(ada)
    at = f"/portal/letters/{letter_id}"
    assert "not yet marked as read" in web.get("/portal").text
    page = web.get(at).text
    assert "Ms Okafor" in page
    assert "means only that you read it" in page
    assert web.get(f"/letters/{letter_id}/letter.pdf").data.startswith(b"%PDF")
    assert "nothing more" in web.post(f"{at}/read", follow_redirects=True).text
    refused = web.post(f"{at}/answer", data={"kind": "question", "words": " "})
    assert refused.status_code == 422
    assert "This is needed." in refused.text
    asked = web.post(
        f"{at}/answer", data={"kind": "dispute", "words": "It was <b>ten</b> invoices."}, follow_redirects=True
    )
    assert "It was &lt;b&gt;ten&lt;/b&gt; invoices." in asked.text
    assert "We owe you an answer by" in asked.text
    assert "we owe you an answer" in web.get("/portal/letters").text
    web.sign_in(ada)
    answers = web.get(at).text
    assert "I have read it</button>" not in answers
    assert "disputed" in answers
    replied(ledger, case, letter_id)
    after = web.get(at).text
    assert "You are right: ten." in after
    assert case.writer.name not in after.split('id="answers"')[1]


def replied(ledger: Ledger, case: Case, letter_id: str) -> None:
    """Reply to the dispute."""
    found = ledger.ask(letter_page, case.leader, letter_id)
    dispute = next(answer for answer in found.answers if answer.kind == "dispute")
    ledger.do(reply_to_answer, case.leader, letter_id=letter_id, answer_id=dispute.id, words="You are right: ten.")


def test_a_letter_to_another_client_is_not_found_and_cannot_be_answered(
    web: StrictClient, ledger: Ledger, case: Case, ada: User
) -> None:
    orchard = a_client(ledger, "ORC", "Orchard Clinic", address="2 Orchard Row\nExeter EX2 2BB")
    other = a_case_of(ledger, orchard, case.writer, case.leader)
    letter_id = an_issued_letter(ledger, other, kind="final")
    web.sign_in(ada)
    assert web.get(f"/portal/letters/{letter_id}").status_code == 404
    assert web.get(f"/letters/{letter_id}/letter.pdf").status_code == 404
    assert web.post(f"/portal/letters/{letter_id}/read").status_code == 404
    question = {"kind": "question", "words": "What is this?"}
    assert web.post(f"/portal/letters/{letter_id}/answer", data=question).status_code == 404
    assert letter_id not in web.get("/portal/letters").text


def test_a_draft_is_not_found_by_its_client(web: StrictClient, ledger: Ledger, case: Case, ada: User) -> None:
    draft = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    web.sign_in(ada)
    assert web.get(f"/portal/letters/{draft}").status_code == 404
    assert draft not in web.get("/portal").text


def test_a_corrected_letter_leads_to_its_correction_and_that_back(
    web: StrictClient, ledger: Ledger, case: Case, ada: User
) -> None:
    first = an_issued_letter(ledger, case, kind="final")
    second = a_correction(ledger, case, first)
    ledger.do(begin_issue, case.writer, letter_id=second)
    finish_letter(ledger, second)
    web.sign_in(ada)
    there, back = (web.get(f"/portal/letters/{letter_id}").text for letter_id in (first, second))
    assert f'href="/portal/letters/{second}">A later letter corrects this one</a>' in there
    assert f'href="/portal/letters/{first}">The letter that this one corrects</a>' in back
