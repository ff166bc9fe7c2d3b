"""A ledger that was filled past the record signs nothing: no letter, receipt, report or trust review."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.audit.reporting import draw_report, sign_review
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict
from ledger.notary.issuing import issue
from ledger.notary.receipts import receipt
from ledger.people.actor import SYSTEM
from ledger.record.unrecorded import mark_unrecorded
from ledger.trends.months import last_quarters
from ledger.trends.operations.reports import ask_report, sign_report
from ledger.trends.operations.reviews import agree_review, begin_review, offer_review, record_agreement, write_review
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.factories import an_actor
from tests.letters.steps import a_case, an_approved_letter, letter

SIGNED = {"content": "{}", "content_sha256": "ab" * 32, "pdf_sha256": "cd" * 32}


def test_an_unrecorded_ledger_signs_no_letter_receipt_report_or_review(ledger: Ledger) -> None:
    case = a_case(ledger)
    lead = an_actor(ledger, "leadership", email="una@tidewater.example")
    theirs = an_actor(ledger, "client", email="ida@client.example", client_id=case.client.id)
    letter_id = an_approved_letter(ledger, case, kind="final")
    before, this = last_quarters(now(), Scope(now(), "Europe/London").tz, 2)
    report_id = ledger.do(ask_report, lead, quarter=before)
    draw_report(ledger, report_id)
    draft, offered = (ledger.do(begin_review, lead, client_code="HFO", quarter=one) for one in (before, this))
    for one in (draft, offered):
        ledger.do(write_review, lead, review_id=one, version=1, our_part="We ring first")
    ledger.do(offer_review, lead, review_id=offered, version=2, signed_at=now(), **SIGNED)
    with ledger.database.write() as session:
        mark_unrecorded(session, "It was filled past the record.")
        session.commit()
    said: dict[str, Any] = {"by_name": "Ida Marsh", "proof": "On paper"}
    signing: tuple[Callable[[], object], ...] = (
        lambda: issue(ledger, case.writer, letter_id),
        lambda: receipt(ledger, SYSTEM, "HFO"),
        lambda: ledger.do(sign_report, case.leader, report_id=report_id),
        lambda: sign_review(ledger, lead, draft, 2),
        lambda: ledger.do(offer_review, lead, review_id=draft, version=2, signed_at=now(), **SIGNED),
        lambda: ledger.do(agree_review, theirs, review_id=offered),
        lambda: ledger.do(record_agreement, case.writer, review_id=offered, **said),
    )
    for sign in signing:
        with pytest.raises(Conflict, match="marked unrecorded: It was filled past the record"):
            sign()
    assert letter(ledger, letter_id).status == "approved"
