"""The list of incidents: each filter, pages without gaps, a bounded number of queries; on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger.incidents.filtering import Filters
from ledger.incidents.listing import IncidentLine, list_incidents
from ledger.incidents.models import Incident
from ledger.incidents.operations.milestones import set_milestones
from ledger.kernel.clock import now
from ledger.kernel.errors import Refused
from ledger.people.actor import Actor
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.support.queries import counted

BEGAN_AT = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)


@pytest.fixture
def actor(ledger: Ledger) -> Actor:
    """A service manager of a provider with two clients."""
    a_provider(ledger)
    a_client(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    return an_actor(ledger)


def titles(ledger: Ledger, actor: Actor, **narrowed: Any) -> list[str]:
    """Return what the list shows, newest first."""
    return [line.title for line in ledger.ask(list_incidents, actor, filters=Filters(**narrowed))]


def three(ledger: Ledger, actor: Actor) -> None:
    """File three incidents that differ in everything a filter looks at."""
    an_incident(ledger, actor, title="Mail stopped", service="Mail", severity="S1", external_reference="T-100%")
    an_incident(
        ledger, actor, ("ORC",), title="Payroll ran late", service="Payroll", severity="S3", found_by="client",
        act_statement="We restarted the wrong server.", impact_started_at=BEGAN_AT,
    )  # fmt: skip
    filed = an_incident(ledger, actor, ("HFO", "ORC"), title="Backup was missing", severity="S2", service="Files")
    ledger.do(set_milestones, actor, incident_id=filed.id, times={"contained_at": now()})


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({}, ["Backup was missing", "Payroll ran late", "Mail stopped"]),
        ({"client": "ORC"}, ["Backup was missing", "Payroll ran late"]),
        ({"client": "orc", "severity": "S3"}, ["Payroll ran late"]),
        ({"client": "NONE"}, []),
        ({"severity": "S1"}, ["Mail stopped"]),
        ({"status": "contained"}, ["Backup was missing"]),
        ({"status": "closed"}, []),
        ({"status": "on_board"}, ["Backup was missing", "Payroll ran late", "Mail stopped"]),
        ({"service": "payROLL"}, ["Payroll ran late"]),
        ({"found_by": "client"}, ["Payroll ran late"]),
        ({"from_at": BEGAN_AT, "to_at": BEGAN_AT + timedelta(seconds=1)}, ["Payroll ran late"]),
        ({"from_at": BEGAN_AT + timedelta(seconds=1)}, ["Backup was missing", "Mail stopped"]),
        ({"to_at": BEGAN_AT}, []),
        ({"q": "MAIL"}, ["Mail stopped"]),
        ({"q": "stopped mail"}, ["Mail stopped"]),
        ({"q": "mail payroll"}, []),
        ({"q": "wrong server"}, ["Payroll ran late"]),
        ({"q": "hfo-"}, ["Backup was missing", "Mail stopped"]),
        ({"q": "INC-"}, ["Backup was missing", "Payroll ran late", "Mail stopped"]),
        ({"q": "t-100%"}, ["Mail stopped"]),
    ],
)
def test_each_filter_keeps_what_it_names(
    ledger: Ledger, actor: Actor, narrowed: dict[str, Any], left: list[str]
) -> None:
    three(ledger, actor)
    assert titles(ledger, actor, **narrowed) == left


@pytest.mark.parametrize("sign", ["%", "_", "'", "\\", '"', "/", ";", "*", "--"])
def test_a_search_takes_every_sign_as_it_stands(ledger: Ledger, actor: Actor, sign: str) -> None:
    an_incident(ledger, actor, title=f"Files{sign}lost")
    an_incident(ledger, actor, title="Files and lost")
    assert titles(ledger, actor, q=f"files{sign}lost") == [f"Files{sign}lost"]
    assert titles(ledger, actor, q=f"zz{sign}") == []


@pytest.mark.parametrize(("title", "asked"), [("Überlauf", "überlauf"), ("ÉTAGE", "étage"), ("straße", "Straße")])
def test_a_search_finds_letters_beyond_ascii_in_either_case(
    ledger: Ledger, actor: Actor, title: str, asked: str
) -> None:
    an_incident(ledger, actor, title=title)
    an_incident(ledger, actor, title="Mail stopped")
    assert titles(ledger, actor, q=asked) == [title]


def filed_together(ledger: Ledger, actor: Actor, number: int) -> set[str]:
    """File incidents and give all of them the same time of filing."""
    references = {an_incident(ledger, actor).reference for _ in range(number)}
    table = Incident.metadata.tables["incident"]
    with ledger.database.read() as session:
        session.execute(table.update().values(filed_at=BEGAN_AT))
        session.commit()
    return references


def test_pages_leave_no_gap_and_no_double_when_all_were_filed_at_the_same_instant(ledger: Ledger, actor: Actor) -> None:
    references = filed_together(ledger, actor, 11)
    seen: list[IncidentLine] = []
    after = None
    for _ in range(5):
        page = ledger.ask(list_incidents, actor, after=after, limit=3)
        seen += page
        after = (page[-1].filed_at, page[-1].id) if page else after
    assert len(seen) == 11
    assert {line.reference for line in seen} == references


def test_a_list_takes_three_queries_whether_it_has_two_lines_or_thirty(ledger: Ledger, actor: Actor) -> None:
    numbers = []
    for filed in (2, 28):
        for _ in range(filed):
            an_incident(ledger, actor, ("HFO", "ORC"))
        with counted(ledger) as sent:
            lines = ledger.ask(list_incidents, actor)
        numbers.append((len(lines), len(sent)))
    assert numbers == [(2, 3), (30, 3)]


def test_a_line_names_some_clients_and_counts_the_rest(ledger: Ledger, actor: Actor) -> None:
    an_incident(ledger, actor, ("HFO", "ORC"))
    (line,) = ledger.ask(list_incidents, actor, most_clients=1)
    assert [client.code for client in line.clients] == ["HFO"]
    assert line.clients_unnamed == 1


@pytest.mark.parametrize("role", ["admin", "client"])
def test_who_may_not_read_cases_gets_no_list(ledger: Ledger, actor: Actor, role: str) -> None:
    three(ledger, actor)
    outsider = Actor("somebody", "Somebody", role)
    with pytest.raises(Refused):
        ledger.ask(list_incidents, outsider)
