"""Answering an incident in the browser: its page, its forms, the call sheet."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from ledger.incidents.incident_page import IncidentPage, incident_by_reference
from ledger.incidents.operations.second_person import propose
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.people.models import User
from ledger.people.queries import actor_of
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_incident
from tests.support.web import StrictClient

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def manager(ledger: Ledger) -> User:
    """A service manager of a provider with two clients."""
    a_provider(ledger)
    a_client(ledger, people_total=40)
    a_client(ledger, "ORC", "Orchard Clinic")
    return a_user(ledger, name="Nadia Okafor")


@pytest.fixture
def path(web: StrictClient, ledger: Ledger, manager: User) -> str:
    """The address of an open incident of both clients, with the manager signed in."""
    web.sign_in(manager)
    began_at = now() - timedelta(hours=3)
    filed = an_incident(
        ledger, actor_of(manager, "Europe/London"), ("HFO", "ORC"), severity="S1", impact_started_at=began_at,
        aware_at=began_at + timedelta(minutes=20),
    )  # fmt: skip
    return f"/incidents/{filed.reference}"


def read(ledger: Ledger, manager: User, path: str) -> IncidentPage:
    """Return the incident at this address."""
    return ledger.ask(incident_by_reference, actor_of(manager, "Europe/London"), path.removeprefix("/incidents/"))


def test_the_page_shows_what_is_due_and_why(web: StrictClient, path: str) -> None:
    page = web.get(path).text
    assert "First notice within 60 minutes of awareness (S1, standard plan)" in page
    assert "late by" in page
    assert "Nadia Okafor has it" in page
    assert "We are finding out why this happened." in page


def test_filing_leads_to_the_page_of_what_was_filed(web: StrictClient, manager: User) -> None:
    web.sign_in(manager)
    form = web.get("/incidents/new").text
    assert 'value="HFO"' in form
    assert "Orchard Clinic" in form
    said = {"clients": ["HFO", "ORC"], "title": "Mail stopped", "severity": "S2", "found_by": "our_staff"}
    answer = web.post("/incidents/new", data=said, follow_redirects=True)
    assert answer.request.path.startswith("/incidents/INC-")
    assert "Orchard Clinic" in answer.text


def test_many_clients_are_chosen_from_a_list_and_more_can_be_added(
    web: StrictClient, ledger: Ledger, manager: User
) -> None:
    web.sign_in(manager)
    for letter in "ABCDEFGH":
        a_client(ledger, f"C{letter}{letter}", f"Client {letter}")
    assert "It touched more than one" in web.get("/incidents/new").text
    said = {"clients": ["HFO", "HFO", "CAA"], "title": "Mail stopped", "severity": "S2", "found_by": "our_staff"}
    assert "Client A" in web.post("/incidents/new", data=said, follow_redirects=True).text


def test_words_that_may_name_somebody_are_asked_about_before_a_client_reads_them(
    web: StrictClient, ledger: Ledger, manager: User, path: str
) -> None:
    a_user(ledger, name="Abi Folarin")
    said = {"text": "Abi Folarin restarted it, as at Orchard.", "kind": "action"}
    assert web.post(f"{path}/entries", data=said).status_code == 302, "we alone read it"
    shown = said | {"visibility": "one_client", "client_code": "HFO"}
    asked = web.post(f"{path}/entries", data=shown).text
    assert "“Orchard”, “Abi Folarin”" in asked
    assert len(read(ledger, manager, path).entries) == 1
    assert web.post(f"{path}/entries", data=shown | {"nobody_named": "1"}).status_code == 302
    assert "Does this name somebody?" in web.post(f"{path}/update", data={"text": "We are at Orchard now."}).text


def test_such_words_are_asked_about_where_an_entry_is_published_or_corrected_too(
    web: StrictClient, ledger: Ledger, manager: User, path: str
) -> None:
    web.post(f"{path}/entries", data={"text": "Restarted, as at Orchard.", "kind": "action"})
    (entry,) = read(ledger, manager, path).entries
    publishing = {"visibility": "one_client", "client_code": "HFO", "confirmed": "1"}
    asked = web.post(f"{path}/entries/{entry.id}/publish", data=publishing).text
    assert "“Orchard”" in asked
    assert 'name="nobody_named" value="1"' in asked
    assert 'name="confirmed" value="1"' in asked, "what was confirmed before stays so"
    assert read(ledger, manager, path).entries[0].visibility == "internal"
    web.post(f"{path}/entries/{entry.id}/publish", data=publishing | {"nobody_named": "1"})
    assert read(ledger, manager, path).entries[0].visibility == "one_client"
    correction = {"text": "We restarted it twice, as at Orchard.", "reason": "It was twice."}
    assert "Does this name somebody?" in web.post(f"{path}/entries/{entry.id}/correct", data=correction).text
    assert len(read(ledger, manager, path).entries) == 1
    web.post(f"{path}/entries/{entry.id}/correct", data=correction | {"nobody_named": "1"})
    assert len(read(ledger, manager, path).entries) == 2


def test_an_entry_is_written_and_a_refused_one_keeps_its_words(web: StrictClient, path: str) -> None:
    said = {"text": "Restarted <the> server", "kind": "action"}
    assert "Restarted &lt;the&gt; server" in web.post(f"{path}/entries", data=said, follow_redirects=True).text
    refused = web.post(f"{path}/entries", data={**said, "text": "Later", "occurred_at": "2199-01-01T10:00"})
    assert refused.status_code == 422
    assert "This time lies in the future" in refused.text
    assert ">Later</textarea>" in refused.text.replace("\n", "")


def test_pasted_lines_name_the_bad_one_and_keep_all(web: StrictClient, path: str) -> None:
    said = {"lines": "21:14 restarted\nno time", "day": "2026-01-05", "kind": "action", "visibility": "internal"}
    refused = web.post(f"{path}/entries/paste", data=said)
    assert refused.status_code == 422
    assert "Line 2: “no time”" in refused.text
    said["lines"] = "21:14 restarted\n0:20 mail runs"
    assert "2 lines written down." in web.post(f"{path}/entries/paste", data=said, follow_redirects=True).text


def test_a_correction_strikes_through_and_publishing_asks_first(
    web: StrictClient, ledger: Ledger, manager: User, path: str
) -> None:
    web.post(f"{path}/entries", data={"text": "Queue at 1,200.", "kind": "observation"})
    entry = read(ledger, manager, path).entries[0]
    assert web.get(f"{path}/entries/{entry.id}/correct").status_code == 200
    said = {"text": "Queue at 2,100.", "reason": "wrong column"}
    page = web.post(f"{path}/entries/{entry.id}/correct", data=said, follow_redirects=True).text
    assert "entry-superseded" in page
    assert "wrong column" in page
    newest = next(one for one in read(ledger, manager, path).entries if one.corrected_by_id is None)
    asked = web.post(f"{path}/entries/{newest.id}/publish", data={"visibility": "all_clients"})
    assert "It cannot be taken back." in asked.text
    web.post(f"{path}/entries/{newest.id}/publish", data={"visibility": "all_clients", "confirmed": "1"})
    assert {one.visibility for one in read(ledger, manager, path).entries} == {"internal", "all_clients"}
    assert web.get(f"{path}/entries/not-there/correct").status_code == 404


def test_milestones_are_saved_and_moved_awareness_becomes_a_proposal(
    web: StrictClient, ledger: Ledger, manager: User, path: str
) -> None:
    before = read(ledger, manager, path).milestones
    began_at, aware_at = before["impact_started_at"], before["aware_at"]
    assert began_at is not None
    assert aware_at is not None
    local = {name: f"{at.astimezone(LONDON):%Y-%m-%dT%H:%M}" for name, at in before.items() if at}
    contained_at = f"{(aware_at + timedelta(minutes=30)).astimezone(LONDON):%Y-%m-%dT%H:%M}"
    web.post(f"{path}/milestones", data={**local, "contained_at": contained_at})
    page = read(ledger, manager, path)
    assert (page.status, page.milestones["aware_at"]) == ("contained", aware_at)
    moved = {**local, "aware_at": f"{(aware_at - timedelta(minutes=5)).astimezone(LONDON):%Y-%m-%dT%H:%M}"}
    assert web.post(f"{path}/milestones", data=moved).status_code == 422
    web.post(f"{path}/milestones", data={**moved, "reason": "The alarm was seen."})
    assert [one.kind for one in read(ledger, manager, path).waiting] == ["move_awareness"]
    early = f"{(began_at - timedelta(hours=1)).astimezone(LONDON):%Y-%m-%dT%H:%M}"
    refused = web.post(f"{path}/milestones", data={"resolved_at": early})
    assert refused.status_code == 422
    assert "cannot come before it began" in refused.text


def test_put_right_and_open_again(web: StrictClient, ledger: Ledger, manager: User, path: str) -> None:
    at = f"{(now() - timedelta(hours=1)).astimezone(LONDON):%Y-%m-%dT%H:%M}"
    web.post(f"{path}/milestones", data={"resolved_at": at})
    assert read(ledger, manager, path).status == "resolved"
    web.post(f"{path}/reopen", data={"reason": "It stopped again."})
    assert read(ledger, manager, path).status == "open"


def test_an_impact_keeps_both_texts_when_two_people_save(
    web: StrictClient, ledger: Ledger, manager: User, path: str
) -> None:
    form = web.get(f"{path}/impacts/HFO")
    assert form.status_code == 200
    said = {"version": "1", "statement": "Nobody could send mail.", "people_affected": "12", "people_total": "40"}
    assert web.post(f"{path}/impacts/HFO", data=said).status_code == 302
    stale = web.post(f"{path}/impacts/HFO", data={**said, "statement": "Mail was slow."})
    assert stale.status_code == 412
    assert "Mail was slow." in stale.text
    assert "Nobody could send mail." in stale.text
    assert read(ledger, manager, path).impacts[0].people_affected == 12
    assert web.get(f"{path}/impacts/XXX").status_code == 404


def test_facts_and_factors_are_edited(web: StrictClient, ledger: Ledger, manager: User, path: str) -> None:
    said = {
        "version": "1", "title": "Mail stopped", "ours": "yes", "act_statement": "We changed a certificate untested.",
        "new_cause_family": "Change without test", "service": "Mail",
    }  # fmt: skip
    assert web.post(f"{path}/edit", data=said).status_code == 302
    assert "Change without test" in web.get(f"{path}/edit").text
    refused = web.post(f"{path}/factors", data={"text": "Human error"})
    assert refused.status_code == 422
    assert "explains nothing" in refused.text
    web.post(f"{path}/factors", data={"text": "No test on the second server."})
    (factor,) = read(ledger, manager, path).factors
    web.post(f"{path}/factors/{factor.id}/remove")
    assert read(ledger, manager, path).factors == ()


def test_severity_is_raised_at_once_and_lowered_by_two(
    web: StrictClient, ledger: Ledger, manager: User, path: str
) -> None:
    assert web.post(f"{path}/severity", data={"severity": "S2"}).status_code == 422
    web.post(f"{path}/severity", data={"severity": "S2", "reason": "Phones worked."})
    (proposal,) = read(ledger, manager, path).waiting
    assert web.post(f"{path}/proposals/{proposal.id}", data={"decision": "agreed"}).status_code == 403
    web.sign_in(a_user(ledger, "leadership", name="Piet Brand"))
    assert "Agree, and do it" in web.get(path).text
    web.post(f"{path}/proposals/{proposal.id}", data={"decision": "agreed", "text": "Right."})
    assert read(ledger, manager, path).severity == "S2"
    assert "Agreed by Piet Brand" in web.get(path).text
    web.post(f"{path}/severity", data={"severity": "S1"})
    assert read(ledger, manager, path).severity == "S1"


def test_the_proposer_is_told_that_somebody_else_decides(web: StrictClient, ledger: Ledger, path: str) -> None:
    lead = a_user(ledger, "leadership", name="Piet Brand")
    web.sign_in(lead)
    web.post(f"{path}/proposals", data={"kind": "withdrawn", "reason": "Filed twice."})
    assert "You proposed this; somebody else decides." in web.get(path).text


def test_a_shift_is_handed_over_on_the_page(web: StrictClient, ledger: Ledger, manager: User, path: str) -> None:
    tom = a_user(ledger, name="Tom Adler")
    web.post(f"{path}/handover", data={"to_id": tom.id, "text": "Server two."})
    assert "Tom Adler has it" in web.get(path).text
    assert read(ledger, manager, path).entries[0].text.endswith("Server two.")


def test_another_client_is_added_on_the_page(web: StrictClient, ledger: Ledger, path: str) -> None:
    a_client(ledger, "MIL", "Millrace Books")
    said = {"client_code": "MIL", "statement": "No mail."}
    assert "to the client it is MIL-" in web.post(f"{path}/impacts", data=said, follow_redirects=True).text


def test_the_call_sheet_logs_an_attempt_and_a_talk(web: StrictClient, ledger: Ledger, manager: User, path: str) -> None:
    page = web.get(f"{path}/calls").text
    assert "This is Nadia Okafor from Tidewater Systems." in page
    assert "Nobody is recorded to ring at Harbour Foods" in page
    said = {"client_code": "HFO", "contact": "Ada Lindqvist", "channel": "phone", "outcome": "no_answer"}
    assert "No answer from Ada Lindqvist." in web.post(f"{path}/calls", data=said, follow_redirects=True).text
    web.post(f"{path}/calls", data={**said, "outcome": "reached", "text": "They keep the fax line free."})
    harbour = read(ledger, manager, path).impacts[0]
    assert harbour.client_notified_at is not None
    assert web.post(f"{path}/calls", data={"client_code": "HFO"}).status_code == 422


def test_an_auditor_reads_all_and_finds_no_form(web: StrictClient, ledger: Ledger, manager: User, path: str) -> None:
    acting = actor_of(manager, "Europe/London")
    key = read(ledger, manager, path).id
    ledger.do(add_entry, acting, incident_id=key, kind="decision", text="Stop all changes.")
    ledger.do(propose, acting, incident_id=key, kind="withdrawn", reason="Filed twice.")
    web.sign_in(a_user(ledger, "auditor"))
    page = web.get(path).text
    assert "Stop all changes." in page
    assert "Filed twice." in page
    assert f'action="{path}/' not in page
    assert web.get(f"{path}/edit").status_code == 403


def test_the_oldest_entry_can_stand_first_and_a_long_timeline_is_folded(
    web: StrictClient, ledger: Ledger, manager: User, path: str
) -> None:
    acting = actor_of(manager, "Europe/London")
    page = read(ledger, manager, path)
    aware_at = page.milestones["aware_at"]
    assert aware_at is not None
    for number in range(45):
        ledger.do(
            add_entry, acting, incident_id=page.id, kind="action", text=f"step {number:02}",
            occurred_at=aware_at + timedelta(minutes=number),
        )  # fmt: skip
    newest, oldest = web.get(path).text, web.get(f"{path}?order=oldest").text
    assert newest.index("step 44") < newest.index("step 00")
    assert oldest.index("step 00") < oldest.index("step 44")
    assert "5 more entries" in newest


def test_an_incident_that_is_not_there_is_not_found(web: StrictClient, path: str) -> None:
    assert web.get(f"{path}9").status_code == 404
