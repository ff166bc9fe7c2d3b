"""Evidence of an action: words, a link or a file, and whether the client sees it; what a client attests beside us."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.incidents.operations.touched import logs_of, refuse_indiscretion, touched
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.files import KeptFile
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.models import PROVIDER_LOG
from ledger.record.operations import note
from ledger.recovery.action_parts import ActionAttestation, ActionEvidence
from ledger.recovery.evidence_files import link_fault, names_in
from ledger.recovery.models import Action
from ledger.recovery.operations.action_telling import is_shown, open_action, require
from ledger.recovery.operations.telling import tell

TAKES_EVIDENCE = (
    "proposed", "funded", "in_progress", "implemented", "implementation_verified", "watching", "inconclusive",
    "not_effective", "reopened", "handed_over", "effective",
)  # fmt: skip
ATTESTED = ("implemented", "implementation_verified", "watching", "inconclusive", "effective")


def add_evidence(  # noqa: PLR0913 the three sorts of evidence, all named
    session: Session,
    actor: Actor,
    *,
    action_id: str,
    text: str,
    link: str | None = None,
    file: KeptFile | None = None,
    visible_to_client: bool = False,
) -> ActionEvidence:
    """Attach words, a link or a file to an action, for us alone or also for the clients who see the action.

    Raises `Invalid` without words on what it shows, for both a link and a file, and for an address that is none.
    """
    incident, action = open_action(session, actor, action_id, None)
    require(action, *TAKES_EVIDENCE, sentence="This action has ended; evidence belongs to one that is open.")
    _refuse_impossible(text, link, file)
    row = ActionEvidence(
        id=new_id(), action_id=action.id, kind="file" if file else "link" if link else "text", text=text.strip(),
        link=link or None, sha256=file.sha256 if file else None, file_name=file.name if file else None,
        media_type=file.media_type if file else None, size=file.size if file else None,
        visible_to_client=visible_to_client, added_by=actor.user_id, added_at=now(),
    )  # fmt: skip
    row.event_id = _told(session, actor, "action.evidence_added", incident, action, row)
    session.add(row)
    session.flush()
    return row


def show_evidence(session: Session, actor: Actor, *, evidence_id: str) -> ActionEvidence:
    """Show a piece of evidence to the clients who see its action; what was shown once stays shown."""
    permit(actor, "act")
    row = session.get(ActionEvidence, evidence_id, with_for_update=True)
    if row is None:
        raise NotFound
    incident, action = open_action(session, actor, row.action_id, None)
    if row.visible_to_client:
        sentence = "The client sees it already."
        raise Conflict(sentence)
    row.visible_to_client = True
    row.event_id = _told(session, actor, "action.evidence_shown", incident, action, row)
    session.flush()
    return row


def attest_action(session: Session, actor: Actor, *, action_id: str, agrees: bool, text: str = "") -> ActionAttestation:
    """Write down what a client's own person says of what we did; it stands beside our second person, not in its place.

    Raises `NotFound` for an action that does not concern this client, `Conflict` before it is implemented, `Invalid`
    for a "no" without words.
    """
    permit(actor, "attest")
    action = session.get(Action, action_id)
    impact = session.scalar(
        select(Impact).where(
            Impact.incident_id == (action.incident_id if action else ""), Impact.client_id == actor.client_id
        )
    )
    if action is None or impact is None or not is_shown(action) or actor.client_id is None:
        raise NotFound
    require(action, *ATTESTED, sentence="It is not done yet; when it is, you can say whether you see it.")
    if not agrees and not text.strip():
        raise Invalid({"text": "Please say what is not as it should be."})
    incident, client = session.get_one(Incident, action.incident_id), session.get_one(Client, actor.client_id)
    row = ActionAttestation(
        id=new_id(), action_id=action.id, client_id=client.id, user_id=actor.user_id, agrees=agrees, text=text.strip(),
        at=now(),
    )  # fmt: skip
    row.event_id = note(
        session,
        "action.attested",
        actor=actor.user_id,
        subjects={PROVIDER_LOG: incident.reference, client.log_id: impact.client_reference},
        data={"attestation": row.id, "action": action.id, "agrees": agrees, "at": iso(row.at)},
        sealed={"text": row.text},
    )
    session.add(row)
    session.flush()
    return row


def _refuse_impossible(text: str, link: str | None, file: KeptFile | None) -> None:
    found: dict[str, str] = {}
    if not text.strip():
        found["text"] = "Say in a few words what it shows."
    if link and file:
        found["link"] = "Attach a link or a file; add the other one by itself."
    if link and (fault := link_fault(link)):
        found["link"] = fault
    if found:
        raise Invalid(found)


def _told(  # noqa: PLR0913, PLR0917 what an event of evidence needs
    session: Session, actor: Actor, event: str, incident: Incident, action: Action, row: ActionEvidence
) -> str:
    # Also while the action itself is not shown yet: nobody looks at its evidence again when it is.
    readers = touched(session, incident.id) if row.visible_to_client else []
    words = {"text": row.text, "link": row.link, "file_name": row.file_name}
    for told in (words, {name: names_in(text) for name, text in words.items() if text}):
        refuse_indiscretion(session, told, [one.client for one in readers])
    seen_by = readers if is_shown(action) else []
    return tell(
        session,
        actor,
        event,
        ours=incident.reference,
        clients=logs_of(seen_by),
        data={
            "evidence": row.id,
            "action": row.action_id,
            "kind": row.kind,
            "sha256": row.sha256,
            "media_type": row.media_type,
            "size": row.size,
            "added_at": iso(row.added_at),
        },
        words=words,
        inside={"added_by": row.added_by, "shown": row.visible_to_client},
    )
