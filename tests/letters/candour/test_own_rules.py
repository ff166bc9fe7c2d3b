"""Rules that a provider adds, and rules graded for one client."""

from typing import Any

import pytest

from ledger.clients.operations.contacts import add_contact
from ledger.kernel.errors import Invalid
from ledger.letters.candour.checking import Ground, check_text
from ledger.letters.candour.own_rules import SLOWEST, faults_of, hostile_texts, tried
from ledger.letters.candour.pattern_trial import slowest
from ledger.letters.candour.rules import built
from ledger.letters.operations.candour import add_rule, grade_rule
from ledger.letters.operations.drafting import draft_letter, edit_letter
from ledger.letters.queries import letter_page
from ledger.people.actor import SYSTEM
from ledger.work import Ledger
from tests.factories import an_actor
from tests.letters.steps import Case, a_case, letter

SUNSET: dict[str, Any] = {
    "category": "Jargon",
    "severity": "warning",
    "pattern": r"\bsunset(?:ted|ting)?\b",
    "case_sensitive": False,
    "why": "Nobody says so.",
    "instead": "Say that we switched it off.",
    "caution": "",
    "must_match": ["We sunset the box."],
    "must_not_match": ["The sun set."],
}


def test_a_sound_rule_has_no_faults_and_finds_beside_ours() -> None:
    assert faults_of(SUNSET) == {}
    own = built(SUNSET | {"id": "OWN01"})
    (found,) = check_text("We sunset the **box**.", Ground(own=(own,)))
    assert (found.rule, found.severity, found.words) == ("OWN01", "warning", "sunset")
    assert check_text("We sunset the box.", Ground(own=(own,), grades={"OWN01": "off"})) == []


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"pattern": "sun("}, "pattern", "no pattern"),
        ({"pattern": "x*"}, "pattern", "empty text"),
        ({"pattern": r"\bdusk\b"}, "must_match", "does not find"),
        ({"pattern": r"\bsun ?set\b"}, "must_not_match", "It finds"),
        ({"must_match": []}, "must_match", "at least one"),
        ({"category": "Rudeness"}, "pattern", "unknown category"),
        ({"category": "Figures"}, "category", "wording"),
        ({"pattern": "sunset" * 200}, "pattern", "longer than"),
        ({"why": " "}, "pattern", "why"),
    ],
)
def test_a_rule_that_is_not_sound_is_told_why(change: dict[str, Any], field: str, said: str) -> None:
    found = faults_of(SUNSET | change)
    assert said in found[field]


def test_a_pattern_that_looks_back_badly_is_refused() -> None:
    assert "takes too long" in faults_of(SUNSET | {"pattern": r"\bsunset\b|(?:s+)+q"})["pattern"]


def test_a_good_pattern_is_quick_on_the_texts_that_make_bad_ones_slow() -> None:
    rule = built(SUNSET | {"id": "OWN01"})
    assert rule.pattern is not None
    assert slowest(rule.pattern.pattern, hostile_texts(rule)) <= SLOWEST
    assert slowest(r"(?:s|ss)+q", ["s" * 26]) > SLOWEST


@pytest.fixture
def case(ledger: Ledger) -> Case:
    """A case whose final letter names somebody of the client's, and says "sunset"."""
    return a_case(ledger)


def _drafted(ledger: Ledger, case: Case, words: str) -> str:
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    row = letter(ledger, letter_id)
    ledger.do(
        edit_letter, case.writer, letter_id=letter_id, version=row.version, subject_line=row.subject_line,
        sections={"why": f"{row.sections['why']} {words}"},
    )  # fmt: skip
    return letter_id


def test_an_own_rule_is_recorded_and_counts_for_every_letter(ledger: Ledger, case: Case) -> None:
    admin = an_actor(ledger, "admin", name="Ed Min")
    letter_id = _drafted(ledger, case, "We sunset the old list.")
    with pytest.raises(Invalid) as refusal:
        ledger.do(add_rule, admin, rule=tried(SUNSET | {"pattern": "sun("}), reason="")
    assert set(refusal.value.fields) == {"pattern", "reason"}
    assert ledger.do(add_rule, admin, rule=tried(SUNSET), reason="A client asked.") == "OWN01"
    assert ledger.do(add_rule, admin, rule=tried(SUNSET | {"severity": "hint"}), reason="Again.") == "OWN02"
    found = ledger.ask(letter_page, case.writer, letter_id).judgement.findings
    assert "OWN01" in {one.rule for one in found}
    ledger.do(grade_rule, admin, rule="OWN01", grade="off", reason="We do not need it.")
    found = ledger.ask(letter_page, case.writer, letter_id).judgement.findings
    assert "OWN01" not in {one.rule for one in found}


def test_a_client_may_wish_its_people_named(ledger: Ledger, case: Case) -> None:
    admin = an_actor(ledger, "admin", name="Ed Min")
    ledger.do(add_contact, SYSTEM, client_code=case.client.code, name="Zora Quillfeather", mail="z@harbour.example")
    letter_id = _drafted(ledger, case, "Zora Quillfeather saw it first.")

    def found() -> set[str]:
        return {one.rule for one in ledger.ask(letter_page, case.writer, letter_id).judgement.findings}

    assert "CNF11" in found()
    with pytest.raises(Invalid, match="client"):
        ledger.do(grade_rule, admin, rule="OVR11", grade="off", reason="They wish it so.", client_code=case.client.code)
    wish = {"rule": "CNF11", "reason": "They wish it.", "client_code": case.client.code}
    ledger.do(grade_rule, admin, grade="off", **wish)
    assert "CNF11" not in found()
    ledger.do(grade_rule, admin, grade="as_shipped", **wish)
    assert "CNF11" in found()
