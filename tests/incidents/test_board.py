"""The board: what is due next comes first; on both databases."""

from datetime import timedelta

import pytest

from ledger.incidents.board import board
from ledger.incidents.models import Incident
from ledger.incidents.operations.handover import hand_over
from ledger.incidents.operations.milestones import set_milestones
from ledger.kernel.clock import now
from ledger.kernel.errors import Refused
from ledger.people.actor import Actor
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.support.queries import counted


@pytest.fixture
def actor(ledger: Ledger) -> Actor:
    """A service manager of a provider with two clients."""
    a_provider(ledger)
    a_client(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    return an_actor(ledger)


def test_the_most_urgent_comes_first_and_what_has_no_clock_last(ledger: Ledger, actor: Actor) -> None:
    an_incident(ledger, actor, title="A near miss", severity="S4")
    an_incident(ledger, actor, title="Slow for one", severity="S3")
    an_incident(ledger, actor, title="Hindered", severity="S2")
    an_incident(ledger, actor, title="Stopped", severity="S1")
    an_incident(ledger, actor, title="Known since yesterday", severity="S2", aware_at=now() - timedelta(days=1))
    lines = ledger.ask(board, actor)
    assert [line.incident.title for line in lines] == [
        "Known since yesterday", "Stopped", "Hindered", "Slow for one", "A near miss",
    ]  # fmt: skip
    assert lines[0].incident.clocks[0].state == "missed"
    assert lines[0].incident.clocks[0].words.startswith("late by ")
    assert lines[1].incident.clocks[0].words.startswith("in ")
    assert lines[-1].incident.clocks == ()


def test_clocks_that_several_clients_share_stand_once(ledger: Ledger, actor: Actor) -> None:
    an_incident(ledger, actor, ("HFO", "ORC"), severity="S1")
    (line,) = ledger.ask(board, actor)
    shown = [(clock.kind, clock.for_whom) for clock in line.incident.clocks]
    assert shown[:2] == [("updates", "HFO and 1 more"), ("first_notice", "HFO and 1 more")]
    assert len(shown) == 3
    assert line.incident.clocks_unnamed > 0


def test_what_is_put_right_stays_until_the_rest_is_done_and_what_ended_leaves(ledger: Ledger, actor: Actor) -> None:
    filed = an_incident(ledger, actor, title="Put right")
    ledger.do(set_milestones, actor, incident_id=filed.id, times={"resolved_at": now()})
    ended = an_incident(ledger, actor, title="Ended")
    with ledger.database.read() as session:
        table = Incident.metadata.tables["incident"]
        session.execute(table.update().where(table.c.id == ended.id).values(status="withdrawn"))
        session.commit()
    assert [line.incident.title for line in ledger.ask(board, actor)] == ["Put right"]


def test_an_imported_incident_stays_off(ledger: Ledger, actor: Actor) -> None:
    filed = an_incident(ledger, actor)
    with ledger.database.read() as session:
        table = Incident.metadata.tables["incident"]
        session.execute(table.update().where(table.c.id == filed.id).values(external_provider="page", external_id="x"))
        session.commit()
    assert ledger.ask(board, actor) == []


def test_mine_are_those_i_own_or_stand_in_for(ledger: Ledger, actor: Actor) -> None:
    other = an_actor(ledger, name="Noor Haddad")
    an_incident(ledger, actor, title="Mine")
    an_incident(ledger, other, title="Theirs")
    handed = an_incident(ledger, actor, title="Handed over with me as deputy")
    ledger.do(hand_over, actor, incident_id=handed.id, to_id=other.user_id, deputy_id=actor.user_id)
    assert len(ledger.ask(board, actor)) == 3
    mine = {line.incident.title: (line.owner, line.deputy) for line in ledger.ask(board, actor, mine=True)}
    assert mine == {
        "Mine": ("Service Manager", ""),
        "Handed over with me as deputy": ("Noor Haddad", "Service Manager"),
    }


def test_a_board_takes_four_queries_however_many_lines_it_has(ledger: Ledger, actor: Actor) -> None:
    for _ in range(12):
        an_incident(ledger, actor, ("HFO", "ORC"))
    with counted(ledger) as sent:
        lines = ledger.ask(board, actor)
    assert (len(lines), len(sent)) == (12, 4)


def test_an_administrator_gets_no_board(ledger: Ledger) -> None:
    with pytest.raises(Refused):
        ledger.ask(board, Actor("somebody", "Somebody", "admin"))
