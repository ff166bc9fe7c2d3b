"""What a client says to one version of a letter, and what we reply: acknowledged, asked about, disputed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.incidents.business_calendar import BusinessCalendar
from ledger.incidents.models import Impact
from ledger.incidents.operations.touched import refuse_indiscretion
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.files import KeptFile
from ledger.kernel.ids import new_id
from ledger.letters.answer_rows import PROVEN
from ledger.letters.letter_states import SENT
from ledger.letters.models import Answer, Letter
from ledger.letters.operations.changing import case_of
from ledger.letters.operations.clients_words import keep_proof, speaker, unproven
from ledger.letters.speakers import said_by
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note

REPLY_DAYS = 7
"""Within how many days, at the end of the client's day, a question or dispute is answered."""

_EVENTS = {"acknowledged": "letter.acknowledged", "question": "letter.asked", "dispute": "letter.disputed"}


def answer_letter(  # noqa: PLR0913 what an answer says, all named
    session: Session,
    actor: Actor,
    *,
    letter_id: str,
    kind: str,
    words: str = "",
    by_name: str = "",
    proof: str = "",
    file: KeptFile | None = None,
) -> str:
    """Record what the client says to this version and return the answer's id.

    A client's own user speaks for itself; one of us records a client's words with the name of who said them and the
    proof (the mail, the call), and `file` is what shows it. To acknowledge "means only that you read it"; twice by one
    person is harmless.
    """
    name = speaker(actor, by_name)
    letter = _sent_letter(session, actor, letter_id)
    faults = _unclear(kind, words) | unproven(actor, name, proof, "said it")
    if faults:
        raise Invalid(faults)
    found = _acknowledged_by(session, actor, letter_id, name) if kind == "acknowledged" else None
    if found is not None:
        return found
    case = case_of(session, letter.impact_id)
    at = now()
    due_at = None if kind == "acknowledged" else BusinessCalendar(case.client.zone).add_days(at, REPLY_DAYS)
    answer = Answer(
        id=new_id(), letter_id=letter_id, kind=kind, words=words.strip(), by_name=name, by_user_id=actor.user_id,
        proof=proof.strip(), at=at, reply_due_at=due_at,
    )  # fmt: skip
    if file is not None and actor.is_staff:
        answer.proof_sha256, answer.proof_name, answer.proof_type = file.sha256, file.name, file.media_type
    answer.event_id = note(
        session,
        _EVENTS[kind],
        actor=actor.user_id,
        subjects={case.client.log_id: case.impact.client_reference},
        data={
            "answer": answer.id,
            "letter": letter.id,
            "kind": letter.kind,
            "version": letter.version_number,
            "recorded_by_us": actor.is_staff,
            "reply_due_at": iso(due_at) if due_at else None,
        },
        sealed={"words": answer.words, "by_name": name},
    )
    keep_proof(session, actor, case, answer, PROVEN)
    session.add(answer)
    session.flush()
    return answer.id


def reply_to_answer(session: Session, actor: Actor, *, letter_id: str, answer_id: str, words: str) -> None:
    """Reply, once, to a question or dispute; the client reads it beside its own words, and more follows by letter.

    Raises `NotFound` for an answer to another letter than `letter_id`, on whose page it is replied to, and `Invalid`
    for words that name another client or our internal reference.
    """
    permit(actor, "answer")
    query = select(Answer).where(Answer.id == answer_id).with_for_update().execution_options(populate_existing=True)
    answer = session.scalars(query).one_or_none()
    if answer is None or letter_id != answer.letter_id:
        raise NotFound
    if answer.kind == "acknowledged" or answer.reply is not None:
        sentence = "This waits for no reply."
        raise Conflict(sentence)
    if not words.strip():
        raise Invalid({"words": "Write the reply that the client will read."})
    letter = session.get_one(Letter, answer.letter_id)
    case = case_of(session, letter.impact_id)
    refuse_indiscretion(session, {"words": words}, [case.client])
    answer.reply = words.strip()
    answer.replied_by = actor.user_id
    answer.replied_at = now()
    answer.event_id = note(
        session,
        "letter.replied",
        actor=actor.user_id,
        subjects={case.client.log_id: case.impact.client_reference},
        data={"answer": answer.id, "letter": letter.id},
        sealed={"reply": answer.reply},
    )
    session.flush()


def _sent_letter(session: Session, actor: Actor, letter_id: str) -> Letter:
    query = (
        select(Letter)
        .join(Impact, Impact.id == Letter.impact_id)
        .where(Letter.id == letter_id, Letter.status.in_(SENT), visible_to(actor, Impact.client_id))
    )
    letter = session.scalars(query).one_or_none()
    if letter is None:
        raise NotFound
    return letter


def _unclear(kind: str, words: str) -> dict[str, str]:
    faults = {}
    if kind not in _EVENTS:
        faults["kind"] = "Choose: read it, a question, or a dispute."
    if kind in {"question", "dispute"} and not words.strip():
        faults["words"] = "Write the question, or what is disputed."
    return faults


def _acknowledged_by(session: Session, actor: Actor, letter_id: str, name: str) -> str | None:
    said = said_by(Answer, actor, name)
    query = select(Answer.id).where(Answer.letter_id == letter_id, Answer.kind == "acknowledged", said)
    return session.scalars(query.limit(1)).first()
