"""An incident as it was known at a moment: what the address asks for, and the page that shows it, without a form."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from ledger.incidents.as_known import known_at, own_known_at
from ledger.incidents.milestones import WORDS as MILESTONE_WORDS
from ledger.kernel.errors import Invalid
from ledger.web.forms import load, unflattened
from ledger.web.schemas.as_known import AsKnown
from ledger.web.session import actor, ledger

ASKED = "as_known_at"


@dataclass(frozen=True)
class Asked:
    """Which moment the address names: as typed, as an instant (none where there is none), and what is wrong with it."""

    typed: str = ""
    at: datetime | None = None
    error: str = ""


def asked(zone: str) -> Asked:
    """Return the moment that the address of this request asks for; a local time is one of `zone`."""
    typed = request.args.get(ASKED, "").strip() if request.method == "GET" else ""
    if not typed:
        return Asked()
    schema = AsKnown()
    try:
        at = load(schema, unflattened(MultiDict({ASKED: typed}), schema, zone))[ASKED]
    except Invalid as fault:
        return Asked(typed[:40], None, " ".join(fault.fields.get(ASKED, ())) or fault.sentence)
    return Asked(typed, at)


def page_at(reference: str, at: datetime) -> str:
    """Return the page of what our own people knew by `at`."""
    known = ledger().ask(known_at, actor(), reference, at)
    return render_template("incidents/as_known.html", known=known, milestone_words=MILESTONE_WORDS)


def own_page_at(client_reference: str, at: datetime) -> str:
    """Return the page of what the actor's client could read by `at`."""
    known = ledger().ask(own_known_at, actor(), client_reference, at)
    return render_template("portal/as_known.html", known=known, milestone_words=MILESTONE_WORDS)
