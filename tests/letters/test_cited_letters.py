"""Which letters another one cites, and how often it happened before; on both databases."""

from datetime import datetime, timedelta
from typing import Any

from ledger.incidents.models import Incident
from ledger.incidents.operations.editing import edit_incident
from ledger.kernel.clock import now
from ledger.letters.cited_letters import LikeMistakes, cited, like_mistakes
from ledger.letters.listing import letters_of
from ledger.letters.models import Letter
from ledger.work import Ledger
from tests.factories import a_client, an_incident
from tests.letters.steps import Case, a_case, an_issued_letter


def one_more(ledger: Ledger, case: Case, began_at: datetime, client: str = "HFO", **differs: Any) -> str:
    """File an incident of the same cause family and return its id."""
    times = {"impact_started_at": began_at, "aware_at": began_at}
    filed = an_incident(ledger, case.writer, (client,), **times, **differs)
    ledger.do(edit_incident, case.writer, incident_id=filed.id, cause_family="Restores")
    return filed.id


def before(ledger: Ledger, case: Case, incident_id: str) -> LikeMistakes:
    with ledger.database.read() as session:
        return like_mistakes(session, case.client.id, session.get_one(Incident, incident_id), "Nobody looked.")


def test_what_began_before_counts_whenever_its_letter_went_out_and_whether_it_has_one(ledger: Ledger) -> None:
    case = a_case(ledger)
    ledger.do(edit_incident, case.writer, incident_id=case.incident_id, cause_family="Restores")
    again = one_more(ledger, case, now() - timedelta(hours=1))
    an_issued_letter(ledger, case, kind="final")
    a_client(ledger, "ORC", "Orchard Clinic")
    one_more(ledger, case, now() - timedelta(hours=3), "ORC")
    one_more(ledger, case, now() - timedelta(hours=3), severity="S4")
    one_more(ledger, case, now() - timedelta(days=366))
    found = before(ledger, case, again)
    assert found.count == 1
    assert [one.client_reference for one in found.letters] == [case.client_reference]
    assert found.letters[-1].why_it_failed == "Nobody looked."
    assert before(ledger, case, case.incident_id) == LikeMistakes()
    third = one_more(ledger, case, now() - timedelta(minutes=30))
    assert (before(ledger, case, third).count, len(before(ledger, case, third).letters)) == (2, 1)
    (shown,) = ledger.ask(letters_of, case.writer, third)
    with ledger.database.read() as session:
        known = [session.get_one(Incident, key).reference for key in (case.incident_id, again)]
    assert list(shown.repeats) == known


def test_what_a_letter_promised_is_cited_with_the_day_that_lay_ahead() -> None:
    lines = [{"text": "The copy is refused.", "due_at": "2026-12-10T12:00:00+00:00", "done_at": None}]
    facts: dict[str, Any] = {"zone": "Europe/London", "locale": "en_GB", "actions": lines, "promises": []}
    letter = Letter(kind="final", version_number=1, issued_at=now(), facts=facts)
    assert cited(letter, "HFO-2026-15").promised == "The copy is refused (by 10 December 2026)"
    facts["actions"] = [lines[0] | {"done_at": "2026-12-09T12:00:00+00:00"}]
    assert cited(letter, "HFO-2026-15").promised == "The copy is refused."
