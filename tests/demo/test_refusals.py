"""The example moves into an empty ledger only."""

import pytest

from ledger.demo.fill import AlreadyInUse, fill
from ledger.demo.hints import sign_in_hints
from ledger.record.queries import recorded_so_far
from ledger.work import Ledger
from tests.factories import a_provider


def test_a_ledger_in_use_is_left_as_it_is(ledger: Ledger) -> None:
    a_provider(ledger)
    with ledger.database.read() as session:
        before = recorded_so_far(session)
    with pytest.raises(AlreadyInUse, match="only for an empty one"):
        fill(ledger, password_hash="none")
    with ledger.database.read() as session:
        assert recorded_so_far(session) == before


def test_no_password_is_shown_for_anybody_else(ledger: Ledger) -> None:
    assert sign_in_hints(ledger) == []
    a_provider(ledger)
    assert sign_in_hints(ledger) == []
