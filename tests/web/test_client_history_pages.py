"""What a client's page tells of all that happened, in the browser."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.recovery.operations.remedies import promise_remedy
from ledger.recovery.queries import recovery_of
from ledger.work import Ledger
from tests.factories import a_client, a_user, an_incident
from tests.letters.steps import a_case, a_case_of, an_issued_letter
from tests.support.web import StrictClient


def with_many(ledger: Ledger, actor: Actor, number: int) -> None:
    """File many incidents, an hour apart."""
    for back in range(number):
        at = now() - timedelta(hours=back + 1)
        an_incident(ledger, actor, title=f"Line {back} down", severity="S3", impact_started_at=at, aware_at=at)


def counted(web: StrictClient, ledger: Ledger, address: str) -> int:
    """Return how many SELECTs a page costs."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            statements.append(statement)

    event.listen(ledger.database.engine, "before_cursor_execute", note)
    try:
        assert web.get(address).status_code == 200
    finally:
        event.remove(ledger.database.engine, "before_cursor_execute", note)
    return len(statements)


def test_the_page_shows_all_that_happened_by_kind_and_year(web: StrictClient, ledger: Ledger, manager: Actor) -> None:
    old = datetime(now().year - 1, 3, 1, 9, tzinfo=UTC)
    an_incident(ledger, manager, title="Mail stopped", severity="S1")
    an_incident(ledger, manager, title="Backup failed", severity="S3", impact_started_at=old, aware_at=old)
    page = web.get("/clients/HFO").text
    assert page.index("Mail stopped") < page.index("Backup failed")
    this_year = web.get(f"/clients/HFO?year={now().year}").text
    assert "Mail stopped" in this_year
    assert "Backup failed" not in this_year
    assert "Nothing of that" in web.get("/clients/HFO?kind=letter").text
    assert web.get("/clients/HFO?kind=nonsense").status_code == 422
    assert web.get("/clients/NONE").status_code == 404


def test_a_long_history_costs_no_more_queries_than_a_short_one(
    web: StrictClient, ledger: Ledger, manager: Actor
) -> None:
    an_incident(ledger, manager)
    web.get("/clients/HFO")
    short = counted(web, ledger, "/clients/HFO")
    with_many(ledger, manager, 99)
    long = counted(web, ledger, "/clients/HFO")
    assert long <= short
    assert short <= 30
    assert counted(web, ledger, "/clients") <= 12
    seen: list[str] = []
    address: str | None = "/clients/HFO?limit=40"
    while address:
        page = web.get(address).text
        seen += re.findall(r'href="/incidents/(INC-[0-9-]+)"', page)
        following = re.search(r'href="([^"]*after=[^"]*)" rel="next"', page)
        address = following[1].replace("&amp;", "&") if following else None
    assert len(seen) == len(set(seen)) == 100


def test_letters_promises_and_remedies_stand_in_the_history_with_what_they_come_to(
    web: StrictClient, ledger: Ledger
) -> None:
    case = a_case(ledger)
    an_issued_letter(ledger, case, kind="final")
    remedy = ledger.ask(recovery_of, case.leader, case.incident_id).remedies[0]
    ledger.do(promise_remedy, case.writer, remedy_id=remedy.id, due_on=(now() + timedelta(days=9)).date())
    other = a_client(ledger, "ORC", "Orchard Clinic", address="2 Orchard Row\nExeter EX2 2BB")
    a_case_of(ledger, other, case.writer, case.leader)
    web.sign_in(a_user(ledger, "auditor"))
    shown = {kind: web.get(f"/clients/HFO?kind={kind}").text for kind in ("letter", "promise", "remedy")}
    assert "Final letter, version 1" in shown["letter"]
    assert "issued" in shown["letter"]
    assert "We write to you whether the change has held." in shown["promise"]
    assert "One month&#39;s server fee" in shown["remedy"]
    assert shown["remedy"].count("£4,416.00") == 2, "the line, and the sum of what was given"
    assert shown["remedy"].count('class="label">remedy') == 1, "nothing of the other client"
    assert "delivered: <span" in shown["remedy"]
