"""Checking a letter's file without signing in."""

from dataclasses import replace

import pytest

from ledger.app import create_app
from ledger.letters.operations.drafting import draft_letter
from ledger.notary.issuing import issue
from ledger.work import Ledger
from ledger.worker.letters import finish_letter
from tests.factories import a_provider
from tests.letters.steps import Case, a_case, a_correction, an_approved_letter, letter
from tests.support.web import StrictClient, client_of

UNKNOWN = "ab" * 32


def issued(ledger: Ledger, case: Case, letter_id: str) -> str:
    """Issue an approved letter as people do, and return the SHA-256 of its file."""
    issue(ledger, case.writer, letter_id)
    finish_letter(ledger, letter_id)
    return letter(ledger, letter_id).pdf_sha256 or ""


def test_whoever_has_the_file_reads_what_it_says_and_that_it_stands(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    sha256 = issued(ledger, case, an_approved_letter(ledger, case, kind="final"))
    assert "SHA-256" in web.get("/check").text
    answer = web.post("/check", data={"sha256": sha256}).text
    for words in ("exactly this file", "Final letter, version 1", case.client_reference, case.client.name, "It stands"):
        assert words in answer
    spaced = " ".join(sha256[at : at + 8] for at in range(0, 64, 8)).upper()
    assert "exactly this file" in web.post("/check", data={"sha256": spaced}).text


def test_a_corrected_letter_says_when_it_was_corrected(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    first = an_approved_letter(ledger, case, kind="final")
    sha256 = issued(ledger, case, first)
    issued(ledger, case, a_correction(ledger, case, first))
    answer = web.post("/check", data={"sha256": sha256}).text
    assert "A later letter of " in answer
    assert "corrects this one" in answer
    assert "It stands" not in answer


def test_an_unknown_file_a_draft_and_an_empty_ledger_read_alike(web: StrictClient, ledger: Ledger) -> None:
    empty = web.post("/check", data={"sha256": UNKNOWN}).text
    case = a_case(ledger)
    ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    known = web.post("/check", data={"sha256": UNKNOWN}).text
    assert "We did not issue this file" in empty
    assert "We did not issue this file" in known
    assert case.client.name not in known
    assert case.client_reference not in known


@pytest.mark.parametrize("typed", ["", "1234", "zz" * 32, UNKNOWN + "0"])
def test_what_is_no_fingerprint_is_said_beside_the_field(web: StrictClient, ledger: Ledger, typed: str) -> None:
    a_provider(ledger)
    answer = web.post("/check", data={"sha256": typed})
    assert answer.status_code == 422
    assert "issue this file" not in answer.text


def test_guessing_ends_after_many_tries_and_checking_real_files_does_not(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.people.throttle.CHECKS", 3)
    case = a_case(ledger)
    sha256 = issued(ledger, case, an_approved_letter(ledger, case, kind="final"))
    throttled = replace(ledger, settings=replace(ledger.settings, throttle=True))
    strict = create_app(throttled.settings, throttled)
    strict.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    web = client_of(strict)
    codes = [web.post("/check", data={"sha256": sha256}).status_code for _ in range(4)]
    assert set(codes) == {200}
    codes = [web.post("/check", data={"sha256": UNKNOWN}).status_code for _ in range(4)]
    assert codes == [200] * 3 + [429]
    told = web.post("/check", data={"sha256": UNKNOWN}).text
    assert (told.count("Wait a"), told.count("quarter of an hour")) == (1, 1)
