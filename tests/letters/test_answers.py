"""What a client says to a letter, and what it may read of letters at all."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused
from ledger.kernel.files import KeptFile
from ledger.letters.answer_rows import answer_proof
from ledger.letters.client_view import own_letter, own_letters
from ledger.letters.operations.answering import answer_letter, reply_to_answer
from ledger.letters.operations.drafting import draft_letter
from ledger.letters.own_lines import new_replies
from ledger.letters.queries import letter_page
from ledger.notary.stored_files import files_named
from ledger.people.actor import SYSTEM, Actor
from ledger.people.operations.users import add_user
from ledger.work import Ledger
from tests.factories import a_client
from tests.letters.steps import Case, a_case, an_issued_letter
from tests.support.events import log_events


def theirs(ledger: Ledger, case: Case) -> Actor:
    """Return the client's own user."""
    user = ledger.do(
        add_user, SYSTEM, email="ada@harbour.example", name="Ada Okafor", role="client", client_id=case.client.id
    )
    return Actor(user.id, user.name, "client", client_id=case.client.id)


def test_a_client_acknowledges_once_and_a_question_has_seven_days_to_the_end_of_its_day(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind="final")
    ada = theirs(ledger, case)
    first = ledger.do(answer_letter, ada, letter_id=letter_id, kind="acknowledged")
    assert ledger.do(answer_letter, ada, letter_id=letter_id, kind="acknowledged") == first
    question = ledger.do(answer_letter, ada, letter_id=letter_id, kind="question", words="Which invoices?")
    row = {answer.id: answer for answer in ledger.ask(own_letter, ada, letter_id).answers}[question]
    assert row.reply_due_at is not None
    due = row.reply_due_at.astimezone(ZoneInfo("Europe/London"))
    assert (due.hour, due.minute) == (23, 59)
    assert (due.date() - row.at.astimezone(ZoneInfo("Europe/London")).date()) == timedelta(days=7)
    with pytest.raises(Invalid, match="internal reference"):
        ledger.do(
            reply_to_answer, case.writer, answer_id=question, words="Those of INC-2026-0001.", letter_id=letter_id
        )
    a_client(ledger, "ORC", "Orchard Clinic")
    for told in ("It was Orchard Clinic's file.", "Ask at ORC."):
        with pytest.raises(Invalid, match="must not learn of Orchard Clinic"):
            ledger.do(reply_to_answer, case.writer, answer_id=question, words=told, letter_id=letter_id)
    with pytest.raises(NotFound):
        ledger.do(reply_to_answer, case.writer, answer_id=question, words="Those of Tuesday.", letter_id="another")
    ledger.do(reply_to_answer, case.writer, answer_id=question, words="Those of Tuesday.", letter_id=letter_id)
    with pytest.raises(Conflict):
        ledger.do(reply_to_answer, case.writer, answer_id=question, words="And more.", letter_id=letter_id)
    assert ledger.ask(own_letter, ada, letter_id).answers[1].reply == "Those of Tuesday."
    (news,) = ledger.ask(new_replies, ada, row.at)
    assert (news.letter_id, news.kind) == (letter_id, "question")
    assert ledger.ask(new_replies, ada, news.replied_at) == []
    stranger = replace(ada, client_id=case.impact_id)
    assert ledger.ask(new_replies, stranger, row.at) == []
    with ledger.database.read() as session:
        types = [event.type for event in log_events(session, case.client.log_id) if event.type.startswith("letter.")]
    assert types == ["letter.issued", "letter.acknowledged", "letter.asked", "letter.replied"]


def test_our_proof_of_a_clients_words_does_not_go_to_the_clients_log(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind="final")
    ada = theirs(ledger, case)
    with pytest.raises(Invalid) as refusal:
        ledger.do(answer_letter, case.writer, letter_id=letter_id, kind="dispute", words="It was 44.")
    assert set(refusal.value.fields) == {"by_name", "proof"}
    file = KeptFile(ledger.files.keep(b"%PDF-1.7 their letter"), "their-letter.pdf", "application/pdf", 21)
    answer_id = ledger.do(
        answer_letter, case.writer, letter_id=letter_id, kind="dispute", words="It was 44.", by_name="Ada Okafor",
        proof="the call that nobody recorded", file=file,
    )  # fmt: skip
    with ledger.database.read() as session:
        told = str([(event.body, event.words) for event in log_events(session, case.client.log_id)])
    assert "It was 44." in told
    assert not any(hidden in told for hidden in ("nobody recorded", file.name, file.sha256))
    shown = ledger.ask(own_letter, ada, letter_id).answers[0]
    assert (shown.proof, shown.proof_name) == ("", "")
    assert ledger.ask(answer_proof, case.writer, letter_id, answer_id).sha256 == file.sha256
    for who, letter in ((ada, letter_id), (case.writer, "another")):
        with pytest.raises((NotFound, Refused)):
            ledger.ask(answer_proof, who, letter, answer_id)
    with ledger.database.read() as session:
        assert files_named(session)[file.sha256].startswith("what a client said about INC-")


def test_a_client_sees_its_own_issued_letters_and_nothing_else(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind="final")
    draft = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="interim")
    ada = theirs(ledger, case)
    other = Actor("u2", "Somebody", "client", client_id="another")
    shown = ledger.ask(own_letters, ada)
    assert [row.id for row in shown] == [letter_id]
    assert "INC-" not in str(shown)
    assert ledger.ask(own_letters, other) == []
    for hidden, who in ((draft, ada), (letter_id, other)):
        with pytest.raises(NotFound):
            ledger.ask(own_letter, who, hidden)
    with pytest.raises(NotFound):
        ledger.do(answer_letter, other, letter_id=letter_id, kind="acknowledged")
    with pytest.raises(Refused):
        ledger.ask(letter_page, ada, letter_id)
