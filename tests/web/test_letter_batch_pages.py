"""A batch of letters in the browser: asked for step by step, with what lacks something named and linked."""

import re

from flask import Flask

from ledger.letters.operations.batches import ask_for_all
from ledger.people.models import User
from ledger.web.jobs import EXTENSION as JOBS
from ledger.work import Ledger
from tests.factories import a_provider
from tests.letters.steps import WideCase, a_wide_case
from tests.support.web import StrictClient, client_of

KIND = "first_notice"


def signed_in(app: Flask, ledger: Ledger, user_id: str) -> StrictClient:
    with ledger.database.read() as session:
        return client_of(app).sign_in(session.get_one(User, user_id))


def pressed(browser: StrictClient, here: str, step: str, **more: str) -> str:
    """Press the button of a step as it stands on the page; return what comes next."""
    page = browser.get(here).text
    found = re.search(rf'name="step" value="{step}">\s*<input type="hidden" name="seen" value="(\w+)"', page)
    assert found, f"there is no button to {step}"
    return browser.post(here, data={"step": step, "seen": found[1]} | more, follow_redirects=True).text


def test_a_batch_goes_from_nothing_to_issued_by_five_presses_of_two_people(app: Flask, ledger: Ledger) -> None:
    a_provider(ledger)
    case = a_wide_case(ledger, 2)
    here = f"/incidents/{case.reference}/letters/{KIND}"
    writer, leader = (signed_in(app, ledger, one.user_id) for one in (case.writer, case.leader))
    assert here in writer.get(f"/incidents/{case.reference}").text
    assert "Asked for 2 letters." in pressed(writer, here, "draft")
    assert "wait for a second person" in pressed(writer, here, "submit")
    asked = pressed(leader, here, "approve")
    assert "Approve 2 letters?" in asked
    pressed(leader, here, "approve", confirmed="1")
    assert "can never be changed" in pressed(leader, here, "issue")
    shown = pressed(leader, here, "issue", confirmed="1")
    assert shown.count(">issued</span>") == 2
    assert writer.get(f"{here}/progress").get_json() == {"status": "done"}


def test_while_the_worker_is_at_it_the_page_says_how_far_it_is_without_script_too(app: Flask, ledger: Ledger) -> None:
    case = _asked(ledger)
    app.extensions[JOBS].immediate = False
    writer = signed_in(app, ledger, case.writer.user_id)
    here = f"/incidents/{case.reference}/letters/{KIND}"
    page = writer.get(here).text
    assert "Drafting: 0 of 2" in page
    assert '<progress max="2" value="0"' in page
    assert 'http-equiv="refresh"' in page
    assert "Look again" in page
    told = writer.get(f"{here}/progress").get_json()
    assert told == {"status": "working", "done": 0, "of": 2, "sentence": "Drafting: 0 of 2"}


def test_what_changed_since_the_page_was_drawn_is_shown_again_and_not_done(app: Flask, ledger: Ledger) -> None:
    a_provider(ledger)
    case = a_wide_case(ledger, 2)
    writer = signed_in(app, ledger, case.writer.user_id)
    here = f"/incidents/{case.reference}/letters/{KIND}"
    late = writer.post(here, data={"step": "draft", "seen": "0" * 64})
    assert late.status_code == 412
    assert "Not drafted" in late.text
    assert writer.get(f"/incidents/{case.reference}/letters/nonsense").status_code == 404


def _asked(ledger: Ledger) -> WideCase:
    a_provider(ledger)
    case = a_wide_case(ledger, 2)
    ledger.do(ask_for_all, case.writer, incident_id=case.incident_id, kind=KIND, step="draft")
    return case
