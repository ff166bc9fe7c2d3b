"""A letter in the browser: drafted, edited, reviewed, issued, downloaded, answered."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from ledger.letters.deliveries import deliveries_of
from ledger.letters.operations.answering import answer_letter
from ledger.letters.operations.drafting import draft_letter, edit_letter
from ledger.people.models import User
from ledger.web.jobs import EXTENSION as JOBS
from ledger.web.session import EXTENSION
from ledger.work import Ledger
from tests.factories import a_client, a_user
from tests.letters.steps import Case, a_case, an_approved_letter, an_entry_more, an_issued_letter, letter
from tests.support.mail import a_postbox
from tests.support.web import StrictClient, client_of, form_of


@pytest.fixture
def case(ledger: Ledger) -> Case:
    return a_case(ledger)


def user(ledger: Ledger, user_id: str) -> User:
    with ledger.database.read() as session:
        return session.get_one(User, user_id)


def as_writer(web: StrictClient, ledger: Ledger, case: Case) -> StrictClient:
    return web.sign_in(user(ledger, case.writer.user_id))


def as_leader(app: Flask, ledger: Ledger, case: Case) -> StrictClient:
    return client_of(app).sign_in(user(ledger, case.leader.user_id))


def version(ledger: Ledger, letter_id: str) -> str:
    return str(letter(ledger, letter_id).version)


def test_a_letter_goes_from_draft_to_file_in_the_browser(
    web: StrictClient, app: Flask, ledger: Ledger, case: Case
) -> None:
    writer, leader = as_writer(web, ledger, case), as_leader(app, ledger, case)
    drafted = writer.post("/letters/new", data={"impact_id": case.impact_id, "kind": "final"})
    here = drafted.headers["Location"]
    letter_id = here.rpartition("/")[2]
    assert "Nothing is missing" in writer.get(here).text
    writer.post(f"{here}/submit", data={"version": version(ledger, letter_id)})
    assert "Waiting for me" in leader.get("/letters?mine=yes").text
    assert case.client_reference in leader.get("/letters?mine=yes").text
    asked = leader.post(f"{here}/approve", data={"version": version(ledger, letter_id)})
    assert "any change withdraws your approval" in asked.text
    leader.post(f"{here}/approve", data={"version": version(ledger, letter_id), "confirmed": "1"})
    asked = writer.post(f"{here}/issue", data={"version": version(ledger, letter_id)})
    assert "can never be changed" in asked.text
    assert letter(ledger, letter_id).status == "approved"
    writer.post(f"{here}/issue", data={"version": version(ledger, letter_id), "confirmed": "1"})
    file = writer.get(f"{here}/letter.pdf")
    assert file.data.startswith(b"%PDF-")
    assert f'filename="{case.client_reference}-final-1.pdf"' in file.headers["Content-Disposition"]
    assert file.headers["ETag"] == f'"{letter(ledger, letter_id).pdf_sha256}"'
    assert writer.get(f"{here}/letter.pdf", headers={"If-None-Match": file.headers["ETag"]}).status_code == 304
    assert writer.get(f"{here}/progress").get_json() == {"status": "issued"}


def test_an_approved_letter_is_not_offered_for_issue_once_the_record_says_something_else(
    web: StrictClient, ledger: Ledger, case: Case
) -> None:
    as_writer(web, ledger, case)
    letter_id = an_approved_letter(ledger, case, kind="final")
    again = web.post("/letters/new", data={"impact_id": case.impact_id, "kind": "final"})
    assert again.headers["Location"] == f"/letters/{letter_id}"
    assert "Issue it" in web.get(f"/letters/{letter_id}").text
    an_entry_more(ledger, case)
    page = web.get(f"/letters/{letter_id}").text
    assert "Issue it" not in page
    assert "The approval was of other facts and falls" in page


def test_a_short_letter_about_an_s3_is_approved_and_issued_with_one_press(
    web: StrictClient, app: Flask, ledger: Ledger
) -> None:
    case = a_case(ledger, severity="S3")
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id)
    here = f"/letters/{letter_id}"
    as_writer(web, ledger, case).post(f"{here}/submit", data={"version": version(ledger, letter_id)})
    leader = as_leader(app, ledger, case)
    assert "Approve and issue" in leader.get(here).text
    pressed = {"version": version(ledger, letter_id), "confirmed": "1"}
    own = as_writer(web, ledger, case).post(f"{here}/approve-and-issue", data=pressed)
    assert own.status_code == 403
    leader.post(f"{here}/approve-and-issue", data=pressed)
    row = letter(ledger, letter_id)
    assert (row.kind, row.status, row.approved_by) == ("final", "issued", case.leader.user_id)


def test_saving_keeps_the_text_and_emptying_a_section_empties_it(web: StrictClient, ledger: Ledger, case: Case) -> None:
    writer = as_writer(web, ledger, case)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    data = {"version": "1", "subject_line": "Ours", "sections.opening": "We did it.\r\n\r\nSorry.", "sections.talk": ""}
    answer = writer.post(f"/letters/{letter_id}", data=data, follow_redirects=True)
    assert "Saved." in answer.text
    row = letter(ledger, letter_id)
    assert (row.sections["opening"], row.sections["talk"]) == ("We did it.\n\nSorry.", "")
    assert "Write the section" in answer.text


def test_a_section_may_have_ten_thousand_words(web: StrictClient, ledger: Ledger, case: Case) -> None:
    writer = as_writer(web, ledger, case)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    words = "Everything that happened. " * 3_400
    data = {"version": "1", "subject_line": "Ours", "sections.talk": words}
    assert writer.post(f"/letters/{letter_id}", data=data).status_code == 302
    assert letter(ledger, letter_id).sections["talk"].split() == words.split()


def test_who_saves_too_late_sees_both_texts_and_may_save_again(web: StrictClient, ledger: Ledger, case: Case) -> None:
    writer = as_writer(web, ledger, case)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    ledger.do(
        edit_letter, case.leader, letter_id=letter_id, version=1, subject_line="Theirs",
        sections={"talk": "Their closing words."},
    )  # fmt: skip
    data = {"version": "1", "subject_line": "Mine", "sections.talk": "My closing words."}
    late = writer.post(f"/letters/{letter_id}", data=data)
    assert late.status_code == 412
    assert all(words in late.text for words in ("Their closing words.", "My closing words.", "Theirs", "Mine"))
    seen = re.search(r'name="version" value="(\d+)"', late.text)
    assert seen is not None
    assert seen[1] == "2"
    writer.post(f"/letters/{letter_id}", data=data | {"version": seen[1]})
    assert letter(ledger, letter_id).sections["talk"] == "My closing words."


def test_who_saves_too_late_keeps_what_others_wrote_where_nothing_was_typed(
    web: StrictClient, ledger: Ledger, case: Case
) -> None:
    writer = as_writer(web, ledger, case)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    here = f"/letters/{letter_id}"
    opened = form_of(writer.get(here).text, "text")
    ledger.do(
        edit_letter, case.leader, letter_id=letter_id, version=1, subject_line=opened["subject_line"],
        sections={"giving": "Theirs: you pay nothing."}, said={"data_note": "Theirs: nothing was lost."},
    )  # fmt: skip
    late = writer.post(here, data=opened | {"sections.opening": "Mine: we did it."})
    assert late.status_code == 412
    again = form_of(late.text, "text")
    assert (again["sections.giving"], again["said.data_note"]) == (
        "Theirs: you pay nothing.",
        "Theirs: nothing was lost.",
    )
    assert late.text.count("<h4>Yours</h4>") == 1, "only the opening differs"
    writer.post(here, data=again)
    kept = letter(ledger, letter_id)
    assert (kept.sections["opening"], kept.sections["giving"]) == ("Mine: we did it.", "Theirs: you pay nothing.")
    assert kept.said["data_note"] == "Theirs: nothing was lost."


def test_a_letter_that_lacks_something_says_each_thing_and_where_to_mend_it(
    web: StrictClient, ledger: Ledger, case: Case
) -> None:
    writer = as_writer(web, ledger, case)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    writer.post(f"/letters/{letter_id}", data={"version": "1", "subject_line": "Ours", "sections.talk": ""})
    refused = writer.post(f"/letters/{letter_id}/submit", data={"version": "2"})
    assert refused.status_code == 422
    assert "This is still missing" in refused.text
    assert 'href="#f-sections-talk"' in refused.text
    assert 'id="f-sections-talk"' in refused.text


def test_what_is_typed_stays_words(web: StrictClient, ledger: Ledger, case: Case) -> None:
    writer = as_writer(web, ledger, case)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    nasty = "<script>alert(1)</script> [x](javascript:alert(1))"
    writer.post(f"/letters/{letter_id}", data={"version": "1", "subject_line": "Ours", "sections.opening": nasty})
    shown = writer.get(f"/letters/{letter_id}/preview").text
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown


def test_the_preview_says_what_the_print_says(web: StrictClient, ledger: Ledger, case: Case) -> None:
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    shown = as_writer(web, ledger, case).get(f"/letters/{letter_id}/preview").text
    for words in ("Dear Ms Okafor", "For Harbour Foods only", "£3,680.00", "Paid by us", "Yours sincerely"):
        assert words in shown
    assert "INC-" not in re.sub(r"<header.*?</header>", "", shown, flags=re.DOTALL)


def test_a_worker_that_does_not_answer_is_not_needed(web: StrictClient, ledger: Ledger, case: Case) -> None:
    from ledger.letters.operations.issuing import begin_issue  # noqa: PLC0415 a step of this test alone

    writer = as_writer(web, ledger, case)
    letter_id = an_approved_letter(ledger, case, kind="final")
    ledger.do(begin_issue, case.writer, letter_id=letter_id)
    waiting = writer.get(f"/letters/{letter_id}").text
    assert "being drawn" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert "Download the PDF" in writer.post(f"/letters/{letter_id}/finish", follow_redirects=True).text


def test_only_that_clients_user_gets_the_file(web: StrictClient, app: Flask, ledger: Ledger, case: Case) -> None:
    letter_id = an_issued_letter(ledger, case, kind="final")
    other = a_client(ledger, "ORC", "Orchard Clinic")
    theirs = a_user(ledger, "client", client_id=case.client.id, email="ada@harbour.example")
    others = a_user(ledger, "client", client_id=other.id, email="o@orchard.example")
    assert web.sign_in(theirs).get(f"/letters/{letter_id}/letter.pdf").status_code == 200
    assert client_of(app).sign_in(others).get(f"/letters/{letter_id}/letter.pdf").status_code == 404
    assert web.get(f"/letters/{letter_id}").status_code == 403


def test_without_mail_the_page_says_that_a_letter_can_only_be_downloaded(
    web: StrictClient, ledger: Ledger, case: Case
) -> None:
    letter_id = an_issued_letter(ledger, case, kind="final")
    writer = as_writer(web, ledger, case)
    assert "Mail is not configured" in writer.get(f"/letters/{letter_id}").text
    assert writer.post(f"/letters/{letter_id}/deliveries", data={}).status_code == 409


def test_a_letter_is_mailed_again_only_after_it_came_back(
    web: StrictClient, app: Flask, ledger: Ledger, case: Case
) -> None:
    with a_postbox() as postbox:
        settings = replace(
            ledger.settings, mail_url=f"smtp://127.0.0.1:{postbox.port}", mail_from="l@tidewater.example"
        )
        mailed = replace(ledger, settings=settings)
        app.extensions[EXTENSION] = app.extensions[JOBS].ledger = mailed
        writer = as_writer(web, ledger, case)
        letter_id = an_issued_letter(ledger, case, kind="final")
        here = f"/letters/{letter_id}"
        assert "Ada Okafor, ada@harbour.example" in writer.get(here).text
        assert ">mailed</span>" in writer.post(f"{here}/deliveries", data={}, follow_redirects=True).text
        assert writer.post(f"{here}/deliveries", data={}).status_code == 409
        (row,) = ledger.ask(deliveries_of, case.writer, letter_id)
        back = {"words": "<script>full</script>"}
        shown = writer.post(f"{here}/deliveries/{row.id}/bounce", data=back, follow_redirects=True).text
        assert "came back" in shown
        assert "<script>full" not in shown
        assert len(postbox.got) == 1
        theirs = a_user(ledger, "client", client_id=case.client.id, email="ada@harbour.example")
        own = client_of(app).sign_in(theirs).get(f"/portal/letters/{letter_id}").text
        assert "Our mail to Ada Okafor came back." in own
        assert "full" not in own


def test_a_question_is_written_down_with_proof_and_answered(web: StrictClient, ledger: Ledger, case: Case) -> None:
    writer = as_writer(web, ledger, case)
    letter_id = an_issued_letter(ledger, case, kind="final")
    said = {"kind": "question", "by_name": "Ada Okafor", "words": "Which nine invoices?"}
    assert writer.post(f"/letters/{letter_id}/answers", data=said).status_code == 422
    shown = writer.post(
        f"/letters/{letter_id}/answers", data=said | {"proof": "Her mail of today"}, follow_redirects=True
    )
    assert "A reply is owed by" in shown.text
    found = re.search(r"/answers/([0-9a-f-]{36})/reply", shown.text)
    assert found is not None
    assert writer.post(f"/letters/{letter_id}/answers/{found[1]}/reply", data={"words": " "}).status_code == 422
    replied = writer.post(
        f"/letters/{letter_id}/answers/{found[1]}/reply", data={"words": "Those of 6 October."}, follow_redirects=True
    )
    assert "Those of 6 October." in replied.text


def test_the_list_is_read_in_a_bounded_number_of_steps_and_names_what_is_unanswered(
    web: StrictClient, ledger: Ledger, case: Case
) -> None:
    letter_id = an_issued_letter(ledger, case, kind="final")
    ledger.do(
        answer_letter, case.writer, letter_id=letter_id, kind="dispute", words="No.", by_name="Ada", proof="a call"
    )
    shown = as_writer(web, ledger, case).get("/letters?status=issued&kind=final").text
    assert "1 unanswered" in shown
    assert "No letter matches" in web.get("/letters?status=draft").text
