"""Accounts: adding, changing, closing, and what ends with them."""

from typing import Any

import pytest

from ledger.kernel.errors import Invalid, Refused, Stale
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import User
from ledger.people.operations.own_account import change_own, change_sign_in
from ledger.people.operations.tokens import make_token
from ledger.people.operations.users import add_user, change_user, forget_second_step
from ledger.people.queries import BadToken, actor_of_token
from ledger.record.models import PROVIDER_LOG
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_actor
from tests.support.events import RecordedEvent, log_events


def changed(ledger: Ledger, admin: Actor, user: User, **differs: Any) -> User:
    """Change an account, keeping what is not said."""
    stands: dict[str, Any] = {
        "version": user.version, "email": user.email, "name": user.name, "title": user.title,
        "telephone": user.telephone, "manager_id": user.manager_id, "signs_up_to": user.signs_up_to,
    }  # fmt: skip
    return ledger.do(change_user, admin, user.id, **(stands | differs))


def events(ledger: Ledger, user: User) -> list[RecordedEvent]:
    with ledger.database.read() as session:
        return [event for event in log_events(session, PROVIDER_LOG) if event.body["subject"] == user.id]


def test_a_new_role_ends_sessions_and_tokens_and_is_recorded(ledger: Ledger) -> None:
    a_provider(ledger)
    admin, user = an_actor(ledger, "admin"), a_user(ledger, "service_manager")
    token = ledger.do(make_token, Actor(user.id, user.name, user.role), name="export", scope="read", days=5)
    after = changed(ledger, admin, user, role="auditor")
    assert (after.role, after.version) == ("auditor", 2)
    assert after.fs_uniquifier != user.fs_uniquifier
    with pytest.raises(BadToken):
        ledger.ask(actor_of_token, SYSTEM, token.secret, zone="UTC")
    event = events(ledger, user)[-1]
    assert (event.type, event.body["data"]["role"], event.body["data"]["sessions_ended"]) == (
        "user.changed", "auditor", True,
    )  # fmt: skip
    assert user.email not in str(event.body)
    assert event.words["email"] == user.email


def test_a_new_title_keeps_sessions(ledger: Ledger) -> None:
    a_provider(ledger)
    user = a_user(ledger)
    after = changed(ledger, an_actor(ledger, "admin"), user, title="Service director")
    assert (after.title, after.fs_uniquifier) == ("Service director", user.fs_uniquifier)


def test_a_closed_account_cannot_use_its_token(ledger: Ledger) -> None:
    a_provider(ledger)
    user = a_user(ledger)
    token = ledger.do(make_token, Actor(user.id, user.name, user.role), name="export", scope="read", days=5)
    changed(ledger, an_actor(ledger, "admin"), user, active=False)
    with pytest.raises(BadToken):
        ledger.ask(actor_of_token, SYSTEM, token.secret, zone="UTC")


def test_the_second_of_two_editors_is_told_and_changes_nothing(ledger: Ledger) -> None:
    a_provider(ledger)
    admin, user = an_actor(ledger, "admin"), a_user(ledger)
    changed(ledger, admin, user, title="First", version=1)
    with pytest.raises(Stale):
        changed(ledger, admin, user, title="Second", version=1)
    with ledger.database.read() as session:
        assert session.get_one(User, user.id).title == "First"


@pytest.mark.parametrize("differs", [{"role": "service_manager"}, {"active": False}])
def test_an_administrator_cannot_change_or_close_the_own_account(ledger: Ledger, differs: dict[str, Any]) -> None:
    a_provider(ledger)
    user = a_user(ledger, "admin")
    a_user(ledger, "admin", name="Second Admin")
    with pytest.raises(Refused, match="Another administrator"):
        changed(ledger, Actor(user.id, user.name, "admin"), user, **differs)


def test_the_last_administrator_stays(ledger: Ledger) -> None:
    a_provider(ledger)
    with pytest.raises(Refused, match="the last administrator"):
        changed(ledger, SYSTEM, a_user(ledger, "admin"), role="auditor")


@pytest.mark.parametrize("role", ["service_manager", "leadership", "auditor", "client"])
def test_only_an_administrator_manages_people(ledger: Ledger, role: str) -> None:
    a_provider(ledger)
    actor = Actor("somebody", "Somebody", role, client_id="c" if role == "client" else None)
    user = a_user(ledger, "auditor", name="Their Victim")
    with pytest.raises(Refused):
        changed(ledger, actor, user, title="Boss")
    with pytest.raises(Refused):
        ledger.do(add_user, actor, email="x@tidewater.example", name="X", role="admin")
    with pytest.raises(Refused):
        ledger.do(forget_second_step, actor, user.id)


def test_a_mail_address_is_taken_whatever_its_case(ledger: Ledger) -> None:
    a_provider(ledger)
    a_user(ledger, email="ada@tidewater.example")
    with pytest.raises(Invalid) as refusal:
        a_user(ledger, email=" ADA@tidewater.example ")
    assert list(refusal.value.fields) == ["email"]


def test_managers_cannot_stand_in_a_circle(ledger: Ledger) -> None:
    a_provider(ledger)
    admin = an_actor(ledger, "admin")
    first = a_user(ledger, name="First")
    second = a_user(ledger, name="Second", manager_id=first.id)
    with pytest.raises(Invalid, match="circle"):
        changed(ledger, admin, first, manager_id=second.id)
    with pytest.raises(Invalid, match="circle"):
        changed(ledger, admin, first, manager_id=first.id)


def test_a_client_s_user_is_nobody_s_manager_and_never_becomes_staff(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    theirs = a_user(ledger, "client", client_id=client.id)
    admin = an_actor(ledger, "admin")
    with pytest.raises(Invalid, match="one of our own people"):
        a_user(ledger, name="New", manager_id=theirs.id)
    with pytest.raises(Invalid, match="stays the client's"):
        changed(ledger, admin, theirs, role="auditor")
    with pytest.raises(Invalid, match="belongs to a client"):
        a_user(ledger, "client", name="Nobody's")


@pytest.mark.parametrize("role", ["auditor", "admin"])
def test_only_who_may_approve_has_a_limit_to_sign_up_to(ledger: Ledger, role: str) -> None:
    a_provider(ledger)
    with pytest.raises(Invalid, match="Only service managers and leadership"):
        a_user(ledger, role, signs_up_to="S1")


def test_a_lost_telephone_is_taken_off_by_somebody_else_and_ends_sessions(ledger: Ledger) -> None:
    a_provider(ledger)
    user, admin = a_user(ledger), an_actor(ledger, "admin")
    own = Actor(user.id, user.name, user.role)
    ledger.do(change_sign_in, own, user.id, {"tf_totp_secret": "sealed", "tf_primary_method": "authenticator"})
    after = ledger.do(forget_second_step, admin, user.id)
    assert (after.tf_totp_secret, after.fs_uniquifier == user.fs_uniquifier) == (None, False)
    types = [event.type for event in events(ledger, user)]
    assert types == ["user.added", "user.second_step_set", "user.second_step_removed"]
    with pytest.raises(Refused, match="Another administrator"):
        ledger.do(forget_second_step, admin, admin.user_id)


def test_signing_in_writes_only_its_own_columns_of_the_own_account(ledger: Ledger) -> None:
    a_provider(ledger)
    user, other = a_user(ledger), a_user(ledger, "auditor")
    own = Actor(user.id, user.name, user.role)
    with pytest.raises(Refused):
        ledger.do(change_sign_in, own, user.id, {"role": "admin"})
    with pytest.raises(Refused):
        ledger.do(change_sign_in, own, other.id, {"password": "x"})
    ledger.do(change_sign_in, own, user.id, {"password": "a hash", "fs_uniquifier": "new"})
    assert events(ledger, user)[-1].type == "user.password_changed"
    assert "a hash" not in str(events(ledger, user)[-1])


def test_people_change_their_own_name_and_zone_and_nothing_else(ledger: Ledger) -> None:
    a_provider(ledger)
    user = a_user(ledger)
    own = Actor(user.id, user.name, user.role)
    after = ledger.do(change_own, own, version=1, name="Ada Byron", zone="Asia/Kolkata")
    assert (after.name, after.zone, after.role) == ("Ada Byron", "Asia/Kolkata", "service_manager")
    with pytest.raises(Stale):
        ledger.do(change_own, own, version=1, name="Late")
    with pytest.raises(Invalid, match="Choose a zone"):
        ledger.do(change_own, own, version=2, name="Ada", zone="Mars/Olympus")
