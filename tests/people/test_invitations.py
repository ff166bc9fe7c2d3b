"""Sign-in links: once, in time, and only for whom they were made."""

from datetime import timedelta

import pytest
import time_machine

from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.people.actor import SYSTEM
from ledger.people.models import User
from ledger.people.operations.invitations import Spent, invite, make_link, open_invitation, redeem
from ledger.people.operations.users import change_user
from ledger.record.models import PROVIDER_LOG
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_actor
from tests.support.events import log_events


def a_clients_user(ledger: Ledger) -> User:
    a_provider(ledger)
    client = a_client(ledger)
    return a_user(ledger, "client", client_id=client.id, email="n.okafor@hfo.example", name="Ngozi Okafor")


def test_an_invitation_lets_in_once(ledger: Ledger) -> None:
    user = a_clients_user(ledger)
    made = ledger.do(invite, SYSTEM, user.id)
    assert ledger.ask(open_invitation, SYSTEM, made.secret).name == "Ngozi Okafor"
    assert ledger.ask(open_invitation, SYSTEM, made.secret).name == "Ngozi Okafor", "looking does not spend it"
    assert ledger.do(redeem, SYSTEM, made.secret) == user.id
    with pytest.raises(Spent):
        ledger.do(redeem, SYSTEM, made.secret)
    with pytest.raises(Spent):
        ledger.ask(open_invitation, SYSTEM, made.secret)


@pytest.mark.parametrize(("later", "open_still"), [(timedelta(days=7, seconds=-5), True), (timedelta(days=7), False)])
def test_an_invitation_lasts_seven_days(ledger: Ledger, later: timedelta, open_still: bool) -> None:  # noqa: FBT001 a table's cell
    user = a_clients_user(ledger)
    made = ledger.do(invite, SYSTEM, user.id)
    with time_machine.travel(now() + later, tick=False):
        if open_still:
            assert ledger.do(redeem, SYSTEM, made.secret) == user.id
        else:
            with pytest.raises(Spent):
                ledger.do(redeem, SYSTEM, made.secret)


def test_a_link_by_mail_lasts_a_quarter_of_an_hour_and_is_for_clients_only(ledger: Ledger) -> None:
    user = a_clients_user(ledger)
    a_user(ledger, email="ours@tidewater.example")
    made = ledger.do(make_link, SYSTEM, " N.Okafor@HFO.example ")
    assert made is not None
    assert made.user_id == user.id
    with time_machine.travel(now() + timedelta(minutes=15), tick=False), pytest.raises(Spent):
        ledger.do(redeem, SYSTEM, made.secret)
    assert ledger.do(make_link, SYSTEM, "ours@tidewater.example") is None
    assert ledger.do(make_link, SYSTEM, "nobody@hfo.example") is None


def test_a_newer_invitation_puts_the_older_out_of_use_but_not_a_link(ledger: Ledger) -> None:
    user = a_clients_user(ledger)
    old, link = ledger.do(invite, SYSTEM, user.id), ledger.do(make_link, SYSTEM, user.email)
    assert link is not None
    new = ledger.do(invite, SYSTEM, user.id)
    with pytest.raises(Spent):
        ledger.do(redeem, SYSTEM, old.secret)
    assert ledger.do(redeem, SYSTEM, new.secret) == ledger.do(redeem, SYSTEM, link.secret) == user.id


def test_our_own_people_choose_a_password_with_it(ledger: Ledger) -> None:
    a_provider(ledger)
    user = a_user(ledger)
    made = ledger.do(invite, SYSTEM, user.id)
    with pytest.raises(Invalid, match="Choose a password"):
        ledger.do(redeem, SYSTEM, made.secret)
    ledger.do(redeem, SYSTEM, made.secret, password_hash="a hash")
    with ledger.database.read() as session:
        assert session.get_one(User, user.id).password == "a hash"
        types = [event.type for event in log_events(session, PROVIDER_LOG)]
        assert made.secret not in str(log_events(session, PROVIDER_LOG))
    acts = [name for name in types if name != "rows.written"]
    assert acts[-2:] == ["user.invited", "invitation.used"]


def test_a_closed_account_is_neither_invited_nor_let_in(ledger: Ledger) -> None:
    user = a_clients_user(ledger)
    made = ledger.do(invite, SYSTEM, user.id)
    ledger.do(change_user, SYSTEM, user.id, version=1, email=user.email, name=user.name, active=False)
    with pytest.raises(Spent):
        ledger.do(redeem, SYSTEM, made.secret)
    with pytest.raises(Conflict):
        ledger.do(invite, SYSTEM, user.id)
    assert ledger.do(make_link, SYSTEM, user.email) is None


def test_only_an_administrator_invites(ledger: Ledger) -> None:
    user = a_clients_user(ledger)
    for role in ("service_manager", "leadership", "auditor"):
        with pytest.raises(Refused):
            ledger.do(invite, an_actor(ledger, role), user.id)
