"""Before the provider is set up there is nothing to work with: its administrator is led to the first-run page."""

from typing import Any

from flask import redirect, request, url_for
from flask_security import current_user

from ledger.kernel.errors import AmendsError
from ledger.people.permissions import may
from ledger.web.session import actor, provider_name

OPEN = frozenset({"account", "bootstrap", "docs", "front", "invitations", "operating", "security", "settings"})
"""Blueprints that make sense before."""


class NotSetUp(AmendsError):
    """The provider is not set up yet. An administrator signs in and fills in the first-run page; then this opens."""

    status = 503
    code = "not_set_up"


def gate() -> Any:
    """Let a request pass once the provider is set up."""
    inside = request.blueprint not in OPEN and request.endpoint not in {None, "static"}
    if request.path == "/":
        inside = True
    if not inside or request.path.startswith("/api/") or not current_user.is_authenticated:
        return None
    who = actor()
    if provider_name():
        return None
    if may(who, "manage_settings"):
        return redirect(url_for("settings.first_run"))
    raise NotSetUp
