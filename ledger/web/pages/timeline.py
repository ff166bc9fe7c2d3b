"""The timeline's forms: an entry, many lines, a correction, a later publication."""

from typing import Any

from flask import Blueprint, render_template, url_for

from ledger.incidents.entries_shown import entry_by_id
from ledger.incidents.operations.corrections import correct_entry, publish_entry
from ledger.incidents.operations.timeline import paste_entries
from ledger.recovery.operations.updates import write_entry
from ledger.web.addressed import incident_at, incident_id_at
from ledger.web.confirming import confirmed
from ledger.web.doubts import client_reads, doubted
from ledger.web.forms import form, or_again, read_form
from ledger.web.pages.incident import PATH, back, show
from ledger.web.schemas.timeline import AddEntry, CorrectEntry, PasteLines, PublishEntry
from ledger.web.session import actor, ledger, needs

pages = Blueprint("timeline", __name__)
PUBLISHING = ("The client will be able to read it, and when it was written.", "It cannot be taken back.")


def _doubted(reference: str, incident_id: str, said: dict[str, Any]) -> str | None:
    """Return the page that asks where words that a client is to read may name somebody."""
    if not client_reads(said):
        return None
    text, code = said.get("text") or said.get("lines") or "", said.get("client_code")
    return doubted(incident_id, text, client_code=code, cancel_url=url_for("incident.show", reference=reference))


@pages.post(f"{PATH}/entries")
@needs("answer")
@or_again(show)
def add(reference: str) -> Any:
    """Write one line."""
    said, incident_id = read_form(AddEntry(), zone=actor().zone), incident_id_at(reference)
    if asking := _doubted(reference, incident_id, said):
        return asking
    ledger().do(write_entry, actor(), incident_id=incident_id, **said)
    return back(reference, "Written down.", "timeline")


@pages.post(f"{PATH}/entries/paste")
@needs("answer")
@or_again(show)
def paste(reference: str) -> Any:
    """Write many lines at once, or none."""
    said, incident_id = read_form(PasteLines(), zone=actor().zone), incident_id_at(reference)
    if asking := _doubted(reference, incident_id, said):
        return asking
    written = ledger().do(paste_entries, actor(), incident_id=incident_id, zone=actor().zone, **said)
    return back(reference, f"{len(written)} lines written down.", "timeline")


@pages.get(f"{PATH}/entries/<entry_id>/correct")
@needs("answer")
def correct(reference: str, entry_id: str) -> str:
    """Show what was written beside the form that says what is right."""
    incident = incident_at(reference)
    entry = ledger().ask(entry_by_id, actor(), incident.id, entry_id)
    shown = form(CorrectEntry(), text=entry.text, occurred_at=entry.occurred_at)
    affected = [(one.client_code, one.client_name) for one in incident.impacts]
    publishing = form(PublishEntry())
    return render_template(
        "incidents/correct.html", incident=incident, entry=entry, form=shown, publishing=publishing, affected=affected
    )


@pages.post(f"{PATH}/entries/<entry_id>/correct")
@needs("answer")
@or_again(correct)
def save_correction(reference: str, entry_id: str) -> Any:
    """Supersede the entry."""
    said, incident_id = read_form(CorrectEntry(), zone=actor().zone), incident_id_at(reference)
    wrong = ledger().ask(entry_by_id, actor(), incident_id, entry_id)
    code = wrong.client_code if wrong.visibility == "one_client" else None
    if asking := _doubted(reference, incident_id, said | {"visibility": wrong.visibility, "client_code": code}):
        return asking
    ledger().do(correct_entry, actor(), entry_id=entry_id, **said)
    return back(reference, "Corrected; what stood there stays, struck through.", "timeline")


@pages.post(f"{PATH}/entries/<entry_id>/publish")
@needs("answer")
@or_again(correct)
@confirmed("Publish this entry", PUBLISHING, submit="Publish it", back="timeline.correct")
def publish(reference: str, entry_id: str) -> Any:
    """Show an internal entry to clients."""
    said, incident_id = read_form(PublishEntry()), incident_id_at(reference)
    entry = ledger().ask(entry_by_id, actor(), incident_id, entry_id)
    code = said.get("client_code") or entry.client_code
    if asking := _doubted(reference, incident_id, said | {"text": entry.text, "client_code": code}):
        return asking
    ledger().do(publish_entry, actor(), entry_id=entry_id, **said)
    return back(reference, "Published; the client sees when it was written.", "timeline")
