"""An accountability report: asked for, recorded with its frozen figures and file, signed off by a second person."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit, second_person
from ledger.people.queries import provider
from ledger.record.operations import note
from ledger.record.unrecorded import refuse_unrecorded
from ledger.trends.months import last_quarters
from ledger.trends.report_models import TrendReport
from ledger.trends.scope import Scope

KEPT_QUARTERS = 40
"""So far back a report can be asked for: ten years."""


def ask_report(session: Session, actor: Actor, /, *, quarter: str) -> str:
    """Ask for the report of a quarter that is over, with what is known now, and return its id; a worker draws it."""
    permit(actor, "decide")
    scope = Scope(now(), provider(session).zone)
    if quarter not in last_quarters(scope.as_of, scope.tz, KEPT_QUARTERS + 1)[:-1]:
        raise Invalid({"quarter": "Choose a quarter that is over."})
    row = TrendReport(id=new_id(), quarter=quarter, asked_by=actor.user_id, asked_at=scope.as_of)
    row.event_id = note(
        session,
        "report.asked",
        actor=actor.user_id,
        subjects=quarter,
        data={"report": row.id, "quarter": quarter, "as_of": iso(row.asked_at)},
    )
    session.add(row)
    session.flush()
    return row.id


def finish_report(session: Session, actor: Actor, /, *, report_id: str, figures: str, pdf_sha256: str) -> bool:
    """Record the file and figures of a report that was drawn; return whether this call did it."""
    permit(actor, "keep_facts")
    row = _locked(session, report_id)
    if row.pdf_sha256:
        return False
    row.figures, row.figures_sha256 = figures, hashlib.sha256(figures.encode()).hexdigest()
    row.pdf_sha256, row.drawn_at = pdf_sha256, now()
    row.event_id = note(
        session,
        "report.drawn",
        actor=actor.user_id,
        subjects=row.quarter,
        data={"report": row.id, "quarter": row.quarter, "figures_sha256": row.figures_sha256, "pdf_sha256": pdf_sha256},
    )
    session.flush()
    return True


def sign_report(session: Session, actor: Actor, /, *, report_id: str, words: str = "") -> None:
    """Sign a report off, as somebody else of leadership than who asked for it. What is signed are both fingerprints."""
    permit(actor, "decide")
    refuse_unrecorded(session)
    row = _locked(session, report_id)
    if not row.pdf_sha256:
        sentence = "The report is still being drawn; sign what you have read."
        raise Conflict(sentence)
    if row.signed_at is not None:
        sentence = "This report was signed off already."
        raise Conflict(sentence)
    second_person(actor, row.asked_by, act="sign a report off")
    row.signed_by, row.signed_at, row.signed_words = actor.user_id, now(), words.strip()
    row.event_id = note(
        session,
        "report.signed",
        actor=actor.user_id,
        subjects=row.quarter,
        data={
            "report": row.id, "quarter": row.quarter, "figures_sha256": row.figures_sha256,
            "pdf_sha256": row.pdf_sha256,
        },
        sealed={"words": row.signed_words},
    )  # fmt: skip
    session.flush()


def _locked(session: Session, report_id: str) -> TrendReport:
    row = session.scalars(select(TrendReport).where(TrendReport.id == report_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row
