"""A client's own words: said by its user itself, or written down by one of us with who said them and how we know."""

from sqlalchemy.orm import Session

from ledger.letters.models import Answer, Verdict
from ledger.letters.operations.changing import Case
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.canonical import Value
from ledger.record.models import PROVIDER_LOG
from ledger.record.operations import note


def speaker(actor: Actor, by_name: str) -> str:
    """Return who speaks, empty where one of us does not say who; raise `Refused` for who may not."""
    permit(actor, "speak_for_client" if actor.is_staff else "reply_to_letter")
    return by_name.strip() if actor.is_staff else actor.name


def unproven(actor: Actor, name: str, proof: str, did: str) -> dict[str, str]:
    """Return by field what is missing of who `did` it and of how we know; nobody proves their own words."""
    faults = {} if name else {"by_name": f"Say who at the client {did}."}
    if actor.is_staff and not proof.strip():
        faults["proof"] = "Say how we know: which mail or call, of which day."
    return faults


def keep_proof(session: Session, actor: Actor, case: Case, said: Answer | Verdict, event: str) -> None:
    """Note how we know, where that was said, in the provider's own log: the client does not read it.

    `event` is the event's type, which names what was said.
    """
    if not said.proof:
        return
    data: dict[str, Value] = {"verdict": said.id}
    sealed = {"proof": said.proof}
    if isinstance(said, Answer):
        data = {"answer": said.id, "file_sha256": said.proof_sha256 or None}
        sealed["file_name"] = said.proof_name
    subjects = {PROVIDER_LOG: case.incident.reference}
    note(session, event, actor=actor.user_id, subjects=subjects, data=data, sealed=sealed)
