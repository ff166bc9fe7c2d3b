"""Rules on words: act statements, factors, confidence, person-hours, and what to say on the telephone."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.incidents import act_statement, confidence, factors
from ledger.incidents.call_words import number_now, words_to_say
from ledger.incidents.clock_standing import standing
from ledger.incidents.person_hours import in_words, person_minutes

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
PEOPLE = ["Nadia Okafor", "Tom Adler"]


@pytest.mark.parametrize("words", ["We changed the certificate without a test.", act_statement.PROVISIONAL])
def test_an_act_statement_begins_with_we(words: str) -> None:
    assert act_statement.fault_in(words) is None


@pytest.mark.parametrize(
    "words", ["The certificate expired.", "Went wrong.", "We failed. It was bad.", "We " + "x" * 400, "Weeds grew."]
)
def test_any_other_act_statement_is_refused(words: str) -> None:
    assert act_statement.fault_in(words)


def test_finding_out_is_provisional() -> None:
    assert act_statement.is_provisional("We are still finding out why your mail stopped.")
    assert not act_statement.is_provisional("We stopped your mail.")


@pytest.mark.parametrize(
    "words",
    [
        "Human error", "human error.", "More training", "Lack of training", "An operator's mistake",
        "It was an oversight", "More training is needed.", "Carelessness", "Someone forgot",
    ],
)  # fmt: skip
def test_a_slip_or_training_alone_is_refused_for_the_graver_severities(words: str) -> None:
    assert factors.fault_in(words, "S1")
    assert factors.fault_in(words, "S2")
    assert factors.fault_in(words, "S3") is None


@pytest.mark.parametrize(
    "words",
    [
        "The change plan had no test on the second server.",
        "Two switches with the same label stand side by side, so that a mistake is easily made.",
        "The training of the night shift skipped the restore procedure.",
    ],
)
def test_a_cause_that_can_be_changed_stands(words: str) -> None:
    assert factors.fault_in(words, "S1", PEOPLE) is None


@pytest.mark.parametrize("words", ["Tom Adler pulled the wrong plug", "Adler was not told of the change"])
def test_a_factor_is_never_a_person(words: str) -> None:
    assert "Tom Adler" in str(factors.fault_in(words, "S3", PEOPLE))


def test_words_for_one_client_name_no_other_and_no_internal_reference() -> None:
    others = [("ORC", "Orchard Clinic")]
    assert "Orchard Clinic" in str(confidence.fault_in("As at the orchard clinic, mail stopped", others))
    assert confidence.fault_in("See ORC-2026-01", others)
    assert confidence.fault_in("See INC-2026-0042", [])
    assert confidence.fault_in("The orchard was reached; torch in hand", others) is None


def test_work_lost_is_people_times_how_long_and_never_a_guess() -> None:
    assert person_minutes(12, AT, AT + timedelta(minutes=95)) == 1140
    assert person_minutes(None, AT, AT + timedelta(hours=1)) is None
    assert person_minutes(3, AT, None) is None
    assert in_words(1140) == "19 h"
    assert in_words(95) == "1 h 35 min"
    assert in_words(0) == "0 min"
    assert not in_words(None)


def test_the_night_number_is_for_the_night() -> None:
    assert number_now("day", "night", in_hours=True) == ("day", "")
    assert number_now("day", "night", in_hours=False)[0] == "night"
    assert number_now("day", "", in_hours=False) == ("day", "no night number recorded; outside their hours")
    assert number_now("", "", in_hours=True) == ("", "no number recorded")


def test_the_words_to_say_begin_with_us_and_end_with_a_question() -> None:
    said = words_to_say(
        caller="Nadia Okafor",
        provider="Tidewater Systems",
        act_statement="We changed the certificate without a test",
        statement="Nobody can send mail.",
        from_at=AT,
        status="open",
        must_do=None,
        next_update_at=AT + timedelta(hours=1),
        zone="Europe/London",
    )
    assert said[0].startswith("This is Nadia Okafor from Tidewater Systems.")
    assert said[1] == "We changed the certificate without a test."
    assert "since Fri 20 Nov 2026, 12:00 GMT" in said[2]
    assert "We will tell you more by Fri 20 Nov 2026, 13:00 GMT." in said
    assert said[-1].endswith("?")
    assert not any("must" in sentence or "need to do" in sentence for sentence in said)


def test_a_replaced_clock_is_judged_as_it_stood_then() -> None:
    due = AT + timedelta(minutes=60)
    later = AT + timedelta(days=1)
    assert standing(due, None, AT, AT + timedelta(minutes=30), later) == "ended"
    assert standing(due, None, AT, AT + timedelta(minutes=61), later) == "missed"
    assert standing(due, AT + timedelta(minutes=20), AT, AT + timedelta(minutes=30), later) == "met"
    assert standing(due, None, AT, None, AT + timedelta(minutes=50)) == "at_risk"
    assert standing(due, due + timedelta(minutes=1), AT, None, later) == "missed"
