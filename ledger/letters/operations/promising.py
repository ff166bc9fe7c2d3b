"""A date in a letter's text becomes a promise with one press."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.letters.dated_sentences import dated_sentences, one_line
from ledger.letters.letter_states import SENT
from ledger.letters.markdown import to_text
from ledger.letters.models import Letter
from ledger.letters.operations.changing import case_of
from ledger.letters.promised import promise_that_stands
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.models import Promise
from ledger.recovery.operations.promises import make_promise
from ledger.recovery.promise_links import PromiseOrigin


def promise_from_letter(  # noqa: PLR0913 what was promised, all named
    session: Session,
    actor: Actor,
    *,
    letter_id: str,
    text: str,
    due_on: date | None = None,
    due_at: datetime | None = None,
    kind: str = "other",
    owner_id: str | None = None,
) -> Promise:
    """Write down as a promise what a sent letter says; it was made when the letter was issued.

    Line ends and runs of spaces do not count. Whoever has the incident keeps it unless somebody is named. A day for
    which the sentence names a time is due at that time. Raises `NotFound`, `Conflict` for a letter that has not been
    sent or where the same stands already, `Invalid` for words that do not stand in it and as `make_promise` does.
    """
    permit(actor, "promise")
    letter = session.get(Letter, letter_id, with_for_update=True)
    if letter is None:
        raise NotFound
    if letter.status not in SENT:
        sentence = "The client reads a letter only once it is issued; promise it then."
        raise Conflict(sentence)
    plain = {key: to_text(part) for key, part in letter.sections.items()}
    text = one_line(text)
    if text not in one_line(" ".join(plain.values())):
        raise Invalid({"text": "These words do not stand in the letter: copy the sentence as it stands there."})
    same = select(Promise.id).join(PromiseOrigin, PromiseOrigin.promise_id == Promise.id)
    if session.scalar(same.where(PromiseOrigin.letter_id == letter_id, Promise.text == text)):
        sentence = "This sentence of the letter is a promise already."
        raise Conflict(sentence)
    case = case_of(session, letter.impact_id)
    told = dated_sentences(plain, case.client.zone, letter.issued_at) if letter.issued_at else ()
    said = next((one for one in told if one.text == text and due_on in {None, one.day}), None)
    if said and promise_that_stands(session, letter, said, case.client.zone):
        sentence = "What this sentence says is a promise already."
        raise Conflict(sentence)
    at = said.at if said and due_on else None
    due_on, due_at = (None, at) if at and due_at is None else (due_on, due_at)
    return make_promise(
        session, actor, client_code=case.client.code, incident_id=case.incident.id, kind=kind, text=text,
        due_on=due_on, due_at=due_at, owner_id=owner_id or case.incident.owner_id, promised_at=letter.issued_at,
        letter_id=letter_id,
    )  # fmt: skip
