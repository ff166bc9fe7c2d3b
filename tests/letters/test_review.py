"""The second person, the exception at night, and what the client says to a letter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.duties.asking import Asked
from ledger.duties.owed import owed
from ledger.duties.planning import planned
from ledger.incidents.models import ClockRow
from ledger.incidents.operations.clocks import start_clock, stop_clock
from ledger.incidents.operations.handover import hand_over
from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused
from ledger.letters.batches import batch_of
from ledger.letters.client_view import own_letter, own_letters
from ledger.letters.listing import letters_of, list_letters
from ledger.letters.operations.answering import answer_letter, reply_to_answer
from ledger.letters.operations.approving import approve_alone, look_again
from ledger.letters.operations.drafting import discard_letter, draft_letter
from ledger.letters.operations.issuing import begin_issue, stopped_by
from ledger.letters.queries import letter_page
from ledger.letters.review import next_kind, offered_kinds, signs, why_not_approve, why_not_now
from ledger.people.actor import SYSTEM, Actor
from ledger.people.operations.users import add_user
from ledger.work import Ledger
from ledger.worker.letters import finish_letter
from tests.factories import a_client, an_actor
from tests.letters.factories import final_facts
from tests.letters.steps import Case, a_case, an_issued_letter, letter
from tests.support.events import log_events

NIGHT = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
"""A Wednesday, long before anybody is there."""
DAY = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


def theirs(ledger: Ledger, case: Case) -> Actor:
    """Return the client's own user."""
    user = ledger.do(
        add_user, SYSTEM, email="ada@harbour.example", name="Ada Okafor", role="client", client_id=case.client.id
    )
    return Actor(user.id, user.name, "client", client_id=case.client.id)


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


@pytest.mark.parametrize(
    ("role", "signs_up_to", "severity", "may"),
    [
        ("service_manager", None, "S3", True),
        ("service_manager", "S2", "S2", False),
        ("leadership", None, "S2", True),
        ("leadership", None, "S1", False),
        ("leadership", "S2", "S1", False),
        ("leadership", "S1", "S1", True),
        ("admin", None, "S3", False),
        ("auditor", None, "S3", False),
    ],
)
def test_who_may_approve(role: str, signs_up_to: str | None, severity: str, *, may: bool) -> None:
    actor = Actor("b", "B", role, signs_up_to=signs_up_to)
    assert (why_not_approve(actor, "a", "a", severity) == "") is may
    assert why_not_approve(actor, "b", "a", severity)
    assert why_not_approve(actor, "a", "b", severity)


def test_who_signs_for_the_gravest_signs_for_all() -> None:
    assert [signs("S1", severity) for severity in ("S1", "S2", "S3")] == [True, True, True]
    assert [signs("S3", severity) for severity in ("S1", "S2", "S3")] == [False, False, True]
    assert not signs(None, "S3")


def test_the_next_letter_is_the_one_that_is_owed() -> None:
    assert next_kind("S1", frozenset()) == "first_notice"
    assert next_kind("S3", frozenset()) == "final"
    assert next_kind("S2", frozenset({"first_notice"})) == "final"
    assert next_kind("S2", frozenset({"first_notice", "final"})) == "follow_up"


@pytest.mark.parametrize(
    ("severity", "sent", "writing", "is_over", "offered"),
    [
        ("S4", "", "", False, ("", ())),
        ("S1", "", "", False, ("first_notice", ())),
        ("S1", "", "first_notice", False, ("", ())),
        ("S1", "first_notice", "", False, ("interim", ("final",))),
        ("S1", "first_notice", "interim", False, ("", ("final",))),
        ("S2", "first_notice", "", True, ("final", ("interim",))),
        ("S3", "", "", True, ("final", ())),
        ("S2", "final", "", True, ("follow_up", ("final",))),
        ("S2", "final follow_up", "", True, ("", ("final",))),
    ],
)
def test_each_kind_that_may_be_written_is_offered_and_news_comes_before_the_end(
    severity: str, sent: str, writing: str, *, is_over: bool, offered: tuple[str, tuple[str, ...]]
) -> None:
    kinds = frozenset(sent.split()), frozenset(writing.split())
    assert offered_kinds(severity, *kinds, is_over=is_over, is_result_awaited=False) == offered


@pytest.mark.parametrize(
    ("kind", "sent", "is_over", "said"),
    [
        ("follow_up", {"first_notice"}, True, "follows a final letter"),
        ("first_notice", {"final"}, False, "no first notice"),
        ("interim", {"final"}, True, "further final letter"),
        ("interim", {"final"}, False, ""),
        ("interim", {"first_notice"}, True, ""),
        ("final", {"final"}, True, ""),
        ("follow_up", {"final"}, True, ""),
        ("correction", {"final"}, True, ""),
    ],
)
def test_a_kind_whose_time_is_over_or_has_not_come_is_refused(
    kind: str, sent: set[str], *, is_over: bool, said: str
) -> None:
    told = why_not_now(kind, frozenset(sent), is_over=is_over)
    assert (said in told, bool(told)) == (True, bool(said))


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
    ledger.do(
        answer_letter, case.writer, letter_id=letter_id, kind="dispute", words="It was 44.", by_name="Ada Okafor",
        proof="the call that nobody recorded",
    )  # fmt: skip
    with ledger.database.read() as session:
        told = str([(event.body, event.words) for event in log_events(session, case.client.log_id)])
    assert "It was 44." in told
    assert "nobody recorded" not in told
    assert ledger.ask(own_letter, ada, letter_id).answers[0].proof == ""


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


def test_an_incident_shows_each_impacts_letters_and_what_comes_next(ledger: Ledger) -> None:
    case = a_case(ledger)
    (before,) = ledger.ask(letters_of, case.writer, case.incident_id)
    assert (before.letters, before.next_kind) == ((), "first_notice")
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id)
    (after,) = ledger.ask(letters_of, case.writer, case.incident_id)
    assert [row.id for row in after.letters] == [letter_id]
    assert after.next_kind == ""


def test_a_letter_stops_its_clocks_when_it_is_frozen(ledger: Ledger) -> None:
    case = a_case(ledger)
    kinds = ("first_letter", "final_letter", "effectiveness")

    def start(session: Session, actor: Actor) -> None:
        for kind in kinds:
            start_clock(session, actor, case.impact_id, kind, now() - timedelta(hours=4))

    ledger.do(start, case.writer)
    letter_id = an_issued_letter(ledger, case, kind="final")
    stopped = stopped_clocks(ledger, case, *kinds)
    issued_at = letter(ledger, letter_id).issued_at
    assert stopped == {"first_letter": issued_at, "final_letter": issued_at, "effectiveness": None}


def stopped_clocks(ledger: Ledger, case: Case, *kinds: str) -> dict[str, datetime | None]:
    with ledger.database.read() as session:
        rows = session.scalars(select(ClockRow).where(ClockRow.impact_id == case.impact_id, ClockRow.kind.in_(kinds)))
        return {row.kind: row.stopped_at for row in rows}


def test_a_follow_up_without_any_result_leaves_its_clock_running(ledger: Ledger) -> None:
    case = a_case(ledger)
    ledger.do(lambda session, actor: start_clock(session, actor, case.impact_id, "effectiveness", now()), case.writer)
    an_issued_letter(ledger, case, kind="final")
    an_issued_letter(ledger, case, kind="follow_up")
    assert stopped_clocks(ledger, case, "effectiveness") == {"effectiveness": None}
    assert follow_ups_on_offer(ledger, case) == ("follow_up", 1)
    again = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="follow_up")
    assert follow_ups_on_offer(ledger, case) == ("", 0)
    ledger.do(discard_letter, case.writer, letter_id=again, version=1)
    ledger.do(lambda session, actor: stop_clock(session, actor, case.impact_id, "effectiveness", now()), case.writer)
    assert follow_ups_on_offer(ledger, case) == ("", 0)


def follow_ups_on_offer(ledger: Ledger, case: Case) -> tuple[str, int]:
    """Return what the incident's page offers next, and how many follow-ups its batch would draft."""
    (shown,) = ledger.ask(letters_of, case.writer, case.incident_id)
    return shown.next_kind, len(ledger.ask(batch_of, case.writer, case.incident_id, "follow_up").of_step("draft"))


def test_a_letter_stops_the_clocks_of_its_kind_and_a_follow_up_only_with_a_result() -> None:
    unknown = final_facts(kind="follow_up")
    works = replace(unknown.actions[0], effective=False, evidence="It failed at the first change")
    assert stopped_by(unknown) == ()
    assert stopped_by(replace(unknown, actions=(works, unknown.actions[1]))) == ("effectiveness",)
    assert stopped_by(replace(unknown, actions=())) == ("effectiveness",)
    assert stopped_by(final_facts()) == ("first_letter", "final_letter")
