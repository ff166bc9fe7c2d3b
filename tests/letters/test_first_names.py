"""By whose first name alone a letter names one of us."""

from sqlalchemy.orm import Session

from ledger.clients.operations.contacts import add_contact
from ledger.letters.candour_ground import staff_names
from ledger.people.actor import SYSTEM, Actor
from ledger.people.operations.users import change_user
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user


def _called(session: Session, _actor: Actor, client_id: str) -> set[str]:
    return {one.called for one in staff_names(session, [client_id], ["Petra Lindqvist"], set()) if one.called}


def test_a_first_name_is_one_of_us_where_nobody_else_is_called_so_and_they_still_work_here(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    for name in ("Abi Folarin", "Joan Reed", "Petra Hale"):
        a_user(ledger, name=name)
    gone = a_user(ledger, name="Zelda Quine")
    ledger.do(change_user, SYSTEM, gone.id, version=1, email=gone.email, name=gone.name, active=False)
    ledger.do(add_contact, SYSTEM, client_code=client.code, name="Abi Jones")
    assert ledger.ask(_called, SYSTEM, client.id) == {"Joan"}
