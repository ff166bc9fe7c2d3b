"""What waits for the machine and not for a person: drawing letters and reports, mail, steps of batches; findings."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from ledger.audit.backlog_counts import Backlog, Waiting
from ledger.duties.models import Reminder
from ledger.kernel.clock import now
from ledger.letters.letter_states import DRAWING
from ledger.letters.models import Delivery, Letter, LetterTask
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.standing import last_checked
from ledger.trends.report_models import TrendReport

RECENTLY = timedelta(days=7)
"""Failed reminders are told for so long."""


def backlog(session: Session, actor: Actor) -> Backlog:
    """Return what waits for the machine now; a handful of counts over indexed columns."""
    permit(actor, "read_settings")
    at = now()
    checked = last_checked(session)
    recent = Reminder.ended_at >= at - RECENTLY
    return Backlog(
        letters=_waiting(session, select(func.count(), func.min(Letter.issued_at)).where(Letter.status == DRAWING)),
        steps=_waiting(
            session, select(func.count(), func.min(LetterTask.asked_at)).where(LetterTask.status == "waiting")
        ),
        letter_mail=_waiting(
            session, select(func.count(), func.min(Delivery.asked_at)).where(Delivery.status == "waiting")
        ),
        reminders=_waiting(
            session,
            select(func.count(), func.min(Reminder.made_at)).where(
                Reminder.status == "waiting", Reminder.next_try_at <= at
            ),
        ),
        reports=_waiting(
            session, select(func.count(), func.min(TrendReport.asked_at)).where(TrendReport.pdf_sha256 == "")
        ),
        letter_mail_failed=_failed_mail(session),
        reminders_failed=_count(session, select(func.count()).where(Reminder.status == "failed", recent)),
        findings=checked.findings if checked else 0,
        verified_at=checked.at if checked else None,
    )


def _waiting(session: Session, query: Select[int, Any]) -> Waiting:
    count, since = session.execute(query).one()
    return Waiting(count, since)


def _failed_mail(session: Session) -> int:
    later = aliased(Delivery)
    again = select(later.id).where(
        later.letter_id == Delivery.letter_id,
        later.contact_id == Delivery.contact_id,
        later.attempt > Delivery.attempt,
    )
    ended_badly = Delivery.status.in_(("failed", "bounced"))
    return _count(session, select(func.count()).select_from(Delivery).where(ended_badly, ~again.exists()))


def _count(session: Session, query: Select[Any]) -> int:
    return session.scalar(query) or 0
