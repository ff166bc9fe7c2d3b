"""Steps of telling: a letter drafted, approved by a second person, issued, and what the client answers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.demo.case import Case
from ledger.demo.catching_up import record_results
from ledger.demo.step import Step
from ledger.demo.story import Post, Reply, Touch
from ledger.letters.letter_files import to_draw
from ledger.letters.models import Letter
from ledger.letters.operations.answering import answer_letter, reply_to_answer
from ledger.letters.operations.approving import approve_letter, submit_letter
from ledger.letters.operations.drafting import draft_letter, edit_letter
from ledger.letters.operations.issuing import finish_issue
from ledger.letters.pdf import render_letter
from ledger.notary.issuing import issue
from ledger.people.actor import Actor
from ledger.recovery.action_rules import CAME_BACK, CHECKED_KINDS
from ledger.recovery.models import Action, Promise
from ledger.recovery.operations.promises import keep_promise

_APPROVED = timedelta(minutes=40)
_ISSUED = timedelta(minutes=45)
_WAIVED = "I read these sentences twice: they hide neither a number nor who did it."
_WAITS = (timedelta(0), timedelta(days=42), timedelta(days=84))
"""A follow-up goes out once something has a result: what came back meanwhile is watched anew."""
_SIGNERS = {"S1": "gwen", "S2": "tobias"}


class NotIssued(AssertionError):
    """A letter of the example could not be issued: its story contradicts itself."""


def post_steps(case: Case, touch: Touch, post: Post) -> Iterator[Step]:
    """Yield the steps of one letter, as far as it has come, and of the client's answers to it."""
    name = f"{touch.client} {post.kind}"
    for wait in _WAITS if post.kind == "follow_up" else _WAITS[:1]:
        drafted_at = case.at(post.drafted) + wait
        yield Step(drafted_at, partial(_draft, case, name, touch, post))
        if post.ends == "issued":
            yield Step(
                drafted_at + _APPROVED,
                partial(_if_it_stands, case, name, "in_review", partial(_approve, case, name, post)),
            )
            yield Step(
                drafted_at + _ISSUED,
                partial(_if_it_stands, case, name, "approved", partial(_issue, case, name, touch, post)),
            )
    if post.ends != "issued":
        return
    for place, reply in enumerate(post.replies):
        yield from _reply_steps(case, name, f"{name} answer {place}", touch, reply)


def _if_it_stands(case: Case, name: str, status: str, act: Callable[[], None]) -> None:
    """Do the next step of a letter if it was drafted by now and nobody did it before."""
    with case.stage.ledger.database.read() as session:
        letter = session.get(Letter, case.made.get(name, ""))
        is_there = letter is not None and letter.status == status
    if is_there:
        act()


def _has_result(case: Case) -> bool:
    query = select(Action.status).where(Action.incident_id == case.incident_id, Action.kind.in_(CHECKED_KINDS))
    with case.stage.ledger.database.read() as session:
        checked = session.scalars(query).all()
    return not checked or any(status in {"effective", *CAME_BACK} for status in checked)


def _draft(case: Case, name: str, touch: Touch, post: Post) -> None:
    if name in case.made:
        return
    if post.kind == "follow_up":
        record_results(case.stage, case.incident_id)
        if not _has_result(case):
            return
    case.made[name] = case.do(_drafted, post.author, case, touch, post)


def _drafted(session: Session, actor: Actor, case: Case, touch: Touch, post: Post) -> str:
    signatory = post.signatory or _SIGNERS.get(case.story.severity, "")
    letter_id = draft_letter(
        session,
        actor,
        impact_id=case.impacts[touch.client].id,
        kind=post.kind,
        signatory_id=case.actor(signatory).user_id,
        corrects_id=case.made.get(f"{touch.client} {post.corrects}"),
    )
    letter = session.get_one(Letter, letter_id)
    edit_letter(
        session,
        actor,
        letter_id=letter_id,
        version=letter.version,
        subject_line=_subject(case, post) or letter.subject_line,
        sections={key: case.words(text) for key, text in post.sections.items()},
        said={key: case.words(text) for key, text in post.said.items()},
    )
    if post.ends != "draft":
        submit_letter(session, actor, letter_id=letter_id, version=letter.version)
    return letter_id


def _subject(case: Case, post: Post) -> str:
    """Return the act without its day, which the first sentence says."""
    act = case.story.act
    return case.words(post.subject or act.replace(" on {day}", "").rstrip("."))


def _approve(case: Case, name: str, post: Post) -> None:
    case.do(_approved, _approver(case, post), case.made[name])


def _approved(session: Session, actor: Actor, letter_id: str) -> None:
    version = session.get_one(Letter, letter_id).version
    approve_letter(session, actor, letter_id=letter_id, version=version, waiving=_WAIVED)


def _approver(case: Case, post: Post) -> str:
    usual = "tobias" if case.story.severity in _SIGNERS else "moira"
    chosen = post.approver or usual
    return "tobias" if chosen == (post.author or case.story.owner) else chosen


def _issue(case: Case, name: str, touch: Touch, post: Post) -> None:
    letter_id = case.made[name]
    ledger, actor = case.stage.ledger, case.actor(post.author)
    begun = issue(ledger, actor, letter_id)
    frozen = ledger.ask(to_draw, actor, letter_id)
    if frozen is None:
        fault = f"{case.story.name}, {name}: changed since it was approved: {', '.join(begun.changed)}"
        raise NotIssued(fault)
    digest = ledger.files.keep(render_letter(*frozen, stored=ledger.files.read))
    case.do(finish_issue, post.author, letter_id=letter_id, pdf_sha256=digest)
    if post.kind == "final":
        case.do(_word_kept, post.author, case, touch)


def _word_kept(session: Session, actor: Actor, case: Case, touch: Touch) -> None:
    """Keep what was promised as the next word: the letter is it."""
    query = (
        select(Promise.id)
        .join(Client, Client.id == Promise.client_id)
        .where(Client.code == touch.client, Promise.incident_id == case.incident_id)
        .where(Promise.kind == "update", Promise.status == "open")
    )
    for promise_id in session.scalars(query).all():
        keep_promise(session, actor, promise_id=promise_id, evidence="The final letter")


def _reply_steps(case: Case, letter: str, name: str, touch: Touch, reply: Reply) -> Iterator[Step]:
    yield Step(case.at(reply.when), partial(_answer, case, letter, name, touch, reply))
    if reply.replied:
        yield Step(case.at(reply.replied), partial(_reply, case, letter, name, reply))


def _answer(case: Case, letter: str, name: str, touch: Touch, reply: Reply) -> None:
    actor = case.actor("") if reply.by else case.stage.client_users[touch.client]
    case.made[name] = case.stage.ledger.do(
        answer_letter,
        actor,
        letter_id=case.made[letter],
        kind=reply.kind,
        words=case.words(reply.words),
        by_name=reply.by,
        proof=case.words(reply.proof),
    )


def _reply(case: Case, letter: str, name: str, reply: Reply) -> None:
    about = {"letter_id": case.made[letter], "answer_id": case.made[name]}
    case.do(reply_to_answer, "", **about, words=case.words(reply.reply))
