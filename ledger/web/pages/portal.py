"""The portal: what a client's own people read of its incidents, and of what we owe it."""

from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for

from ledger.clients.users import own_client
from ledger.incidents.as_known import own_history
from ledger.incidents.portal import OwnEntry, last_visit, own_case, own_incidents, own_news
from ledger.incidents.retold import EntryThen
from ledger.kernel.clock import now
from ledger.letters.as_recorded import own_case_findings
from ledger.letters.own_lines import new_letter_lines, new_replies, own_letter_lines
from ledger.letters.own_verdicts import asked_cases, own_verdicts
from ledger.recovery.own import own_remedies
from ledger.recovery.own_actions import own_actions
from ledger.recovery.own_promises import OwnPromise, own_promises
from ledger.web.forms import Form, form
from ledger.web.guarding import mismatch
from ledger.web.pages.as_known import asked, own_page_at
from ledger.web.paging import one_page, position
from ledger.web.schemas.action_steps import AttestAction
from ledger.web.session import actor, ledger, needs, provider_zone

pages = Blueprint("portal", __name__)
PAGE = 50
LETTERS = 5
"""Newest letters on the first page; the others have a page of their own."""
OPEN = 100


@pages.get("/portal")
@needs("read_own_case")
def index() -> str:
    """Show what is new, what is open, what we owe, and the newest letters."""
    who = actor()
    promises = ledger().ask(own_promises, who, only_open=True)
    letters = ledger().ask(own_letter_lines, who, limit=LETTERS + 1)
    return render_template(
        "portal/index.html",
        cases=ledger().ask(own_incidents, who, is_open=True, limit=OPEN),
        next_updates=_next_updates(promises),
        promises=promises,
        remedies=ledger().ask(own_remedies, who, only_owed=True),
        letters=letters[:LETTERS],
        has_more_letters=len(letters) > LETTERS,
        at=now(),
        questions=ledger().ask(asked_cases, who),
        **_new(),
    )


@pages.get("/portal/incidents")
@needs("read_own_case")
def incidents() -> str:
    """Show all incidents of the client, newest first."""
    after = position(request.args.get("after"))
    found = ledger().ask(own_incidents, actor(), after=after, limit=PAGE + 1)
    shown, more = one_page(found, PAGE, lambda case: (case.began_at, case.id))
    return render_template(
        "portal/incidents.html",
        cases=shown,
        more=url_for("portal.incidents", after=more) if more else None,
        start=url_for("portal.incidents") if after else None,
    )


@pages.get("/portal/incidents/<reference>")
@needs("read_own_case")
def incident(reference: str) -> Any:
    """Show one incident under the client's own reference; `?as_known_at=` shows what its log held at that moment."""
    return incident_page(reference)


def incident_page(reference: str, attested: str = "") -> Any:
    """Return the page of an incident; `attested` is the action whose "Do you see it?" was just refused."""
    who = actor()
    client = ledger().ask(own_client, who)
    moment = asked(client.zone if client else who.zone)
    if moment.at is not None:
        return own_page_at(reference, moment.at)
    case = ledger().ask(own_case, who, reference)
    struck, edits = ledger().ask(own_history, who, reference)
    promises = ledger().ask(own_promises, who, client_reference=reference)
    actions = ledger().ask(own_actions, who, client_reference=reference)
    page = render_template(
        "portal/incident.html",
        case=case,
        entries=sorted([*case.entries, *struck], key=_happened, reverse=True),
        struck=struck,
        edits=edits,
        asked=moment,
        promises=promises,
        next_update=_next_updates([one for one in promises if one.is_open]).get(reference),
        remedies=ledger().ask(own_remedies, who, client_reference=reference),
        actions=actions,
        letters=ledger().ask(own_letter_lines, who, client_reference=reference),
        is_asked=any(one.client_reference == reference for one in ledger().ask(asked_cases, who)),
        verdicts=ledger().ask(own_verdicts, who, client_reference=reference),
        attest={one.id: form(AttestAction()) if one.id == attested else Form(AttestAction()) for one in actions},
        attested=attested,
        our_zone=provider_zone(),
        mismatch=mismatch(own_case_findings, reference),
        at=now(),
    )
    return (page, 422) if moment.error else page


def _happened(entry: OwnEntry | EntryThen) -> tuple[datetime, datetime]:
    return entry.occurred_at, entry.recorded_at


def _next_updates(promises: list[OwnPromise]) -> dict[str, datetime]:
    """Return by reference when the next update is promised, the first one where there are several."""
    updates = [one for one in promises if one.kind == "update" and one.client_reference]
    return {one.client_reference or "": one.due_at for one in sorted(updates, key=lambda p: p.due_at, reverse=True)}


def _new() -> dict[str, Any]:
    """Return what has come since this person was last here; nothing is new to somebody who was never here."""
    seen_at = ledger().ask(last_visit, actor())
    return {
        "seen_at": seen_at,
        "news": ledger().ask(own_news, actor(), seen_at) if seen_at else [],
        "new_letters": ledger().ask(new_letter_lines, actor(), seen_at) if seen_at else [],
        "replies": ledger().ask(new_replies, actor(), seen_at) if seen_at else [],
    }
