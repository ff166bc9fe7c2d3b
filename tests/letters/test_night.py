"""The first notice alone at night: what may go out without a second person, and the second look that is owed."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from ledger.duties.asking import Asked
from ledger.duties.owed import owed
from ledger.duties.planning import planned
from ledger.incidents.operations.handover import hand_over
from ledger.kernel.clock import pretended
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.letters.at_night import beyond_a_notice
from ledger.letters.listing import list_letters
from ledger.letters.operations.approving import approve_alone, look_again
from ledger.letters.operations.drafting import draft_letter, edit_letter
from ledger.letters.operations.issuing import begin_issue
from ledger.people.actor import SYSTEM
from ledger.work import Ledger
from ledger.worker.letters import finish_letter
from tests.factories import an_actor
from tests.letters.steps import a_case, letter

NIGHT = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
"""A Wednesday, long before anybody is there."""
MODELLED = "The matter is being handled with the greatest of care by our experts."
"""No rule knows it; the trained model warns of it."""
DAY = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


def test_at_night_a_first_notice_goes_out_alone_and_waits_for_a_second_look(ledger: Ledger) -> None:
    with time_machine.travel(NIGHT, tick=False):
        case = a_case(ledger, severity="S1")
        letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id)
        due_at = ledger.do(approve_alone, case.writer, letter_id=letter_id, version=1)
        ledger.do(begin_issue, case.writer, letter_id=letter_id)
        finish_letter(ledger, letter_id)
    assert due_at.astimezone(ZoneInfo("Europe/London")).date().isoformat() == "2026-11-26"
    assert letter(ledger, letter_id).status == "issued"
    assert [row.id for row in ledger.ask(list_letters, case.leader, waits_for_me=True)] == [letter_id]
    with pytest.raises(Refused, match="second person"):
        ledger.do(look_again, case.writer, letter_id=letter_id)
    ledger.do(look_again, case.leader, letter_id=letter_id, words="In order.")
    assert ledger.ask(list_letters, case.leader, waits_for_me=True) == []
    with pytest.raises(Conflict):
        ledger.do(look_again, case.leader, letter_id=letter_id)


def test_a_second_look_is_owed_by_somebody_who_had_no_hand_in_the_notice(ledger: Ledger) -> None:
    with time_machine.travel(NIGHT, tick=False):
        case = a_case(ledger, severity="S1")
        other = an_actor(ledger, name="Olu Baker")
        letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id)
        due_at = ledger.do(approve_alone, case.writer, letter_id=letter_id, version=1)
        (nobodys,) = ledger.ask(owed, SYSTEM, Asked(kind="second_look"))
        with pretended(due_at):
            told = {one.recipient for one in ledger.ask(planned, SYSTEM) if one.kind == "second_look"}
        ledger.do(hand_over, case.writer, incident_id=case.incident_id, to_id=other.user_id, text="Good night.")
        (theirs,) = ledger.ask(owed, SYSTEM, Asked(kind="second_look", person=other.user_id))
    assert (nobodys.owner_id, nobodys.owner) == ("", "a second person")
    assert told == {case.leader.user_id}
    assert (theirs.id, theirs.due_at) == (letter_id, due_at)
    assert ledger.ask(owed, SYSTEM, Asked(kind="second_look", person=case.writer.user_id)) == []


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        ("We give you £500 for this.", False),
        ("You get a refund of the month.", False),
        ("You get one month free.", False),
        ("We credit your next invoice.", False),
        ("We halve this month's fee.", False),
        ("This costs you nothing.", False),
        ("We moved the wrong mailbox: that stopped your calendars.", False),
        ("Please feel free to ring us; the line is free to call.", True),
        ("A firmware update that we installed was the cause.", False),
        ("It stopped because we restarted the wrong server.", False),
        ("We will look into it; it stopped because we pulled the plug.", False),
        ("We look into it and it stopped because we pulled the plug.", False),
        ("We restarted the wrong server which stopped your mail and we check the others.", False),
        ("It stopped because we pulled the plug: why nobody saw it is not known.", False),
        ("We do not know the cause yet.", True),
        ("The cause of this is not known yet.", True),
        ("We do not know which of the two servers was the cause at 14:30.", True),
        ("Until 14:30 we did not know; at 15:00 we are checking the cause.", True),
        ("This is what caused it.", False),
        ("We are finding out what caused it.", True),
        ("You will not be charged for any of this. We restarted the wrong server.", True),
    ],
)
def test_alone_no_money_and_no_cause_goes_out(told: str, goes: bool) -> None:  # noqa: FBT001 of the table
    assert (beyond_a_notice({"doing": told}) == {}) is goes


def test_at_night_nobody_waives_a_warning_about_their_own_words(ledger: Ledger) -> None:
    with time_machine.travel(NIGHT, tick=False):
        case = a_case(ledger, severity="S1")
        letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id)
        said: dict[str, Any] = {"letter_id": letter_id, "subject_line": "Your mail stopped"}
        doing = {"doing": "We restored the wrong file. We give you £500, and we utilise a new one."}
        ledger.do(edit_letter, case.writer, version=1, sections=doing, **said)
        with pytest.raises(Invalid) as refused:
            ledger.do(approve_alone, case.writer, letter_id=letter_id, version=2, waiving="Nobody else is here now.")
    words = " ".join(refused.value.fields["sections.doing"])
    assert "no money" in words
    assert "Nobody waives a warning about their own words" in words


def test_at_night_what_only_the_trained_model_warns_of_stands_with_a_reason(ledger: Ledger) -> None:
    with time_machine.travel(NIGHT, tick=False):
        case = a_case(ledger, severity="S1")
        letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id)
        said: dict[str, Any] = {"letter_id": letter_id, "subject_line": "Your mail stopped"}
        doing = {"doing": MODELLED}
        ledger.do(edit_letter, case.writer, version=1, sections=doing, **said)
        with pytest.raises(Invalid, match="say in a sentence why"):
            ledger.do(approve_alone, case.writer, letter_id=letter_id, version=2)
        ledger.do(approve_alone, case.writer, letter_id=letter_id, version=2, waiving="It says what we do, plainly.")
    assert [rule[:3] for rule in letter(ledger, letter_id).waived] == ["MOD"]


def test_by_day_a_second_person_is_asked_for(ledger: Ledger) -> None:
    with time_machine.travel(DAY, tick=False):
        case = a_case(ledger, severity="S1")
        letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id)
        with pytest.raises(Refused, match="business hours"):
            ledger.do(approve_alone, case.writer, letter_id=letter_id, version=1)


def test_only_a_first_notice_goes_out_alone(ledger: Ledger) -> None:
    with time_machine.travel(NIGHT, tick=False):
        case = a_case(ledger, severity="S1")
        letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
        with pytest.raises(Refused, match="only a first notice"):
            ledger.do(approve_alone, case.writer, letter_id=letter_id, version=1)
