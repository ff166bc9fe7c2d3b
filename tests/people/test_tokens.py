"""Personal tokens: shown once, scoped, mortal, revocable, and nobody else's."""

from datetime import timedelta

import pytest
import time_machine

from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid, NotFound, Refused
from ledger.people.actor import SYSTEM
from ledger.people.listing import own_tokens
from ledger.people.operations.tokens import MOST, make_token, revoke_token
from ledger.people.queries import BadToken, actor_of_token
from ledger.record.models import PROVIDER_LOG
from ledger.work import Ledger
from tests.factories import a_provider, an_actor
from tests.support.events import log_events


def test_a_token_is_its_maker_with_its_scope_until_it_expires(ledger: Ledger) -> None:
    a_provider(ledger)
    who = an_actor(ledger)
    made = ledger.do(make_token, who, name="export", scope="read", days=2)
    found, scope = ledger.ask(actor_of_token, SYSTEM, made.secret, zone="UTC")
    assert (found.user_id, scope) == (who.user_id, "read")
    with time_machine.travel(now() + timedelta(days=2), tick=False), pytest.raises(BadToken):
        ledger.ask(actor_of_token, SYSTEM, made.secret, zone="UTC")


def test_the_secret_is_kept_nowhere(ledger: Ledger) -> None:
    a_provider(ledger)
    who = an_actor(ledger)
    made = ledger.do(make_token, who, name="export", scope="write", days=2)
    assert made.secret not in str(ledger.ask(own_tokens, who))
    with ledger.database.read() as session:
        event = log_events(session, PROVIDER_LOG)[-1]
    assert event.type == "token.made"
    assert made.secret not in str(event)


def test_a_revoked_token_is_refused_for_good(ledger: Ledger) -> None:
    a_provider(ledger)
    who, other = an_actor(ledger), an_actor(ledger, "auditor")
    made = ledger.do(make_token, who, name="export", scope="write", days=2)
    with pytest.raises(NotFound):
        ledger.do(revoke_token, other, made.id)
    ledger.do(revoke_token, who, made.id)
    ledger.do(revoke_token, who, made.id)
    with pytest.raises(BadToken):
        ledger.ask(actor_of_token, SYSTEM, made.secret, zone="UTC")
    assert [row.is_alive for row in ledger.ask(own_tokens, who)] == [False]


@pytest.mark.parametrize("said", [{"scope": "everything"}, {"days": 0}, {"days": 367}])
def test_a_token_without_end_or_of_another_scope_is_refused(ledger: Ledger, said: dict[str, object]) -> None:
    a_provider(ledger)
    with pytest.raises(Invalid):
        ledger.do(make_token, an_actor(ledger), **({"name": "x", "scope": "read", "days": 1} | said))  # type: ignore[arg-type] # the wrong kinds are the point


def test_nobody_collects_more_than_twenty(ledger: Ledger) -> None:
    a_provider(ledger)
    who = an_actor(ledger)
    for _ in range(MOST):
        ledger.do(make_token, who, name="x", scope="read", days=1)
    with pytest.raises(Invalid, match="revoke one"):
        ledger.do(make_token, who, name="x", scope="read", days=1)


@pytest.mark.parametrize("role", ["admin"])
def test_who_reads_no_case_has_no_token(ledger: Ledger, role: str) -> None:
    a_provider(ledger)
    with pytest.raises(Refused):
        ledger.do(make_token, an_actor(ledger, role), name="x", scope="read", days=1)
