"""Drawing accountability reports and trust reviews: read at an instant, drawn with no lock held, then recorded."""

from ledger.kernel.clock import now
from ledger.kernel.errors import Stale
from ledger.people.actor import SYSTEM, Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.record.unrecorded import refuse_unrecorded
from ledger.trends.cell_reading import is_being_counted
from ledger.trends.operations.reports import finish_report
from ledger.trends.operations.reviews import offer_review
from ledger.trends.report_content import frozen, report_content
from ledger.trends.report_pdf import Imprint, render_report
from ledger.trends.reports import report_by_id, reports_waiting
from ledger.trends.review_content import frozen_review
from ledger.trends.review_pdf import Signature, render_review
from ledger.trends.reviews import review_content
from ledger.work import Ledger


def draw_report(ledger: Ledger, report_id: str) -> bool:
    """Draw one report and record it; return whether this call did it. Twice is harmless.

    It waits while all facts are made anew, some of which still belong to months of another zone.
    """
    row = ledger.ask(report_by_id, SYSTEM, report_id)
    if row.pdf_sha256:
        return False
    with ledger.database.read() as session:
        if is_being_counted(session):
            return False
        ours = provider(session)
        content = report_content(session, SYSTEM, row.quarter, row.asked_at, ours.zone)
    figures, sha256 = frozen(content)
    imprint = Imprint(ours.name, row.asked_by, row.asked_at, sha256, ledger.settings.public_url)
    pdf_sha256 = ledger.files.keep(render_report(content, imprint))
    return ledger.do(finish_report, SYSTEM, report_id=report_id, figures=figures, pdf_sha256=pdf_sha256)


def draw_reports(ledger: Ledger) -> int:
    """Draw the reports that a crash or a lost job left, and return how many."""
    return sum(draw_report(ledger, report_id) for report_id in ledger.ask(reports_waiting, SYSTEM))


def sign_review(ledger: Ledger, actor: Actor, review_id: str, version: int) -> None:
    """Sign a trust review for us: drawn first, with no lock held, then frozen with its fingerprints."""
    permit(actor, "decide")
    content = ledger.ask(review_content, actor, review_id)
    if content.version != version:
        raise Stale
    with ledger.database.read() as session:
        refuse_unrecorded(session)
        ours = provider(session)
    signature = Signature(actor.name, actor.title, now())
    text, sha256 = frozen_review(content, actor.name, signature.at)
    pdf_sha256 = ledger.files.keep(render_review(content, ours.name, signature, sha256))
    ledger.do(
        offer_review,
        actor,
        review_id=review_id,
        version=version,
        content=text,
        content_sha256=sha256,
        pdf_sha256=pdf_sha256,
        signed_at=signature.at,
    )
