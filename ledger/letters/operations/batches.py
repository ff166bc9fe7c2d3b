"""Asking for one step of many letters at once, and doing it: each in a unit of its own, in the name of who asked.

What is done is what the single letter's own verb does, with its refusals; a batch goes round none of them. A task and
what it does are committed together, so that one that a crash broke off is simply done again.
"""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ledger.incidents.operations.touched import locked as locked_incident
from ledger.kernel.clock import now
from ledger.kernel.errors import AmendsError, Conflict, Invalid, Refused, Stale
from ledger.kernel.ids import new_id
from ledger.letters.batch_steps import MOST_SENTENCES, STEPS
from ledger.letters.batches import Batch, batch_of
from ledger.letters.letter_states import DRAWING
from ledger.letters.models import Letter, LetterTask
from ledger.letters.operations.approving import approve_letter, refuse_incomplete, submit_letter
from ledger.letters.operations.drafting import draft_letter, refresh_letter
from ledger.letters.operations.issuing import begin_issue
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.permissions import permit
from ledger.people.queries import actor_of, provider
from ledger.record.operations import note

KEPT = timedelta(days=90)


def ask_for_all(  # noqa: PLR0913 which letters, which step and what was seen, all named
    session: Session, actor: Actor, *, incident_id: str, kind: str, step: str, seen: str | None = None
) -> list[str]:
    """Ask for one step of all letters of a kind about an incident that it is for; return the ids of the tasks.

    `seen` is the digest of what the asker saw (`Batch.seen`): nobody approves what changed meanwhile. Raises `Stale`
    then, `Conflict` where there is nothing to do or the step before is still at work, `Refused` for who may not.
    """
    if step not in STEPS:
        raise Invalid({"step": f"Choose one of: {', '.join(STEPS)}."})
    permit(actor, STEPS[step].verb)
    incident = locked_incident(session, incident_id)
    batch = batch_of(session, actor, incident_id, kind)
    _refuse_early(batch, step, seen)
    batch_id, at = new_id(), now()
    tasks = [
        LetterTask(
            id=new_id(),
            batch_id=batch_id,
            incident_id=incident_id,
            impact_id=row.impact_id,
            kind=kind,
            step=step,
            letter_id=row.letter_id if step != "draft" else None,
            version=row.version if step != "draft" else None,
            asked_by=actor.user_id,
            asked_at=at,
            status="waiting",
            answer="",
        )
        for row in batch.of_step(step)
    ]
    session.add_all(tasks)
    note(
        session,
        "letter.batch_asked",
        actor=actor.user_id,
        subjects=incident.reference,
        data={"batch": batch_id, "step": step, "kind": kind, "count": len(tasks)},
    )
    session.flush()
    return [task.id for task in tasks]


def _refuse_early(batch: Batch, step: str, seen: str | None) -> None:
    if batch.progress is not None and batch.progress.waiting:
        sentence = f"These letters are being worked on ({batch.progress.sentence}): wait until that is done."
        raise Conflict(sentence)
    if seen is not None and seen != batch.seen(step):
        raise Stale
    if batch.of_step(step):
        return
    if step == "approve" and (barred := [row for row in batch.rows if row.status == "in_review"]):
        raise Refused(barred[0].why_not_approve)
    sentence = "There is no letter of this batch for which this is the next step."
    raise Conflict(sentence)


def do_task(session: Session, actor: Actor, /, *, task_id: str, verify_url: str | None = None) -> str | None:
    """Do one task, if it is still to be done and nobody else is at it; return its letter's id where it was issued.

    `verify_url` is where an issued letter's file can be checked.

    Raises what the letter's own verb raises: then nothing is changed, and `refuse_task` keeps the reason.
    """
    permit(actor, "issue_letter")
    task = _waiting(session, task_id)
    if task is None:
        return None
    asker = _asker(session, task)
    is_issue = task.step == "issue"
    told = _issue(session, asker, task, verify_url) if is_issue else _DOES[task.step](session, asker, task)
    letter = session.get_one(Letter, task.letter_id)
    task.status = "refused" if is_issue and letter.status == "draft" else "done"
    task.ended_at, task.version, task.answer = now(), letter.version, "\n".join(told[:MOST_SENTENCES])
    session.flush()
    return letter.id if is_issue and letter.status == DRAWING else None


def refuse_task(session: Session, actor: Actor, /, *, task_id: str, refusal: AmendsError) -> None:
    """End a task that was refused, with the sentences that say why."""
    permit(actor, "issue_letter")
    task = _waiting(session, task_id)
    if task is None:
        return
    letter = session.get(Letter, task.letter_id) if task.letter_id else None
    task.status, task.ended_at, task.version = "refused", now(), letter.version if letter else None
    task.answer = "\n".join(sentences(refusal)[:MOST_SENTENCES])
    session.flush()


def forget_tasks(session: Session, _actor: Actor) -> int:
    """Forget tasks that ended more than ninety days ago, and return how many they were."""
    old = delete(LetterTask).where(LetterTask.status != "waiting", LetterTask.ended_at < now() - KEPT)
    return int(session.execute(old.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined] # a DELETE has one


def sentences(refusal: AmendsError) -> list[str]:
    """Return what a refusal says, a sentence each, without line breaks of their own."""
    told = [text for texts in refusal.fields.values() for text in texts] if isinstance(refusal, Invalid) else []
    return [" ".join(text.split()) for text in told or [refusal.sentence]]


def _waiting(session: Session, task_id: str) -> LetterTask | None:
    query = select(LetterTask).where(LetterTask.id == task_id, LetterTask.status == "waiting")
    # Whoever is at it has it locked until the end: its death frees the task at once.
    return session.scalars(query.with_for_update(skip_locked=True)).one_or_none()


def _asker(session: Session, task: LetterTask) -> Actor:
    user = session.get_one(User, task.asked_by)
    if not user.active:
        sentence = f"{user.name} asked for this and has left since: ask for it again."
        raise Refused(sentence)
    return actor_of(user, provider(session).zone)


def _draft(session: Session, asker: Actor, task: LetterTask) -> list[str]:
    task.letter_id = draft_letter(session, asker, impact_id=task.impact_id, kind=task.kind)
    return _lacks(session, asker, task.letter_id)


def _refresh(session: Session, asker: Actor, task: LetterTask) -> list[str]:
    letter_id = task.letter_id or ""
    refresh_letter(session, asker, letter_id=letter_id, version=task.version)
    return _lacks(session, asker, letter_id)


def _submit(session: Session, asker: Actor, task: LetterTask) -> list[str]:
    submit_letter(session, asker, letter_id=task.letter_id or "", version=task.version or 0)
    return []


def _approve(session: Session, asker: Actor, task: LetterTask) -> list[str]:
    approve_letter(session, asker, letter_id=task.letter_id or "", version=task.version or 0)
    return []


def _issue(session: Session, asker: Actor, task: LetterTask, verify_url: str | None) -> list[str]:
    letter_id = task.letter_id or ""
    begun = begin_issue(session, asker, letter_id=letter_id, version=task.version, verify_url=verify_url)
    return [] if begun.issuing else [f"Not issued: the record has changed ({', '.join(begun.changed)}). Read it again."]


def _lacks(session: Session, asker: Actor, letter_id: str) -> list[str]:
    try:
        refuse_incomplete(session, asker, session.get_one(Letter, letter_id))
    except Invalid as refusal:
        return sentences(refusal)
    return []


_DOES: dict[str, Callable[[Session, Actor, LetterTask], list[str]]] = {
    "draft": _draft,
    "refresh": _refresh,
    "submit": _submit,
    "approve": _approve,
}
