"""What we know of an incident beyond its times: the act statement, whose it is, its cause family, who did what."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.incidents.act_statement import fault_in, is_provisional
from ledger.incidents.factors import fault_in as factor_fault
from ledger.incidents.models import CauseFamily, Factor, Incident
from ledger.incidents.operations.touched import (
    locked,
    logs_of,
    refuse_indiscretion,
    refuse_stale,
    touched,
)
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.people.actor import STAFF, Actor
from ledger.people.models import User
from ledger.people.permissions import permit
from ledger.record.operations import note

WORDS = ("title", "act_statement", "service", "acting_party", "authorised_by")
EDITABLE = (*WORDS, "ours", "external_reference")


def edit_incident(
    session: Session,
    actor: Actor,
    /,
    *,
    incident_id: str,
    version: int | None = None,
    cause_family: str | None = None,
    **fields: Any,
) -> Incident:
    """Change what is given of an incident (`EDITABLE`); `cause_family` is a name, made if there is none like it.

    A changed act statement is an event in the log of each client that has none of its own. Raises `Stale` where
    somebody else changed it since `version`, and `Invalid` for a statement that cannot stand; `ours` is set to `no` by
    a second person only.
    """
    permit(actor, "answer")
    incident = locked(session, incident_id)
    refuse_stale(incident.version, version)
    if cause_family is not None:
        fields["cause_family_id"] = _family(session, actor, cause_family)
    changed = {name: value for name, value in fields.items() if getattr(incident, name) != value}
    if not changed:
        return incident
    _refuse_impossible(changed)
    _tell_clients(session, actor, incident, changed)
    for name, value in changed.items():
        setattr(incident, name, value)
    incident.act_is_provisional = is_provisional(incident.act_statement)
    incident.version += 1
    incident.event_id = note(
        session,
        "incident.changed",
        actor=actor.user_id,
        subjects=incident.reference,
        data={name: value for name, value in changed.items() if name not in WORDS}
        | {"words": sorted(name for name in WORDS if changed.get(name))}
        | {"emptied": sorted(name for name in WORDS if name in changed and not changed[name])},
        sealed={name: changed.get(name) for name in WORDS},
    )
    session.flush()
    return incident


def add_factor(session: Session, actor: Actor, *, incident_id: str, text: str, why_not_noticed: str = "") -> Factor:
    """Add a contributing factor. Raises `Invalid` for a person, or a slip or missing training alone (S1, S2)."""
    permit(actor, "answer")
    incident = locked(session, incident_id)
    people = session.scalars(select(User.name).where(User.role.in_(STAFF))).all()
    words = {"text": text, "why_not_noticed": why_not_noticed}
    severities = {"text": incident.severity, "why_not_noticed": ""}
    found = {name: fault for name, said in words.items() if (fault := factor_fault(said, severities[name], people))}
    if found:
        raise Invalid(found)
    refuse_indiscretion(session, words, [one.client for one in touched(session, incident.id)])
    factor = Factor(id=new_id(), incident_id=incident.id, text=text, why_not_noticed=why_not_noticed)
    factor.event_id = note(
        session,
        "factor.added",
        actor=actor.user_id,
        subjects=incident.reference,
        data={"factor": factor.id},
        sealed=words,
    )
    session.add(factor)
    session.flush()
    return factor


def remove_factor(session: Session, actor: Actor, *, factor_id: str) -> Factor:
    """Take a factor out of the account; the record keeps that it stood there."""
    permit(actor, "answer")
    factor = session.get(Factor, factor_id, with_for_update=True)
    if factor is None or factor.removed_at is not None:
        raise NotFound
    incident = session.get_one(Incident, factor.incident_id)
    factor.removed_at = now()
    factor.event_id = note(
        session,
        "factor.removed",
        actor=actor.user_id,
        subjects=incident.reference,
        data={"factor": factor.id, "at": iso(factor.removed_at)},
    )
    session.flush()
    return factor


def _family(session: Session, actor: Actor, name: str) -> str | None:
    """Return the id of the family of this name, made if there is none; none for an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    known = session.scalar(select(CauseFamily.id).where(func.lower(CauseFamily.name) == name.lower()))
    if known is not None:
        return known
    family = CauseFamily(id=new_id(), name=name)
    family.event_id = note(
        session, "cause_family.added", actor=actor.user_id, subjects=family.id, sealed={"name": name}
    )
    session.add(family)
    session.flush()
    return family.id


def _refuse_impossible(changed: dict[str, Any]) -> None:
    found: dict[str, str] = {}
    if "title" in changed and not changed["title"]:
        found["title"] = "Say in a few words what stopped."
    statement = changed.get("act_statement")
    if statement and (fault := fault_in(statement)):
        found["act_statement"] = fault
    if changed.get("ours") == "no":
        found["ours"] = "That it was not ours needs a reason and a second person: propose it."
    if found:
        raise Invalid(found)


def _tell_clients(session: Session, actor: Actor, incident: Incident, changed: dict[str, Any]) -> None:
    if "act_statement" not in changed:
        return
    readers = [one for one in touched(session, incident.id) if not one.impact.act_statement]
    statement = changed["act_statement"]
    refuse_indiscretion(session, {"act_statement": statement}, [one.client for one in readers])
    if readers:
        note(
            session,
            "impact.act_stated",
            actor=actor.user_id,
            subjects=logs_of(readers),
            data={"provisional": is_provisional(statement)},
            sealed={"act_statement": statement},
        )
