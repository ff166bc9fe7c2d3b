"""Issuing signs first: the small print of every letter shows a signed checkpoint, whichever way it was issued."""

import pytest

from ledger.kernel.errors import NotFound, Refused
from ledger.letters.letter_files import to_draw
from ledger.notary.issuing import issue
from ledger.people.actor import SYSTEM
from ledger.people.queries import actor_of
from ledger.record.checkpoint import open_checkpoint, read_checkpoint
from ledger.record.checkpoints import newest_checkpoint
from ledger.record.signed_note import read_note
from ledger.work import Ledger
from tests.factories import a_user
from tests.letters.steps import a_case, an_approved_letter, letter
from tests.notary.test_signing import keys_of


def test_the_small_print_shows_the_checkpoint_that_was_signed_for_the_letter(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")
    assert issue(ledger, case.writer, letter_id).issuing
    frozen = ledger.ask(to_draw, SYSTEM, letter_id)
    assert frozen is not None
    printed = frozen[0].checkpoint or ""
    with ledger.database.read() as session:
        signed = newest_checkpoint(session, case.client.log_id)
    assert signed is not None
    point = open_checkpoint(signed, keys_of(ledger))
    assert point == read_checkpoint(read_note(signed).text)
    assert f"{point.origin}, {point.size} entries, root {point.root.hex()}, signed by key" in printed
    assert "not signed" not in printed


def test_issuing_twice_is_harmless_and_who_may_not_issue_signs_nothing(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")
    with pytest.raises(Refused):
        issue(ledger, actor_of(a_user(ledger, "client", client_id=case.client.id), "UTC"), letter_id)
    with pytest.raises(NotFound):
        issue(ledger, case.writer, "none")
    with ledger.database.read() as session:
        assert newest_checkpoint(session, case.client.log_id) is None
    assert issue(ledger, case.writer, letter_id).issuing
    assert issue(ledger, case.writer, letter_id).issuing
    assert letter(ledger, letter_id).status == "issuing"
