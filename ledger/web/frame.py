"""What every page's frame needs: navigation by role, who is signed in, how times and money are printed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, request, url_for
from flask_security import current_user

from ledger.kernel.clock import zoned
from ledger.people.permissions import may
from ledger.web.session import actor, provider_name

NAVIGATION = (("Incidents", "incidents.index", "read_cases"),)
"""Label, endpoint, and the verb whose right shows it."""


def add_frame(app: Flask) -> None:
    """Give templates the frame's variables and filters."""
    app.jinja_env.filters["zoned"] = zoned
    app.jinja_env.filters["local_input"] = local_input
    app.jinja_env.globals["may"] = may
    app.context_processor(frame)


def local_input(instant: datetime, zone: str) -> str:
    """Return an instant as a form's local time field takes it, in that zone: `2026-10-06T09:02`."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def frame() -> dict[str, Any]:
    """Return the variables of `layout.html`."""
    shown: dict[str, Any] = {"product_name": "Amends", "provider_name": provider_name()}
    if not current_user.is_authenticated:
        return shown
    who = actor()
    nav = [(label, url_for(to), request.endpoint == to) for label, to, verb in NAVIGATION if may(who, verb)]
    return shown | {"user": who, "actor": who, "zone": who.zone, "nav": nav}
