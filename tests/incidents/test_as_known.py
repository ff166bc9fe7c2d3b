"""As known at a moment: the prefix of the log, with texts as they were then; and what facts said before."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from ledger.incidents.as_known import Known, edits_of, known_at, own_history, own_known_at
from ledger.incidents.operations.corrections import correct_entry, publish_entry
from ledger.incidents.operations.editing import edit_incident
from ledger.incidents.operations.impacts import add_impact, edit_impact
from ledger.incidents.operations.milestones import reopen, set_milestones
from ledger.incidents.operations.second_person import decide, propose
from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import NotFound
from ledger.people.queries import actor_of
from ledger.record.models import LogDisclosure, LogEntry
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_actor, an_incident
from tests.incidents.answering import Case, a_case


def known(case: Case, at: datetime) -> Known:
    return case.ledger.ask(known_at, case.manager, case.reference, at)


def after(hours: int) -> datetime:
    return now() + timedelta(hours=hours)


def test_an_entry_that_was_corrected_later_stands_in_its_first_words(ledger: Ledger) -> None:
    case = a_case(ledger)
    wrong = case.say("update", "The mail server is down.")
    between = after(1)
    with pretended(after(2)):
        ledger.do(
            correct_entry, case.manager, entry_id=wrong.id, text="The mail gateway is down.", reason="Wrong name."
        )
    then, later = known(case, between), known(case, after(3))
    assert [(one.text, one.corrected_by_id) for one in then.entries] == [("The mail server is down.", None)]
    struck = next(one for one in later.entries if one.id == wrong.id)
    assert (struck.text, struck.corrected_why, struck.corrector) == (
        "The mail server is down.", "Wrong name.", "Nadia Okafor",
    )  # fmt: skip
    assert struck.corrected_at is not None
    assert struck.corrected_at > between


def test_facts_stand_as_they_were_known_then(ledger: Ledger) -> None:
    case = a_case(ledger)
    between = after(1)
    with pretended(after(2)):
        ledger.do(edit_incident, case.manager, incident_id=case.id, title="Mail gateway stopped", service="Mail")
        ledger.do(set_milestones, case.manager, incident_id=case.id, times={"contained_at": now()})
        ledger.do(edit_impact, case.manager, impact_id=case.impact_id(), people_affected=12, statement="No mail came.")
    then, later = known(case, between), known(case, after(3))
    reference = next(one.client_reference for one in case.page().impacts if one.client_code == "HFO")
    assert (then.facts["title"], then.facts["status"], then.facts["severity"]) == ("Mail stopped", "open", "S1")
    assert (later.facts["title"], later.facts["status"]) == ("Mail gateway stopped", "contained")
    assert then.impacts[reference]["statement"] == "Mail stopped"
    assert (later.impacts[reference]["statement"], later.impacts[reference]["people_affected"]) == ("No mail came.", 12)
    assert then.edits == ()
    assert {(one.of, one.name, one.before, one.after, one.by) for one in later.edits} == {
        ("", "title", "Mail stopped", "Mail gateway stopped", "Nadia Okafor"),
        (reference, "statement", "Mail stopped", "No mail came.", "Nadia Okafor"),
    }


def test_a_case_that_was_filed_and_recorded_in_the_same_instant_is_told_from_its_filing_on(ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    manager = an_actor(ledger)
    with pretended(after(1)):
        filed = an_incident(ledger, manager, severity="S3")
    told = ledger.ask(known_at, manager, filed.reference, after(2))
    assert (told.facts["severity"], told.facts["title"]) == ("S3", "Mail stopped")


def test_before_it_was_filed_nothing_was_known(ledger: Ledger) -> None:
    case = a_case(ledger)
    assert not known(case, now() - timedelta(hours=1)).filed
    with pytest.raises(NotFound):
        ledger.ask(known_at, case.manager, "INC-1999-0001", now())


def test_a_severity_lowered_later_has_the_reason_that_was_proposed(ledger: Ledger) -> None:
    case = a_case(ledger)
    between = after(1)
    lead = an_actor(ledger, "leadership")
    with pretended(after(2)):
        given: dict[str, Any] = {"incident_id": case.id, "kind": "lower_severity", "severity": "S2"}
        given["reason"] = "One team only."
        proposal = ledger.do(propose, case.manager, **given)
        ledger.do(decide, lead, proposal_id=proposal.id, decision="agreed")
    assert known(case, between).facts["severity"] == "S1"
    (edit,) = known(case, after(3)).edits
    assert (edit.name, edit.before, edit.after, edit.why, edit.by) == (
        "severity", "S1", "S2", "One team only.", "Leadership",
    )  # fmt: skip


def test_a_case_that_was_opened_again_says_why(ledger: Ledger) -> None:
    case = a_case(ledger)
    ledger.do(set_milestones, case.manager, incident_id=case.id, times={"resolved_at": now()})
    with pretended(after(2)):
        ledger.do(reopen, case.manager, incident_id=case.id, reason="It came back.")
    edits = [one for one in ledger.ask(edits_of, case.manager, case.reference) if one.name == "resolved_at"]
    assert [(one.after, one.why) for one in edits] == [(None, "It came back.")]


def test_a_cause_family_is_told_by_its_name(ledger: Ledger) -> None:
    case = a_case(ledger)
    ledger.do(edit_incident, case.manager, incident_id=case.id, cause_family="Certificates")
    ledger.do(edit_incident, case.manager, incident_id=case.id, cause_family="Backups")
    (edit,) = ledger.ask(edits_of, case.manager, case.reference)
    assert (edit.name, edit.before, edit.after) == ("cause_family_id", "Certificates", "Backups")
    assert known(case, after(1)).facts["cause_family"] == "Backups"


def test_an_emptied_text_is_told_as_emptied(ledger: Ledger) -> None:
    case = a_case(ledger)
    ledger.do(edit_incident, case.manager, incident_id=case.id, service="Mail")
    ledger.do(edit_incident, case.manager, incident_id=case.id, service="")
    (edit,) = ledger.ask(edits_of, case.manager, case.reference)
    assert (edit.name, edit.before, edit.after) == ("service", "Mail", "")


def test_erased_words_say_that_they_were_erased(ledger: Ledger) -> None:
    case = a_case(ledger)
    entry = case.say("observation", "Ada Okafor rang.")
    with ledger.unit() as session:
        place = session.query(LogEntry.log_id, LogEntry.seq).filter(LogEntry.event_id == entry.event_id).one()
        for row in session.query(LogDisclosure).filter_by(log_id=place.log_id, seq=place.seq):
            row.text = None
    (shown,) = known(case, after(1)).entries
    assert shown.text == "[erased]"


def test_a_client_reads_its_own_prefix_only(ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("observation", "Internal thought.")
    case.say("update", "For the orchard alone.", client_code="ORC")
    wrong = case.say("update", "We are looking at the mail server.")
    between = after(1)
    with pretended(after(2)):
        ledger.do(correct_entry, case.manager, entry_id=wrong.id, text="We mend the gateway.", reason="A wrong name.")
    user = actor_of(a_user(ledger, "client", client_id=case.harbour.id, email="a@hfo.example"), "Europe/London")
    reference = next(one.client_reference for one in case.page().impacts if one.client_code == "HFO")
    other = next(one.client_reference for one in case.page().impacts if one.client_code == "ORC")
    then = ledger.ask(own_known_at, user, reference, between)
    assert [one.text for one in then.entries] == ["We are looking at the mail server."]
    assert then.impacts[reference]["statement"] == "Mail stopped"
    assert [one.author for one in then.entries] == [""]
    struck, edits = ledger.ask(own_history, user, reference)
    assert [(one.text, one.corrected_why) for one in struck] == [
        ("We are looking at the mail server.", "A wrong name.")
    ]
    assert edits == ()
    with pytest.raises(NotFound):
        ledger.ask(own_known_at, user, other, between)


def test_a_client_added_later_never_reads_the_words_that_were_corrected_before(ledger: Ledger) -> None:
    case = a_case(ledger)
    wrong = case.say("update", "We are looking at the mail server.")
    ledger.do(correct_entry, case.manager, entry_id=wrong.id, text="We mend the gateway.", reason="A wrong name.")
    added = a_client(ledger, "KLN", "Kiln Bakery")
    impact = ledger.do(add_impact, case.manager, incident_id=case.id, client_code="KLN", statement="Orders were late.")
    user = actor_of(a_user(ledger, "client", client_id=added.id, email="a@kln.example"), "Europe/London")
    assert ledger.ask(own_history, user, impact.client_reference) == ([], ())
    known_then = ledger.ask(own_known_at, user, impact.client_reference, now())
    assert [one.text for one in known_then.entries] == ["We mend the gateway."]
    struck, _ = ledger.ask(
        own_history,
        actor_of(a_user(ledger, "client", client_id=case.harbour.id, email="a@hfo.example"), "UTC"),
        next(one.client_reference for one in case.page().impacts if one.client_code == "HFO"),
    )
    assert [one.text for one in struck] == ["We are looking at the mail server."]


def test_a_correction_after_a_client_was_added_strikes_for_both(ledger: Ledger) -> None:
    case = a_case(ledger)
    wrong = case.say("update", "We are looking at the mail server.")
    added = a_client(ledger, "KLN", "Kiln Bakery")
    ledger.do(add_impact, case.manager, incident_id=case.id, client_code="KLN", statement="Orders were late.")
    ledger.do(correct_entry, case.manager, entry_id=wrong.id, text="We mend the gateway.", reason="A wrong name.")
    for client, mail in ((case.harbour, "a@hfo.example"), (added, "a@kln.example")):
        user = actor_of(a_user(ledger, "client", client_id=client.id, email=mail), "UTC")
        reference = next(one.client_reference for one in case.page().impacts if one.client_code == client.code)
        struck, _ = ledger.ask(own_history, user, reference)
        assert [one.text for one in struck] == ["We are looking at the mail server."], client.code


def test_an_entry_published_later_was_not_known_to_the_client_before(ledger: Ledger) -> None:
    case = a_case(ledger)
    entry = case.say("observation", "A disk was full.")
    between = after(1)
    with pretended(after(2)):
        ledger.do(publish_entry, case.manager, entry_id=entry.id, visibility="all_clients")
    user = actor_of(a_user(ledger, "client", client_id=case.harbour.id, email="a@hfo.example"), "Europe/London")
    reference = next(one.client_reference for one in case.page().impacts if one.client_code == "HFO")
    assert ledger.ask(own_known_at, user, reference, between).entries == ()
    assert [one.text for one in ledger.ask(own_known_at, user, reference, after(3)).entries] == ["A disk was full."]
    assert [one.text for one in known(case, between).entries] == ["A disk was full."]
