"""Answering an incident beside its timeline: milestones, impacts, hand-over, and steps for a second person."""

from datetime import datetime
from typing import Any

from flask import Blueprint, render_template

from ledger.incidents.operations.handover import hand_over
from ledger.incidents.operations.impacts import EDITABLE, add_impact, edit_impact
from ledger.incidents.operations.milestones import reopen, set_milestones
from ledger.incidents.operations.second_person import decide, propose, raise_severity
from ledger.kernel.errors import Invalid
from ledger.web.addressed import impact_of, incident_at, incident_id_at
from ledger.web.forms import form, or_again, read_form
from ledger.web.pages.incident import PATH, back, show
from ledger.web.schemas import incident_parts as parts
from ledger.web.schemas.base import MISSING
from ledger.web.session import actor, ledger, needs

pages = Blueprint("answering", __name__)


@pages.post(f"{PATH}/milestones")
@needs("answer")
@or_again(show)
def save_milestones(reference: str) -> Any:
    """Set or supersede milestones; moved awareness becomes a proposal."""
    said = read_form(parts.SetMilestones(), zone=actor().zone)
    incident = incident_at(reference)
    reason = said.pop("reason", None)
    times = {name: at for name, at in said.items() if not _same_minute(at, incident.milestones[name])}
    moved = times.pop("aware_at", None) if incident.milestones["aware_at"] else None
    if moved is not None and not reason:
        raise Invalid({"reason": MISSING})
    if times:
        ledger().do(set_milestones, actor(), incident_id=incident.id, times=times)
    if moved is None:
        return back(reference, "Milestones saved.", "milestones")
    ledger().do(propose, actor(), incident_id=incident.id, kind="move_awareness", aware_at=moved, reason=reason or "")
    return back(reference, "Proposed: when we knew moves once a second person agrees.", "proposals")


@pages.post(f"{PATH}/reopen")
@needs("answer")
@or_again(show)
def save_reopening(reference: str) -> Any:
    """Take back that it was put right."""
    said = read_form(parts.Reopen())
    ledger().do(reopen, actor(), incident_id=incident_id_at(reference), **said)
    return back(reference, "Open again; the clients owed updates are owed them from now.")


@pages.post(f"{PATH}/impacts")
@needs("answer")
@or_again(show)
def create_impact(reference: str) -> Any:
    """Add another client."""
    said = read_form(parts.AddImpact())
    impact = ledger().do(add_impact, actor(), incident_id=incident_id_at(reference), **said)
    return back(reference, f"Added; to the client it is {impact.client_reference}.", "impacts")


@pages.get(f"{PATH}/impacts/<client_code>")
@needs("answer")
def impact(reference: str, client_code: str) -> str:
    """Show the form of what it did to one client."""
    incident = incident_at(reference)
    one = impact_of(incident, client_code)
    presets = {name: getattr(one, name) for name in EDITABLE}
    shown = form(parts.EditImpact(), **{name: "" if value is None else value for name, value in presets.items()})
    return render_template("incidents/impact.html", incident=incident, impact=one, form=shown)


@pages.post(f"{PATH}/impacts/<client_code>")
@needs("answer")
@or_again(impact)
def save_impact(reference: str, client_code: str) -> Any:
    """Save what it did to one client; what was emptied is empty, a time that only lost its seconds stays."""
    said = read_form(parts.EditImpact(), zone=actor().zone)
    one = impact_of(incident_at(reference), client_code)
    given = {**dict.fromkeys(EDITABLE), **said}
    for name, value in said.items():
        if isinstance(value, datetime) and _same_minute(value, getattr(one, name)):
            given[name] = getattr(one, name)
    ledger().do(edit_impact, actor(), impact_id=one.id, **given)
    return back(reference, f"Saved for {one.client_name}.", "impacts")


@pages.post(f"{PATH}/handover")
@needs("answer")
@or_again(show)
def save_handover(reference: str) -> Any:
    """Hand the incident over."""
    said = read_form(parts.HandOver())
    ledger().do(hand_over, actor(), incident_id=incident_id_at(reference), **said)
    return back(reference, "Handed over; the timeline says so inside.")


@pages.post(f"{PATH}/severity")
@needs("answer")
@or_again(show)
def save_severity(reference: str) -> Any:
    """Raise the severity at once, or propose to lower it."""
    said = read_form(parts.ChangeSeverity())
    incident = incident_at(reference)
    if said["severity"] < incident.severity:
        ledger().do(raise_severity, actor(), incident_id=incident.id, severity=said["severity"])
        return back(reference, "Raised; stricter clocks run from now on, beside the old ones.", "clocks")
    if not said.get("reason"):
        raise Invalid({"reason": MISSING})
    ledger().do(propose, actor(), incident_id=incident.id, kind="lower_severity", **said)
    return back(reference, "Proposed: the severity is lowered once a second person agrees.", "proposals")


@pages.post(f"{PATH}/proposals")
@needs("propose")
@or_again(show)
def create_proposal(reference: str) -> Any:
    """Propose a step for a second person."""
    said = read_form(parts.ProposeStep())
    ledger().do(propose, actor(), incident_id=incident_id_at(reference), **said)
    return back(reference, "Proposed; a second person decides.", "proposals")


@pages.post(f"{PATH}/proposals/<proposal_id>")
@needs("decide")
@or_again(show)
def save_decision(reference: str, proposal_id: str) -> Any:
    """Agree to a proposal, or decline it."""
    said = read_form(parts.Decide())
    ledger().do(decide, actor(), proposal_id=proposal_id, **said)
    return back(reference, "Agreed and done." if said["decision"] == "agreed" else "Declined.", "proposals")


def _same_minute(typed: datetime, stands: datetime | None) -> bool:
    return stands is not None and typed.replace(second=0, microsecond=0) == stands.replace(second=0, microsecond=0)
