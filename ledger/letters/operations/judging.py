"""What a client answers to the four questions: once for each person and case, by itself or written down by us."""

from collections.abc import Mapping

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.letters.four_questions import HIGHEST, LOWEST, QUESTIONS, asked_from
from ledger.letters.letter_states import SENT
from ledger.letters.models import Letter, Verdict
from ledger.letters.operations.changing import case_of
from ledger.letters.operations.clients_words import keep_proof, speaker, unproven
from ledger.letters.speakers import said_by
from ledger.people.actor import Actor
from ledger.record.canonical import Value
from ledger.record.operations import note


def answer_questions(  # noqa: PLR0913 what an answer says, all named
    session: Session,
    actor: Actor,
    *,
    client_reference: str,
    answers: Mapping[str, int],
    words: str = "",
    by_name: str = "",
    proof: str = "",
) -> str:
    """Record how somebody of the client's answers the four questions about a case, and return the answer's id.

    A client's own user speaks for itself; one of us says who answered, and how we know. Raises `Conflict` before the
    questions are asked and for a second answer of the same person, `Invalid` for what is missing.
    """
    name = speaker(actor, by_name)
    impact_id = _asked(session, actor, client_reference)
    faults = _unclear(answers) | unproven(actor, name, proof, "answered")
    if faults:
        raise Invalid(faults)
    if session.scalar(select(exists().where(Verdict.impact_id == impact_id, said_by(Verdict, actor, name)))):
        same = " If it is another of that name, say so with the name: “Ada Okafor, accounts”." if actor.is_staff else ""
        sentence = f"This person has answered already.{same}"
        raise Conflict(sentence)
    case = case_of(session, impact_id)
    row = Verdict(
        id=new_id(), impact_id=impact_id, words=words.strip(), by_name=name, by_user_id=actor.user_id,
        proof=proof.strip(), at=now(), **{key: answers[key] for key, _ in QUESTIONS},
    )  # fmt: skip
    row.event_id = note(
        session,
        "letter.four_questions",
        actor=actor.user_id,
        subjects={case.client.log_id: case.impact.client_reference},
        data=dict[str, Value](verdict=row.id, recorded_by_us=actor.is_staff)
        | {key: answers[key] for key, _ in QUESTIONS},
        sealed={"words": row.words, "by_name": name},
    )
    keep_proof(session, actor, case, row, "letter.verdict_proof")
    session.add(row)
    session.flush()
    return row.id


def _asked(session: Session, actor: Actor, client_reference: str) -> str:
    """Return the impact's id where the questions are asked by now; locked, so that nobody answers twice at once."""
    own = visible_to(actor, Impact.client_id)
    query = select(Impact.id).where(Impact.client_reference == client_reference, own)
    impact_id = session.scalar(query.with_for_update())
    if impact_id is None:
        raise NotFound
    sent = session.execute(
        select(Letter.kind, Letter.issued_at).where(Letter.impact_id == impact_id, Letter.status.in_(SENT))
    )
    since = asked_from((row.kind, row.issued_at) for row in sent if row.issued_at is not None)
    if since is None or since > now():
        sentence = "The four questions come after the follow-up letter, or 30 days after the final one."
        raise Conflict(sentence)
    return impact_id


def _unclear(answers: Mapping[str, int]) -> dict[str, str]:
    return {
        key: f"Choose a number from {LOWEST} to {HIGHEST}."
        for key, _ in QUESTIONS
        if not LOWEST <= answers.get(key, 0) <= HIGHEST
    }
