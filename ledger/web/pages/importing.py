"""Importing a file of another system's incidents: choose it, see what would happen, then do it."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ledger.clients.queries import client_options
from ledger.incidents.event_log import Written, parse_event_log
from ledger.incidents.intake import ParsedFile, UnreadableFile
from ledger.incidents.operations.importing import apply_file, plan_file
from ledger.incidents.statuspage import parse_file
from ledger.kernel.errors import Invalid, NotFound
from ledger.web.confirming import unconfirmed
from ledger.web.forms import form, or_again, read_form
from ledger.web.schemas.importing import ChosenFile, ChosenImport
from ledger.web.session import actor, ledger, needs, provider_zone

pages = Blueprint("importing", __name__)
SHOWN = 100
"""Lines of one kind on the page; the rest is counted."""


@pages.get("/import/statuspage")
@needs("import")
def new() -> str:
    """Show the form that takes the file."""
    clients = ledger().ask(client_options, actor())
    return render_template("importing/new.html", form=form(ChosenFile()), clients=clients)


@pages.post("/import/statuspage")
@needs("import")
@or_again(new)
def upload() -> Any:
    """Read the file, keep it for the next step, and lead to what it would do; nothing is changed yet."""
    said = read_form(ChosenFile())
    upload = request.files.get("file")
    content = upload.read() if upload else b""
    if not content:
        raise Invalid({"file": "Choose the file, incidents.json or an event log as CSV; an empty one says nothing."})
    _parsed(content)
    digest = ledger().files.keep(content)
    return redirect(url_for("importing.plan", digest=digest, client=said["client"]))


@pages.get("/import/statuspage/<digest>")
@needs("import")
def plan(digest: str) -> str:
    """Show what importing the kept file would do."""
    code = request.args.get("client", "")
    made = ledger().ask(plan_file, actor(), parsed=_kept(digest), client_code=code)
    if made.client_name is None:
        raise Invalid({"client": "There is no client with this code; choose one on the page before."})
    kinds = ("create", "change", "skip")
    lines = {kind: [one for one in made.changes if one.kind == kind] for kind in kinds}
    return render_template("importing/plan.html", plan=made, lines=lines, shown=SHOWN, digest=digest)


@pages.post("/import/statuspage/<digest>")
@needs("import")
def create(digest: str) -> Any:
    """Import the kept file."""
    said = read_form(ChosenImport())
    parsed = _kept(digest)
    asked = unconfirmed(
        "Import this file?",
        [f"{len(parsed.incidents)} incidents of the file are compared with the ledger; what is new is written."],
        submit="Import it",
        cancel_url=url_for("importing.plan", digest=digest, client=said["client"]),
    )
    if asked:
        return asked
    done = ledger().do(apply_file, actor(), parsed=parsed, client_code=said["client"])
    flash(f"Imported: {done.created} new, {done.changed} changed, {done.skipped} left out.", "done")
    return redirect(url_for("incidents.index", client=said["client"]))


def _kept(digest: str) -> ParsedFile:
    try:
        return _parsed(ledger().files.read(digest))
    except NotFound:
        sentence = "An uploaded file is kept for a day, and this one is not there any more; please choose it again."
        raise NotFound(sentence) from None


def _parsed(content: bytes) -> ParsedFile:
    try:
        if _is_table(content):
            return parse_event_log(content, Written(ZoneInfo(provider_zone())))
        return parse_file(content)
    except UnreadableFile as fault:
        raise Invalid({"file": str(fault)}) from None


def _is_table(content: bytes) -> bool:
    head = content.lstrip().partition(b"\n")[0]
    return head[:1] not in {b"{", b"[", b"<"} and any(separator in head for separator in (b",", b";", b"\t"))
