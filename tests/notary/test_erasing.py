"""Erasing a person: gone everywhere, provable all the same, and found when it comes back."""

import pytest

from ledger.notary.erasing import erase
from ledger.notary.erasing_unit import Order
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.work import Ledger
from tests.notary.erased_scene import HERS, HIS, MAIL, STAFF, Scene, a_scene, everything

REQUEST = "Art. 17 request of 2026-11-20"
KEPT = Order(REQUEST, keep_letters="Limitation period, GDPR Art. 17(3)(e)")
DELETED = Order(REQUEST, delete_letters=True)


@pytest.fixture
def scene(own_ledger: Ledger) -> Scene:
    return a_scene(own_ledger)


def test_everything_verifies_after_an_erasure_with_the_checkpoints_from_before(scene: Scene) -> None:
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    assert verify(scene.ledger, SYSTEM, outside=(scene.kept,)).findings == ()


def test_an_erased_contact_stands_in_no_table_and_no_file(scene: Scene) -> None:
    before = everything(scene.ledger)
    assert all(word in before for word in HERS[:3])
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    after = everything(scene.ledger)
    assert [word for word in HERS if word in after] == []
    assert STAFF.lower() in after


def test_an_erased_colleague_stands_in_no_table_and_no_file(scene: Scene) -> None:
    assert all(word in everything(scene.ledger) for word in HIS)
    erase(scene.ledger, SYSTEM, scene.staff.user_id, DELETED)
    after = everything(scene.ledger)
    assert [word for word in HIS if word in after] == []
    assert verify(scene.ledger, SYSTEM, outside=(scene.kept,)).findings == ()
