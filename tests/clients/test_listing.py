"""The list of clients and its search, on both databases."""

import pytest

from ledger.clients.listing import list_clients
from ledger.clients.operations.clients import set_client_status
from ledger.clients.operations.contacts import add_contact, set_contact_active
from ledger.kernel.errors import Refused
from ledger.people.actor import Actor
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor


@pytest.fixture
def manager(ledger: Ledger) -> Actor:
    """A service manager of a provider with five clients, some of awkward names."""
    a_provider(ledger)
    for code, name in (
        ("HFO", "Harbour Foods"), ("ORC", "Orchard Clinic"), ("PCT", "100% Paper"), ("UND", "under_score"),
        ("OGR", "Österreich Gruppe"),
    ):  # fmt: skip
        a_client(ledger, code, name)
    return an_actor(ledger)


def found(ledger: Ledger, actor: Actor, q: str, status: str = "") -> list[str]:
    """Return the codes a search finds."""
    return sorted(line.code for line in ledger.ask(list_clients, actor, q=q, status=status))


@pytest.mark.parametrize(
    ("q", "codes"),
    [
        ("", ["HFO", "OGR", "ORC", "PCT", "UND"]), ("harbour", ["HFO"]), ("hfo", ["HFO"]), ("foods harb", ["HFO"]),
        ("%", ["PCT"]), ("_", ["UND"]), ("100%", ["PCT"]), ("'", []), ("\\", []), ("ÖSTER", ["OGR"]),
        ("öster", ["OGR"]), ("or", ["ORC", "UND"]), ("nobody", []), ("a b c d e f g h", []),
    ],
)  # fmt: skip
def test_a_search_takes_every_character_as_itself(ledger: Ledger, manager: Actor, q: str, codes: list[str]) -> None:
    assert found(ledger, manager, q) == codes


def test_a_client_is_found_by_whom_we_may_tell_there(ledger: Ledger, manager: Actor) -> None:
    contact = ledger.do(add_contact, manager, client_code="ORC", name="Ada Okafor")
    assert found(ledger, manager, "okafor") == ["ORC"]
    assert found(ledger, manager, "okafor orchard") == ["ORC"]
    ledger.do(set_contact_active, manager, contact_id=contact.id, active=False, version=1)
    assert found(ledger, manager, "okafor") == []


def test_clients_that_left_can_be_left_out(ledger: Ledger, manager: Actor) -> None:
    ledger.do(set_client_status, manager, code="HFO", status="left", version=1)
    assert "HFO" not in found(ledger, manager, "", "active")
    assert found(ledger, manager, "", "left") == ["HFO"]


def test_pages_of_a_list_name_each_client_once(ledger: Ledger, manager: Actor) -> None:
    whole = [line.code for line in ledger.ask(list_clients, manager)]
    paged: list[str] = []
    after: tuple[str, str] | None = None
    while True:
        lines = ledger.ask(list_clients, manager, after=after, limit=2)
        if not lines:
            break
        paged += [line.code for line in lines]
        after = (lines[-1].name, lines[-1].id)
    assert paged == whole
    assert len(whole) == 5


def test_a_clients_user_gets_no_list(ledger: Ledger, manager: Actor) -> None:
    client = a_client(ledger, "MINE", "Mine")
    assert found(ledger, manager, "mine") == ["MINE"]
    with pytest.raises(Refused):
        ledger.ask(list_clients, an_actor(ledger, "client", client_id=client.id))
