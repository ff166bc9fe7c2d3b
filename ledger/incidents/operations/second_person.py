"""Steps that need a second person: proposed by one, decided and so carried out by leadership, never by the proposer."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.milestones import faults
from ledger.incidents.models import Incident, Proposal
from ledger.incidents.operations.clocks import end_clocks, replace_clocks
from ledger.incidents.operations.entries import milestones_of
from ledger.incidents.operations.milestones import record_milestones
from ledger.incidents.operations.touched import everywhere, locked, touched
from ledger.incidents.statuses import ENDED, OVER
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit, second_person
from ledger.record.operations import note

KINDS = ("lower_severity", "move_awareness", *ENDED, "not_a_repeat")


def propose(  # noqa: PLR0913 what a proposal can say, all named
    session: Session,
    actor: Actor,
    *,
    incident_id: str,
    kind: str,
    reason: str,
    severity: str | None = None,
    aware_at: datetime | None = None,
    of: str | None = None,
) -> Proposal:
    """Propose a step and wait for a second person; `of` is the reference of the incident it is a duplicate of.

    Raises `Invalid` where the step makes no sense, `Conflict` where the same is proposed already.
    """
    permit(actor, "propose")
    incident = locked(session, incident_id)
    _refuse_pointless(session, incident, kind, severity, aware_at, of)
    waiting = select(Proposal.id).where(
        Proposal.incident_id == incident.id, Proposal.kind == kind, Proposal.decided_at.is_(None)
    )
    if session.scalar(waiting):
        sentence = "The same is proposed already and waits for a decision."
        raise Conflict(sentence)
    detail = {"severity": severity, "aware_at": iso(aware_at) if aware_at else None, "of": of}
    given = {name: value for name, value in detail.items() if value}
    proposal = Proposal(
        id=new_id(), incident_id=incident.id, kind=kind, detail=given, reason=reason,
        proposed_by=actor.user_id, proposed_at=now(),
    )  # fmt: skip
    proposal.event_id = note(
        session,
        "proposal.made",
        actor=actor.user_id,
        subjects=incident.reference,
        data={"proposal": proposal.id, "kind": kind, **given},
        sealed={"reason": reason},
    )
    session.add(proposal)
    session.flush()
    return proposal


def decide(session: Session, actor: Actor, *, proposal_id: str, decision: str, text: str = "") -> Proposal:
    """Agree to a proposal, which carries it out, or decline it.

    Raises `Refused` for the proposer, `Conflict` where it was decided already, `Invalid` where it no longer fits.
    """
    permit(actor, "decide")
    proposal = session.get(Proposal, proposal_id)
    if proposal is None:
        raise NotFound
    incident = locked(session, proposal.incident_id)
    session.refresh(proposal)
    if proposal.decided_at is not None:
        sentence = "This has been decided already."
        raise Conflict(sentence)
    second_person(actor, proposal.proposed_by, act="decide this")
    if decision not in {"agreed", "declined"}:
        raise Invalid({"decision": "Agree or decline."})
    proposal.decided_by, proposal.decided_at = actor.user_id, now()
    proposal.decision, proposal.decision_note = decision, text or None
    proposal.event_id = note(
        session,
        "proposal.decided",
        actor=actor.user_id,
        subjects=incident.reference,
        data={"proposal": proposal.id, "kind": proposal.kind, "decision": decision},
        sealed={"note": text},
    )
    session.flush()
    if decision == "agreed":
        _CARRIED_OUT[proposal.kind](session, actor, incident, proposal.detail)
    return proposal


def raise_severity(session: Session, actor: Actor, *, incident_id: str, severity: str) -> Incident:
    """Raise the severity at once: the stricter clocks run beside the old ones. Raises `Invalid` for a lower one."""
    permit(actor, "answer")
    incident = locked(session, incident_id)
    if severity >= incident.severity:
        raise Invalid({"severity": "Lowering a severity needs a reason and a second person: propose it."})
    _set_severity(session, actor, incident, severity)
    return incident


def _refuse_pointless(  # noqa: PLR0913, PLR0917 everything a proposal may carry
    session: Session, incident: Incident, kind: str, severity: str | None, aware_at: datetime | None, of: str | None
) -> None:
    found: dict[str, str] = {}
    if kind not in KINDS:
        found["kind"] = f"Choose one of: {', '.join(KINDS)}."
    if kind == "lower_severity" and (severity is None or severity <= incident.severity):
        found["severity"] = f"Choose a lower severity than {incident.severity}; raising it needs no proposal."
    if kind == "move_awareness":
        wrong = faults({**milestones_of(incident), **_moved(incident, aware_at)}, now())
        if aware_at is None or aware_at == incident.aware_at:
            found["aware_at"] = "Say when we knew."
        elif wrong:
            found["aware_at"] = " ".join(wrong.values())
    if kind == "duplicate" and _other(session, incident, of) is None:
        found["of"] = "Give the reference of the other incident, such as INC-2026-0042."
    if kind in ENDED and incident.status in OVER:
        found["kind"] = "This incident has ended already."
    if found:
        raise Invalid(found)


def _other(session: Session, incident: Incident, reference: str | None) -> Incident | None:
    if not reference:
        return None
    return session.scalar(select(Incident).where(Incident.reference == reference, Incident.id != incident.id))


def _set_severity(session: Session, actor: Actor, incident: Incident, severity: str) -> None:
    before, incident.severity = incident.severity, severity
    incident.version += 1
    incident.event_id = note(
        session,
        "incident.severity",
        actor=actor.user_id,
        subjects=incident.reference,
        data={"severity": severity, "before": before},
    )
    session.flush()
    for one in touched(session, incident.id):
        replace_clocks(session, actor, incident, one.impact)


def _lower(session: Session, actor: Actor, incident: Incident, detail: Mapping[str, str]) -> None:
    _set_severity(session, actor, incident, detail["severity"])


def _move_awareness(session: Session, actor: Actor, incident: Incident, detail: Mapping[str, str]) -> None:
    record_milestones(session, actor, incident, _moved(incident, datetime.fromisoformat(detail["aware_at"])))
    for one in touched(session, incident.id):
        replace_clocks(session, actor, incident, one.impact)


def _moved(incident: Incident, aware_at: datetime | None) -> dict[str, datetime | None]:
    """Return the milestones that move: noticing goes along where filing took it from awareness."""
    along = incident.detected_at is not None and incident.detected_at == incident.aware_at
    return {"aware_at": aware_at, **({"detected_at": aware_at} if along else {})}


def _end(status: str) -> Callable[[Session, Actor, Incident, Mapping[str, str]], None]:
    def carried_out(session: Session, actor: Actor, incident: Incident, detail: Mapping[str, str]) -> None:
        other = _other(session, incident, detail.get("of"))
        incident.status = status
        incident.duplicate_of_id = other.id if other else None
        incident.ours = "no" if status == "not_ours" else incident.ours
        incident.version += 1
        incident.event_id = note(
            session,
            "incident.ended",
            actor=actor.user_id,
            subjects=everywhere(incident, touched(session, incident.id)),
            data={"status": status},
        )
        session.flush()
        end_clocks(session, actor, incident, now())

    return carried_out


def _nothing_more(_session: Session, _actor: Actor, _incident: Incident, _detail: Mapping[str, str]) -> None:
    """Do nothing here: repeats are found downstream, which reads what was agreed."""


_CARRIED_OUT: Mapping[str, Callable[[Session, Actor, Incident, Mapping[str, str]], None]] = {
    "lower_severity": _lower,
    "move_awareness": _move_awareness,
    "not_a_repeat": _nothing_more,
    **{status: _end(status) for status in ENDED},
}
