"""Actions in the browser: from the form to a second person, edits, and what somebody else saved in between."""

import re

import pytest

from ledger.work import Ledger
from tests.recovery.factories import HARM, a_case, a_done_action, a_firm_of_one, an_action, recovery
from tests.support.web import StrictClient, posted, signed_in


def test_an_action_goes_from_its_form_to_verified_by_a_second_person(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    path = f"/incidents/{case.filed.reference}/actions"
    answer = posted(
        web,
        path,
        text="We check every restore",
        owner_id=case.nia.user_id,
        due_on="2099-01-31",
        visible_to_client="true",
    )
    assert "We check every restore" in answer.text
    (row,) = recovery(ledger, case).actions
    assert "Name the second person who will look at it." in web.get(f"/actions/{row.id}").text
    plan = {"evaluation_criteria": "No restore fails", "measure": "Restores", "baseline": "Two of five failed"}
    plan |= {"window_days": "60", "min_opportunities": "5", "sort": "check", "start": "true", "version": "1"}
    plan |= {"estimate.amount": "0.00", "estimate.currency": "GBP"}
    refused = posted(web, f"/actions/{row.id}/plan", **plan)
    assert (refused.status_code, "No restore fails" in refused.text) == (422, True)
    posted(web, f"/actions/{row.id}/plan", **plan, planned_verifier_id=case.omar.user_id)
    assert recovery(ledger, case).actions[0].status == "in_progress"
    assert posted(web, f"/actions/{row.id}/implement", evidence="", version=4, **HARM).status_code == 422
    posted(web, f"/actions/{row.id}/implement", evidence="restore log", version=4, **HARM)
    assert "waits for a second person" in web.get(f"/actions/{row.id}").text.lower()
    assert posted(web, f"/actions/{row.id}/verify", note="fine", version=5).status_code == 403
    signed_in(web, ledger, case.omar.user_id)
    assert "It is so" in web.get(f"/actions/{row.id}").text
    posted(web, f"/actions/{row.id}/verify", note="I saw the restore of last night", version=5)
    (row,) = recovery(ledger, case).actions
    assert (row.status, row.verifier) == ("watching", "Omar Haddad")


@pytest.mark.parametrize(
    ("step", "data", "state"),
    [
        ("redate", {"due_on": "2099-06-01", "reason": "the part is late"}, "in_progress"),
        ("edit", {"text": "We check two restores a week", "how_seen": "In the report"}, "in_progress"),
        ("cancel", {"reason": "the system is replaced"}, "cancelled"),
        ("show-to-clients", {}, "in_progress"),
    ],
)
def test_an_open_action_can_be_edited_moved_shown_and_cancelled(
    web: StrictClient, ledger: Ledger, step: str, data: dict[str, str], state: str
) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case, visible_to_client=False)
    signed_in(web, ledger, case.omar.user_id)
    assert posted(web, f"/actions/{row.id}/{step}", version=3, **data).status_code == 200
    (shown,) = recovery(ledger, case).actions
    assert (shown.status, shown.version) == (state, 4)
    assert all(getattr(shown, name) == text for name, text in data.items() if name in {"text", "how_seen"})


def test_an_implemented_action_is_sent_back_by_the_second_person(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_done_action(ledger, case)
    signed_in(web, ledger, case.omar.user_id)
    posted(web, f"/actions/{row.id}/send-back", note="only one server", version=4)
    assert recovery(ledger, case).actions[0].status == "in_progress"


def test_somebody_elses_edit_in_between_shows_both_texts(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    signed_in(web, ledger, case.nia.user_id)
    posted(web, f"/actions/{row.id}/edit", text="Theirs", version=3)
    pressed = posted(web, f"/actions/{row.id}/show-to-clients", version=3)
    assert "Press again if it still fits" in pressed.text
    answer = posted(web, f"/actions/{row.id}/edit", text="Mine", version=3)
    assert answer.status_code == 412
    assert "Mine" in answer.text
    assert "Theirs" in answer.text


def test_the_form_for_somebody_from_outside_says_what_it_needs(web: StrictClient, ledger: Ledger) -> None:
    case, action_id = a_firm_of_one(ledger)
    signed_in(web, ledger, case.nia.user_id)
    page = web.get(f"/actions/{action_id}").text
    labels = dict(re.findall(r'<label for="verify-(\w+)">(.*?)</label>', page))
    assert set(labels) == {"outsider", "note", "proof"}
    assert not [name for name, label in labels.items() if "optional" in label]


def test_what_a_step_cannot_do_without_is_not_called_optional(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    waiting, begun = an_action(ledger, case, start=False), an_action(ledger, case)
    signed_in(web, ledger, case.nia.user_id)
    for row, step, needed in (
        (waiting, "plan", {"sort", "planned_verifier_id", "evaluation_criteria", "measure", "baseline", "window_days"}),
        (begun, "implement", {"evidence", "could_break", "how_undone"}),
    ):
        page = web.get(f"/actions/{row.id}").text
        labels = dict(re.findall(rf'<label for="{step}-(\w+)">(.*?)</label>', page))
        assert needed <= set(labels)
        assert not [name for name in needed if "optional" in labels[name]]
