"""What one client must not learn of another: at the names themselves, in entries, and where a client comes later."""

from dataclasses import replace

import pytest

from ledger.clients.operations.contacts import add_contact
from ledger.incidents import confidence
from ledger.incidents.operations.corrections import correct_entry, publish_entry
from ledger.incidents.operations.impacts import add_impact, edit_impact
from ledger.incidents.operations.second_person import raise_severity
from ledger.kernel.errors import Invalid
from ledger.people.actor import SYSTEM
from ledger.work import Ledger
from tests.factories import a_client, a_user, an_incident
from tests.incidents.answering import a_case

OTHERS = [("LTD", "Linden Tate Ltd."), ("GRM", "Gro\u00dfmann (Nord)")]


@pytest.mark.parametrize(
    "words",
    [
        "As at Linden Tate Ltd. on Monday",
        "Linden\nTate  Ltd. was slow",
        "Gro\u00dfmann (Nord): no mail",
        "GROSSMANN (NORD)",
    ],
)
def test_a_name_is_found_whatever_it_ends_in_and_however_it_is_written(words: str) -> None:
    assert confidence.fault_in(words, OTHERS)


def test_a_name_inside_another_word_is_no_name() -> None:
    assert confidence.fault_in("The LTDX gateway of Linden Tates", OTHERS) is None
    assert confidence.fault_in("as inc-2026-0042 says", [])


def test_what_is_said_about_one_client_is_never_for_all(ledger: Ledger) -> None:
    case = a_case(ledger)
    entry = case.say("client_contact", "They rang twice.", client_code="HFO", visibility="all_clients")
    assert entry.visibility == "one_client"
    assert [event.type for event in case.events(case.harbour)].count("entry.added") == 1
    assert [event.type for event in case.events(case.orchard)].count("entry.added") == 0


def test_a_contact_is_published_to_the_client_it_was_with(ledger: Ledger) -> None:
    case = a_case(ledger)
    entry = case.say("client_contact", "They rang twice.", client_code="HFO")
    with pytest.raises(Invalid) as refusal:
        ledger.do(publish_entry, case.manager, entry_id=entry.id, visibility="one_client", client_code="ORC")
    assert "client_code" in refusal.value.fields
    ledger.do(publish_entry, case.manager, entry_id=entry.id, visibility="all_clients")
    assert case.page().entries[0].visibility == "one_client"
    assert all(event.type != "entry.published" for event in case.events(case.orchard))


def test_the_reason_of_a_correction_names_no_other_client_either(ledger: Ledger) -> None:
    case = a_case(ledger)
    wrong = case.say("update", "It works again.")
    with pytest.raises(Invalid) as refusal:
        ledger.do(correct_entry, case.manager, entry_id=wrong.id, text="Half works.", reason="Orchard Clinic is down")
    assert "reason" in refusal.value.fields


def test_a_client_s_log_holds_no_severity(ledger: Ledger) -> None:
    case = a_case(ledger, "S2")
    ledger.do(raise_severity, case.manager, incident_id=case.id, severity="S1")
    assert case.events()[-1].type in {"incident.severity", "clocks.started"}
    assert "severity" not in str([(event.type, event.body) for event in case.events(case.harbour)])


def test_a_client_that_comes_later_reads_what_all_read_already(ledger: Ledger) -> None:
    case = a_case(ledger)
    late = a_client(ledger, "MIL", "Mill Lane School")
    case.say("update", "Nothing new.")
    ledger.do(add_impact, case.manager, incident_id=case.id, client_code="MIL", statement="No mail.")
    published = [event for event in case.events(late) if event.type == "entry.published"]
    assert [event.words["text"] for event in published] == ["Nothing new."]
    assert published[0].body["subject"].startswith("MIL-")


def test_a_client_does_not_come_to_words_that_name_another(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "MIL", "Mill Lane School")
    alone = an_incident(ledger, case.manager, act_statement="We locked Harbour Foods out.")
    come = {"client_code": "MIL", "statement": "No mail."}
    with pytest.raises(Invalid, match="Harbour Foods"):
        ledger.do(add_impact, case.manager, incident_id=alone.id, **come)


def test_a_client_loses_its_own_act_statement_only_for_one_it_may_read(ledger: Ledger) -> None:
    case = a_case(ledger, act_statement="We restarted the wrong server.")
    ledger.do(edit_impact, case.manager, impact_id=case.impact_id(), act_statement="We locked you out.")
    ledger.do(edit_impact, case.manager, impact_id=case.impact_id(), act_statement=None)
    assert case.page().impacts[0].act_statement is None


def test_our_technician_and_our_sender_are_told_of_though_another_client_has_them_as_contacts(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "MIL", "Mill Lane School")
    for name, mail in (("John Smith", "john@sender.example"), ("Una Marsh", "una@mill.example")):
        ledger.do(
            add_contact, SYSTEM, client_code="MIL", name=name, salutation="", title="", mail=mail, phone="",
            may_receive_notices=False,
        )  # fmt: skip
    with pytest.raises(Invalid, match="Mill Lane School"):
        case.say("update", "John Smith is on the way.")
    a_user(ledger, name="John Smith")
    case.say("update", "John Smith is on the way.")
    ours = replace(ledger, settings=replace(ledger.settings, mail_from="no-reply@sender.example"))
    replace(case, ledger=ours).say("update", "Our mail comes from no-reply@sender.example.")
    with pytest.raises(Invalid, match="Mill Lane School"):
        case.say("update", "Ask Una Marsh.")
