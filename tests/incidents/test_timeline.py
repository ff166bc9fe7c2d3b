"""The timeline: entries, who reads them, corrections, later publication, many lines at once."""

from datetime import timedelta

import pytest

from ledger.incidents.operations.corrections import correct_entry, publish_entry
from ledger.incidents.operations.timeline import paste_entries
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.work import Ledger
from tests.factories import an_actor
from tests.incidents.answering import a_case


def test_an_internal_entry_stands_in_our_log_only(ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("action", "Put the old certificate back.")
    assert case.events()[-1].words["text"] == "Put the old certificate back."
    assert all(event.type != "entry.added" for event in case.events(case.harbour))


def test_an_update_stands_in_the_log_of_each_client_under_its_own_reference(ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("update", "Nothing new.", next_update_at=now() + timedelta(minutes=30))
    for client, start in ((case.harbour, "HFO-"), (case.orchard, "ORC-")):
        event = next(event for event in case.events(client) if event.type == "entry.added")
        assert event.body["subject"].startswith(start)
        assert event.words["text"] == "Nothing new."
        assert case.reference not in str(event.body)


def test_an_entry_for_one_client_stays_out_of_the_others_log(ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("observation", "Their second site works.", visibility="one_client", client_code="HFO")
    assert [event.type for event in case.events(case.harbour)].count("entry.added") == 1
    assert [event.type for event in case.events(case.orchard)].count("entry.added") == 0


def test_an_entry_before_the_outage_is_refused(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid) as refusal:
        case.say("restoration", "Mail runs.", occurred_at=case.began_at - timedelta(minutes=5))
    assert "before it began" in refusal.value.fields["occurred_at"][0]
    assert case.page().entries == ()


def test_an_entry_of_tomorrow_is_refused(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid, match="future"):
        case.say(occurred_at=now() + timedelta(days=1))


def test_words_that_name_another_client_are_refused_where_a_client_reads_them(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid, match="Orchard Clinic"):
        case.say("update", "Like Orchard Clinic you have no mail.", client_code="HFO")
    with pytest.raises(Invalid, match="Harbour Foods"):
        case.say("update", "Harbour Foods works again.")
    case.say("update", "Harbour Foods works again.", client_code="HFO")
    case.say("action", "Rang Orchard Clinic and Harbour Foods.")
    assert len(case.page().entries) == 2


def test_a_client_that_is_not_affected_cannot_be_named(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid) as refusal:
        case.say("client_contact", "They rang.", client_code="XXX")
    assert "client_code" in refusal.value.fields


def test_an_auditor_writes_nothing(ledger: Ledger) -> None:
    case = a_case(ledger)
    auditor = an_actor(ledger, "auditor")
    with pytest.raises(Refused):
        ledger.do(paste_entries, auditor, incident_id=case.id, lines="10:00 x", day=now().date(), zone="UTC")


def test_a_correction_keeps_both_texts_and_says_who_when_and_why(ledger: Ledger) -> None:
    case = a_case(ledger)
    wrong = case.say("update", "It works again.")
    right = ledger.do(correct_entry, case.manager, entry_id=wrong.id, text="Half works.", reason="spoke too soon")
    shown = {entry.id: entry for entry in case.page().entries}
    assert shown[wrong.id].corrected_by_id == right.id
    assert (shown[wrong.id].corrector, shown[wrong.id].corrected_why) == ("Nadia Okafor", "spoke too soon")
    assert shown[right.id].occurred_at == wrong.occurred_at
    corrected = next(event for event in case.events(case.harbour) if event.type == "entry.corrected")
    assert corrected.body["supersedes"] == wrong.event_id


def test_an_entry_is_corrected_only_once(ledger: Ledger) -> None:
    case = a_case(ledger)
    wrong = case.say()
    right = ledger.do(correct_entry, case.manager, entry_id=wrong.id, text="Stopped it.", reason="wrong word")
    with pytest.raises(Conflict):
        ledger.do(correct_entry, case.manager, entry_id=wrong.id, text="Started it.", reason="again")
    ledger.do(correct_entry, case.manager, entry_id=right.id, text="Started it.", reason="again")
    assert len(case.page().entries) == 3


def test_publishing_later_puts_the_words_into_the_clients_logs_then(ledger: Ledger) -> None:
    case = a_case(ledger)
    entry = case.say("observation", "The queue is empty.", occurred_at=case.after(5))
    ledger.do(publish_entry, case.manager, entry_id=entry.id, visibility="all_clients")
    event = next(event for event in case.events(case.orchard) if event.type == "entry.published")
    assert event.words["text"] == "The queue is empty."
    assert event.recorded_at - event.occurred_at > timedelta(hours=2)
    with pytest.raises(Conflict):
        ledger.do(publish_entry, case.manager, entry_id=entry.id, visibility="all_clients")


def test_what_names_another_client_cannot_be_published(ledger: Ledger) -> None:
    case = a_case(ledger)
    entry = case.say("action", "Rang Orchard Clinic.")
    with pytest.raises(Invalid, match="Orchard Clinic"):
        ledger.do(publish_entry, case.manager, entry_id=entry.id, visibility="one_client", client_code="HFO")
    assert case.page().entries[0].visibility == "internal"


def test_pasted_lines_are_written_all_or_none(ledger: Ledger) -> None:
    case = a_case(ledger)
    day, zone = case.aware_at.date(), "UTC"
    good = f"{case.after(1):%H:%M} looked at the queue"
    with pytest.raises(Invalid) as refusal:
        ledger.do(paste_entries, case.manager, incident_id=case.id, lines=f"{good}\nno time", day=day, zone=zone)
    assert refusal.value.fields["lines"][0].startswith("Line 2")
    assert case.page().entries == ()
    ledger.do(paste_entries, case.manager, incident_id=case.id, lines=good, day=day, zone=zone)
    assert [entry.text for entry in case.page().entries] == ["looked at the queue"]


def test_a_pasted_line_of_the_future_is_named(ledger: Ledger) -> None:
    case = a_case(ledger)
    tomorrow = (now() + timedelta(days=1)).date()
    with pytest.raises(Invalid, match=r"Line 1.*future"):
        ledger.do(paste_entries, case.manager, incident_id=case.id, lines="10:00 x", day=tomorrow, zone="UTC")
