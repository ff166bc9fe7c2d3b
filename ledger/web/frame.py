"""What every page's frame needs: navigation by role, who is signed in, how times and money are printed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g, request, url_for
from flask_security import current_user
from sqlalchemy.exc import SQLAlchemyError

from ledger.clients.users import own_client
from ledger.kernel.clock import day_words, now, zone_label, zoned
from ledger.kernel.counting import counted
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import may
from ledger.record.queries import recorded_so_far
from ledger.record.standing import Checked, last_checked
from ledger.web.gate import gate
from ledger.web.guarding import administrators
from ledger.web.session import actor, ledger, provider_locale, provider_name

NAVIGATION = (
    ("Board", "board.index", "read_cases"),
    ("Incidents", "incidents.index", "read_cases"),
    ("Actions", "action_list.index", "read_cases"),
    ("Owed", "owed.index", "read_cases"),
    ("Letters", "letters.index", "read_cases"),
    ("Clients", "clients.index", "read_cases"),
    ("Trends", "trends.index", "read_trends"),
    ("Books", "books.index", "read_all_costs"),
    ("People", "people.index", "read_settings"),
    ("Settings", "settings.show", "read_settings"),
    ("Record", "record.show", "oversee"),
    ("Home", "portal.index", "read_own_case"),
    ("Incidents", "portal.incidents", "read_own_case"),
    ("Letters", "portal_letters.index", "read_own_case"),
    ("Scorecard", "scorecards.own", "read_own_case"),
)
"""Label, endpoint, and the verb whose right shows it."""
UNDER = {
    "plans": "clients.index",
    "effort": "incidents.index",
    "importing": "incidents.index",
    "promises": "owed.index",
    "remedies": "owed.index",
}
"""Blueprints whose addresses do not begin with that of the entry they stand under."""


def add_frame(app: Flask) -> None:
    """Give templates the frame's variables and filters."""
    app.jinja_env.filters["zoned"] = zoned
    app.jinja_env.filters["day_words"] = day_words
    app.jinja_env.filters["local_input"] = local_input
    app.jinja_env.filters["typed_amount"] = typed_amount
    app.jinja_env.globals["may"] = may
    app.jinja_env.globals["counted"] = counted
    app.jinja_env.globals["our_locale"] = provider_locale
    app.jinja_env.globals["administrators"] = administrators
    app.context_processor(frame)
    app.before_request(gate)


def typed_amount(money: Money) -> str:
    """Return an amount as a form takes it back: `1234,56` where our settings write it so."""
    return money.typed(provider_locale())


def local_input(instant: datetime, zone: str) -> str:
    """Return an instant as a form's local time field takes it, in that zone: `2026-10-06T09:02`."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def frame() -> dict[str, Any]:
    """Return the variables of the layouts; only the bare ones where the database does not answer."""
    bare: dict[str, Any] = {"product_name": "Amends", "layout": "layout_plain.html"}
    try:
        return bare | _of_provider() | (_of_person(actor()) if current_user.is_authenticated else {})
    except SQLAlchemyError:
        return bare


def _of_provider() -> dict[str, Any]:
    settings = ledger().settings
    shown = {"provider_name": provider_name(), "mail_is_on": bool(settings.mail_url and settings.mail_from)}
    if not g.provider:
        return shown
    ask = f"{g.provider.escalation_name}, {g.provider.escalation_mail}"
    return shown | {"provider_phone": g.provider.phone, "escalation": ask}


def _of_person(who: Actor) -> dict[str, Any]:
    client = ledger().ask(own_client, who)
    zone = client.zone if client else who.zone
    shown = {"user": who, "actor": who, "zone": zone, "account_url": url_for("account.show"), "nav": _nav(who)}
    shown |= {"record_line": _record_line(who, zone, client.log_id if client else None)}
    if client:
        return shown | {"layout": "layout_portal.html", "client_name": client.name}
    new = url_for("incidents.new") if may(who, "file") else ""
    return shown | {"layout": "layout.html", "show_search": may(who, "read_cases"), "new_incident_url": new}


def _nav(who: Actor) -> list[tuple[str, str, bool]]:
    links = [(label, url_for(to)) for label, to, verb in NAVIGATION if may(who, verb)]
    above = [href for _, href in links if request.path == href or request.path.startswith(f"{href}/")]
    entry = UNDER.get(request.blueprint or "")
    here = max(above, key=len, default=url_for(entry) if entry else "")
    return [(label, href, href == here) for label, href in links]


def _record_line(who: Actor, zone: str, log_id: str | None) -> dict[str, Any] | str:
    with ledger().database.read() as session:
        count, last_at, why_unrecorded = recorded_so_far(session, log_id)
        checked = last_checked(session)
    if why_unrecorded:
        text = f"This ledger is marked unrecorded. {why_unrecorded} Nothing of it is signed"
        return {"text": text, "href": url_for("record.show"), "ok": False}
    if last_at is None:
        return ""
    if checked and checked.findings:
        return {"text": _red_line(who, checked, zone), "href": _findings_at(who), "ok": False}
    told = f"Everything recorded: {counted(count, 'event')}, last {_short(last_at, zone)}"
    return {"text": f"{told}; {_last_look(checked, zone)}", "href": url_for("record.show"), "ok": True}


def _short(instant: datetime, zone: str) -> str:
    today = instant.astimezone(ZoneInfo(zone)).date() == now().astimezone(ZoneInfo(zone)).date()
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M} {zone_label(instant, zone)}" if today else zoned(instant, zone)


def _last_look(checked: Checked | None, zone: str) -> str:
    return f"last checked {_short(checked.at, zone)}" if checked and checked.at else "not checked yet"


def _red_line(who: Actor, checked: Checked, zone: str) -> str:
    """Return the line that says that something is wrong: how much to our own people, whom to ask to a client."""
    if not who.is_staff:
        return "Not everything is as it was recorded; whom to ask stands here"
    return f"{counted(checked.findings, 'thing is', 'things are')} not as recorded; {_last_look(checked, zone)}"


def _findings_at(who: Actor) -> str:
    return url_for("record.findings") if may(who, "read_settings") else url_for("record.show", _anchor="ask")
