"""Erasing a person whose name stands in a signed trust review: its row loses the words, its file goes or stays."""

from contextlib import nullcontext

import pytest

from ledger.kernel.clock import now
from ledger.notary.erasing import erase, look
from ledger.notary.erasing_unit import Order
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.erasures import FileErased
from ledger.trends.months import last_quarters
from ledger.trends.operations.reviews import begin_review, offer_review, write_review
from ledger.trends.reviews import review_by_id, review_file
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.factories import an_actor
from tests.notary.erased_scene import MAIL, NAME, a_scene

REQUEST = "Art. 17 request of 2026-11-20"
KEPT = Order(REQUEST, keep_files="GDPR Art. 17(3)(e), until 2032")
DELETED = Order(REQUEST, delete_files=True)


@pytest.mark.parametrize(("order", "state"), [(KEPT, "whole"), (DELETED, "missing")])
def test_a_review_that_names_the_person_is_kept_or_deleted_like_a_letter(
    own_ledger: Ledger, order: Order, state: str
) -> None:
    scene = a_scene(own_ledger)
    lead = an_actor(scene.ledger, "leadership", name="Una Second", email="una@tidewater.example")
    quarter = last_quarters(now(), Scope(now(), "Europe/London").tz, 1)[0]
    review_id = scene.ledger.do(begin_review, lead, client_code="HFO", quarter=quarter)
    said = {"our_part": f"We ring {NAME} first", "client_part": "They answer"}
    scene.ledger.do(write_review, lead, review_id=review_id, version=1, **said)
    sha256 = scene.ledger.files.keep(f"We ring {NAME} first".encode())
    scene.ledger.do(
        offer_review, lead, review_id=review_id, version=2, content=f'{{"our_part":"We ring {NAME} first"}}',
        content_sha256="ab" * 32, pdf_sha256=sha256, signed_at=now(),
    )  # fmt: skip
    assert f"trust-review-HFO-{quarter}.pdf" in [file.name for file in look(scene.ledger, SYSTEM, MAIL).files]
    erase(scene.ledger, SYSTEM, MAIL, order)
    row = scene.ledger.ask(review_by_id, lead, review_id)
    assert NAME not in row.our_part
    assert (row.pdf_sha256, scene.ledger.files.state(sha256)) == (sha256, state)
    assert row.file_erased == (state == "missing")
    with nullcontext() if state == "whole" else pytest.raises(FileErased):
        scene.ledger.ask(review_file, lead, review_id)
    assert verify(scene.ledger, SYSTEM, outside=(scene.kept,)).findings == ()
