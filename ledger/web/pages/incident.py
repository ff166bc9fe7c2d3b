"""One incident: its page, and what is known of it beyond its times."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ledger.clients.queries import client_options
from ledger.incidents.as_known import edits_of
from ledger.incidents.incident_page import IncidentPage, cause_families
from ledger.incidents.milestones import WORDS as MILESTONE_WORDS
from ledger.incidents.operations.editing import add_factor, edit_incident, remove_factor
from ledger.kernel.clock import now
from ledger.letters.as_recorded import case_findings
from ledger.letters.listing import letters_of
from ledger.people.permissions import may
from ledger.people.queries import staff
from ledger.web.addressed import incident_at, incident_id_at
from ledger.web.forms import Form, form, or_again, read_form
from ledger.web.guarding import mismatch
from ledger.web.pages.as_known import asked, page_at
from ledger.web.pages.recovery_parts import recovery_parts
from ledger.web.schemas import incident_parts as parts
from ledger.web.schemas import timeline as lines
from ledger.web.session import actor, ledger, needs

pages = Blueprint("incident", __name__)
PATH = "/incidents/<reference>"
Options = list[tuple[str, str]]
_EDITED = ("act_statement", "service", "external_reference", "acting_party", "authorised_by")


@pages.get(PATH)
@needs("read_cases")
def show(reference: str, **_of_the_refused: str) -> Any:
    """Show the incident; `?order=oldest` turns the timeline round. Refused forms come back here.

    `?as_known_at=2026-11-20T21:00` shows what was known then, from the record, and nothing to change it with; what is
    no moment is refused beside the field (422).
    """
    moment = asked(actor().zone)
    if moment.at is not None:
        return page_at(reference, moment.at)
    incident = incident_at(reference)
    page = render_template(
        "incidents/show.html",
        incident=incident,
        forms_of=_forms(incident) if may(actor(), "answer") else {},
        affected=[(one.client_code, one.client_name) for one in incident.impacts],
        oldest_first=request.args.get("order") == "oldest",
        milestone_words=MILESTONE_WORDS,
        asked=moment,
        edits=ledger().ask(edits_of, actor(), reference),
        impacts=ledger().ask(letters_of, actor(), incident.id),
        mismatch=mismatch(case_findings, incident.id),
        **recovery_parts(incident),
        **(_options(incident) if may(actor(), "answer") else {}),
    )
    return (page, 422) if moment.error else page


@pages.get(f"{PATH}/edit")
@needs("answer")
def edit(reference: str) -> str:
    """Show the form of the facts."""
    incident = incident_at(reference)
    names = ("title", "ours", "cause_family", *_EDITED)
    presets = {name: getattr(incident, name) or "" for name in names}
    families = [(name, name) for name in ledger().ask(cause_families, actor())]
    shown = form(parts.EditIncident(), **presets)
    return render_template("incidents/edit.html", incident=incident, form=shown, families=families)


@pages.post(f"{PATH}/edit")
@needs("answer")
@or_again(edit)
def save(reference: str) -> Any:
    """Save the facts; what was emptied is empty."""
    said = read_form(parts.EditIncident(), zone=actor().zone)
    family = said.pop("new_cause_family", None) or said.pop("cause_family", "")
    emptied: dict[str, Any] = dict.fromkeys(("act_statement", "external_reference"))
    emptied |= dict.fromkeys(("service", "acting_party", "authorised_by"), "")
    given = {**emptied, **said, "cause_family": family}
    ledger().do(edit_incident, actor(), incident_id=incident_id_at(reference), **given)
    flash("Saved.", "done")
    return redirect(url_for("incident.show", reference=reference))


@pages.post(f"{PATH}/factors")
@needs("answer")
@or_again(show)
def create_factor(reference: str) -> Any:
    """Add a contributing factor."""
    said = read_form(parts.AddFactor())
    ledger().do(add_factor, actor(), incident_id=incident_id_at(reference), **said)
    return back(reference, "Factor added.", "factors")


@pages.post(f"{PATH}/factors/<factor_id>/remove")
@needs("answer")
def delete_factor(reference: str, factor_id: str) -> Any:
    """Take a factor out of the account."""
    ledger().do(remove_factor, actor(), factor_id=factor_id)
    return back(reference, "Factor taken out; the record keeps it.", "factors")


def back(reference: str, sentence: str, place: str = "") -> Any:
    """Say what was done and go back to the incident's page, to one of its sections."""
    flash(sentence, "done")
    return redirect(url_for("incident.show", reference=reference, _anchor=place or None))


def answering() -> Options:
    """Return our people who answer incidents, for choosing."""
    people = ledger().ask(staff, actor())
    return [(one.id, one.name) for one in people if one.role in {"service_manager", "leadership"}]


def _options(incident: IncidentPage) -> dict[str, Options]:
    affected = {one.client_code for one in incident.impacts}
    clients = ledger().ask(client_options, actor())
    return {"people": answering(), "other_clients": [one for one in clients if one[0] not in affected]}


def _forms(incident: IncidentPage) -> dict[str, Form]:
    return {
        "entry": form(lines.AddEntry()),
        "paste": form(lines.PasteLines(), day=now().astimezone(ZoneInfo(actor().zone)).date()),
        "milestones": form(parts.SetMilestones(), **incident.milestones),
        "reopen": form(parts.Reopen()),
        "impact": form(parts.AddImpact()),
        "factor": form(parts.AddFactor()),
        "severity": form(parts.ChangeSeverity(), severity=incident.severity),
        "step": form(parts.ProposeStep()),
        "decide": form(parts.Decide()),
        "handover": form(parts.HandOver()),
    }
