"""Closing a case on its page: what is missing, each with a link to where it is mended, and then one press."""

import re
from typing import Any

import pytest
from flask import Flask

from ledger.incidents.incident_page import incident_by_reference
from ledger.incidents.models import Incident
from ledger.incidents.operations.milestones import set_milestones
from ledger.kernel.clock import now
from ledger.recovery.operations.action_doing import hand_over_action
from ledger.recovery.operations.read_across import answer_read_across
from ledger.work import Ledger
from tests.recovery.factories import FAR, a_case, an_action
from tests.support.programs import reasons
from tests.support.web import StrictClient, posted, signed_in
from tests.web.test_recovery_api import a_program_of


def test_the_page_lists_what_is_missing_with_links_and_then_closes(
    web: StrictClient, app: Flask, ledger: Ledger
) -> None:
    case = a_case(ledger)
    action = an_action(ledger, case)
    signed_in(web, ledger, case.nia.user_id)
    here = f"/incidents/{case.filed.reference}"
    page = web.get(f"{here}/close").text
    links = dict(re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', page[page.index('id="missing"') :]))
    assert {link: words.split(":")[0] for link, words in links.items()} == {
        f"{here}#milestones": "It is not put right yet",
        f"{here}#letters": "Harbour Foods has no final letter.",
        f"/actions/{action.id}": "An action is not done",
        f"{here}#read-across": "Nobody has said where else this could happen",
    }
    assert web.get(here).text.count('id="read-across"') == 1
    assert 'action="' + f"{here}/close" not in page
    refused = a_program_of(app, ledger, case.nia)("POST", f"/api/v1{here}/close", {"If-Match": '"1"'}, json={})
    assert refused.status_code == 422
    assert set(links.values()) == set(reasons(refused)["close"])
    ledger.do(set_milestones, case.nia, incident_id=case.filed.id, times={"resolved_at": now()})
    said = {"reason": "No other client has this server.", "looked_at": "All clients"}
    ledger.do(answer_read_across, case.nia, incident_id=case.filed.id, **said)
    to: dict[str, Any] = {"owner_id": case.lead.user_id, "due_on": FAR, "reason": "The server is replaced next year"}
    ledger.do(hand_over_action, case.nia, action_id=action.id, **to)
    done = posted(web, f"{here}/close", no_letter_reason="They asked for none, by telephone.")
    assert "Closed. Its money lines are frozen" in done.text
    assert ledger.ask(incident_by_reference, case.nia, case.filed.reference).status == "closed"


@pytest.mark.parametrize(("provider", "asked"), [(None, True), ("itsm", False)])
def test_the_page_asks_for_what_the_gate_asks_for_and_imported_cases_for_nothing_more(
    web: StrictClient,
    ledger: Ledger,
    provider: str | None,
    asked: bool,  # noqa: FBT001 of the table
) -> None:
    case = a_case(ledger)
    with ledger.database.write() as session:
        table = Incident.metadata.tables["incident"]
        told = {"external_provider": provider, "external_id": provider}
        session.execute(table.update().where(table.c.id == case.filed.id).values(told))
        session.commit()
    signed_in(web, ledger, case.nia.user_id)
    page = web.get(f"/incidents/{case.filed.reference}").text
    assert ("the case closes only with an answer" in page) is asked
