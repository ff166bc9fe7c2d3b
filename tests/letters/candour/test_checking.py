import pytest

from ledger.letters.candour.checking import PLAIN, Ground, check_letter, check_text, errors, warnings
from tests.letters.candour.aim import LETTER

REQUIRED = Ground(required=frozenset({"jane.reed@northgate.example", "chair@northgate.example"}))


def _rules(text: str, ground: Ground = PLAIN) -> set[str]:
    return {one.rule for one in check_text(text, ground)}


def test_the_letter_to_aim_at_is_clean() -> None:
    found = check_text(LETTER, REQUIRED)
    assert errors(found) == []
    assert [(one.rule, one.words) for one in warnings(found)] == []


def test_a_finding_says_where_why_and_what_reads_better() -> None:
    text = "We stopped your mail.\n\nWe are **sorry if** this affected you."
    (found,) = [one for one in check_text(text, section="opening") if one.rule == "CON01"]
    assert (found.section, found.severity, found.line) == ("opening", "error", 3)
    assert text[found.start : found.end] == "sorry if"
    assert found.sentence == "We are sorry if this affected you."
    assert found.why
    assert found.instead


def test_a_rule_that_is_off_finds_nothing_and_another_grade_is_taken_over() -> None:
    text = "Our engineers will change the form."
    assert "OVR11" in _rules(text)
    assert "OVR11" not in _rules(text, Ground(grades={"OVR11": "off"}))
    graded = check_text(text, Ground(grades={"OVR11": "error"}))
    assert [one.severity for one in graded if one.rule == "OVR11"] == ["error"]


def test_in_the_timeline_only_leaks_and_residue_count() -> None:
    found = check_letter({}, residue_only={"timeline": "A mistake was made on server sql-01.\n\nTODO: ask Jane."})
    assert {one.rule for one in found} == {"CNF05", "CNF16"}


def test_the_contacts_own_mail_is_no_leak_another_is() -> None:
    text = "Write to jane.reed@northgate.example, not to joe@elsewhere.example."
    found = [one.words for one in check_text(text, REQUIRED) if one.rule == "CNF06"]
    assert found == ["joe@elsewhere.example"]


def test_our_own_reference_is_no_ticket_number() -> None:
    assert "CNF09" in _rules("See case 20261 for this.")
    assert "CNF09" not in _rules("See case 20261 for this.", Ground(required=frozenset({"case 20261"})))


@pytest.mark.parametrize("number", ["0044 20 7946 0958 123", "+44 20 7946 0958 1234", "+44 (0)20 7946 0958"])
def test_a_telephone_number_is_no_card(number: str) -> None:
    assert "CNF15" not in _rules(f"Ring {number} at any time.")


def test_a_cards_number_is_found() -> None:
    assert "CNF15" in _rules("The card 4111 1111 1111 1111 was charged.")


def test_a_promise_with_a_day_is_left_alone() -> None:
    assert "OVR11" in _rules("Our engineers will change the form.")
    for day in ("by 30 October", "on Monday", "within two weeks", "at 14:00", "tomorrow", "by the end of the month"):
        assert not _rules(f"Our engineers will change the form {day}.") & {"OVR11", "OVR12", "OVR13"}, day


def test_errors_come_first() -> None:
    found = check_letter({"a": "We will help. Perhaps.", "b": "It was human error."})
    grades = [one.severity for one in found]
    assert grades == sorted(grades, key=["error", "warning", "hint"].index)
    assert grades[0] == "error"


def test_the_same_words_are_found_once_by_the_gravest_rule() -> None:
    found = [one for one in check_text("We are sorry if you were affected.") if one.severity != "hint"]
    assert [one.rule for one in found] == ["CON01"]
