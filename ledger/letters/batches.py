"""Reading the letters of one kind about an incident as one batch: where each client's stands, what holds it up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.kernel.errors import NotFound
from ledger.letters.awaited_results import awaiting_result
from ledger.letters.batch_steps import STEPS, seen
from ledger.letters.letter_states import DRAWING, SENT
from ledger.letters.models import Letter, LetterTask
from ledger.letters.review import why_not_approve
from ledger.letters.sections import LABELS
from ledger.people.actor import Actor
from ledger.people.permissions import may, permit


@dataclass(frozen=True)
class BatchRow:
    """One client's letter in a batch; without a letter `letter_id` is empty and `status` is `none`."""

    impact_id: str
    client_code: str
    client_name: str
    client_reference: str
    letter_id: str
    version: int
    """Of the letter's row."""
    version_number: int
    status: str
    held: tuple[str, ...]
    """What it lacks, or why the last step was refused; nothing once somebody changed it since."""
    is_checked: bool
    """Whether the last step looked at it as it stands now, and what it lacks stands in `held`."""
    why_not_approve: str
    is_result_awaited: bool
    """Whether the client waits to hear if anything worked: a follow-up without a result is followed by another."""


@dataclass(frozen=True)
class Progress:
    """How far the step that was asked for last has come."""

    step: str
    asked_at: datetime
    done: int
    refused: int
    of: int
    waiting: int
    """Letters that nobody has taken up yet; of those that are issued, some may still be drawn."""

    @property
    def is_running(self) -> bool:
        """Whether something of it is still to be done, or to be drawn."""
        return self.done + self.refused < self.of

    @property
    def sentence(self) -> str:
        """How far it is, in words."""
        told = f"{STEPS[self.step].doing}: {self.done + self.refused} of {self.of}"
        return f"{told}, {self.refused} of them refused" if self.refused else told


@dataclass(frozen=True)
class Batch:
    """The letters of one kind about one incident, one for each client it touched, by client's name."""

    incident_id: str
    reference: str
    title: str
    severity: str
    kind: str
    rows: tuple[BatchRow, ...]
    progress: Progress | None

    @property
    def label(self) -> str:
        """The kind as people say it."""
        return LABELS[self.kind]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many letters stand in each state; `none` are not drafted yet."""
        return Counter(row.status for row in self.rows)

    def of_step(self, step: str) -> tuple[BatchRow, ...]:
        """Return the letters that a step would be asked for; of those in review, the ones the reader may approve."""
        if step == "draft":
            return tuple(row for row in self.rows if _is_to_draft(self.kind, row))
        found = (row for row in self.rows if row.status in STEPS[step].states)
        return tuple(row for row in found if step != "approve" or not row.why_not_approve)

    def seen(self, step: str) -> str:
        """Return the digest of what a step would be asked for, as it is seen now."""
        return seen((row.letter_id or row.impact_id, row.version) for row in self.of_step(step))


def batch_of(session: Session, actor: Actor, incident_id: str, kind: str) -> Batch:
    """Return the letters of a kind about an incident as one batch; raise `NotFound`."""
    permit(actor, "read_cases")
    incident = session.get(Incident, incident_id)
    if incident is None or kind not in LABELS:
        raise NotFound
    tasks = _newest_tasks(session, incident_id, kind)
    letters = _newest_letters(session, incident_id, kind)
    awaiting = awaiting_result(session, incident_id)
    found = session.execute(
        select(Impact.id, Impact.client_reference, Client.code, Client.name)
        .join(Client, Client.id == Impact.client_id)
        .where(Impact.incident_id == incident_id, visible_to(actor, Impact.client_id))
        .order_by(Client.name, Client.id)
    )
    rows = tuple(
        _row(actor, incident.severity, row, letters.get(row.id), tasks.get(row.id), is_awaited=row.id in awaiting)
        for row in found.all()
    )
    progress = _progress(session, incident_id, kind)
    return Batch(incident.id, incident.reference, incident.title, incident.severity, kind, rows, progress)


def progress_of(session: Session, actor: Actor, incident_id: str, kind: str) -> Progress | None:
    """Return how far the step that was asked for last has come; none where none was asked for."""
    permit(actor, "read_cases")
    return _progress(session, incident_id, kind)


def waiting_tasks(session: Session, actor: Actor) -> list[str]:
    """Return the tasks that are still to be done, oldest first."""
    permit(actor, "issue_letter")
    query = select(LetterTask.id).where(LetterTask.status == "waiting")
    return list(session.scalars(query.order_by(LetterTask.asked_at, LetterTask.id)))


def log_to_sign(session: Session, actor: Actor, task_id: str) -> str | None:
    """Return the log whose checkpoint a task to issue shows; none for other tasks and for those that have ended."""
    permit(actor, "issue_letter")
    query = (
        select(Client.log_id)
        .join(Impact, Impact.client_id == Client.id)
        .join(LetterTask, LetterTask.impact_id == Impact.id)
    )
    is_open = (LetterTask.status == "waiting") & (LetterTask.step == "issue")
    return session.scalar(query.where(LetterTask.id == task_id, is_open))


def _is_to_draft(kind: str, row: BatchRow) -> bool:
    again = kind == "interim" or (kind == "follow_up" and row.is_result_awaited)
    return row.status == "none" or (again and row.status in SENT)


def _newest_letters(session: Session, incident_id: str, kind: str) -> dict[str, Any]:
    query = (
        select(
            Letter.id, Letter.impact_id, Letter.version, Letter.version_number, Letter.status, Letter.author_id,
            Letter.edited_by,
        )
        .join(Impact, Impact.id == Letter.impact_id)
        .where(Impact.incident_id == incident_id, Letter.kind == kind, Letter.status != "discarded")
        .order_by(Letter.version_number, Letter.created_at)
    )  # fmt: skip
    return {row.impact_id: row for row in session.execute(query)}


def _newest_tasks(session: Session, incident_id: str, kind: str) -> dict[str, LetterTask]:
    query = select(LetterTask).where(LetterTask.incident_id == incident_id, LetterTask.kind == kind)
    return {row.impact_id: row for row in session.scalars(query.order_by(LetterTask.asked_at, LetterTask.id))}


def _row(  # noqa: PLR0913 the parts of one row
    actor: Actor, severity: str, impact: Any, letter: Any, task: LetterTask | None, *, is_awaited: bool
) -> BatchRow:
    stands = task is not None and task.version == (letter.version if letter else None)
    why_not = why_not_approve(actor, letter.author_id, letter.edited_by, severity) if letter else ""
    return BatchRow(
        impact.id,
        impact.code,
        impact.name,
        impact.client_reference,
        letter.id if letter else "",
        letter.version if letter else 0,
        letter.version_number if letter else 0,
        letter.status if letter else "none",
        tuple(task.answer.splitlines()) if task is not None and stands else (),
        task is not None and stands and task.status == "done",
        why_not if may(actor, "approve_letter") else "You approve no letters.",
        is_awaited,
    )


def _progress(session: Session, incident_id: str, kind: str) -> Progress | None:
    last = select(LetterTask.batch_id).where(LetterTask.incident_id == incident_id, LetterTask.kind == kind)
    batch_id = session.scalar(last.order_by(LetterTask.asked_at.desc(), LetterTask.id.desc()).limit(1))
    if batch_id is None:
        return None
    query = (
        select(LetterTask.step, LetterTask.status, LetterTask.asked_at, Letter.status.label("letter"))
        .outerjoin(Letter, Letter.id == LetterTask.letter_id)
        .where(LetterTask.batch_id == batch_id)
    )
    rows = session.execute(query).all()
    refused = sum(row.status == "refused" for row in rows)
    done = sum(row.status == "done" and not (row.step == "issue" and row.letter == DRAWING) for row in rows)
    waiting = sum(row.status == "waiting" for row in rows)
    return Progress(rows[0].step, rows[0].asked_at, done, refused, len(rows), waiting)
