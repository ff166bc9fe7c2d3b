"""What a trend view is asked for, as the measures take it: on the leadership page and over the API alike."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request

from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid
from ledger.trends.months import month_key
from ledger.trends.scope import Scope
from ledger.web.forms import load
from ledger.web.schemas.trends import TrendView
from ledger.web.session import provider_zone
from ledger.web.trend_sheets import KINDS


def given() -> dict[str, str]:
    """Return what this request's address says, without what it leaves empty."""
    return {name: text for name, text in request.args.items() if text.strip()}


def asked_scope() -> Scope:
    """Return the scope that this request's address means."""
    return scope_of(load(TrendView(), given()))


def narrowed(kept: Mapping[str, Any]) -> dict[str, str]:
    """Return each filter of a view that is not empty by its name, as it stands in an address: `months=12`."""
    return {name: urlencode({name: said}) for name, said in kept.items() if said}


def files_in(folder: str, kept: Mapping[str, Any] | None = None) -> Callable[[str], list[tuple[str, str]]]:
    """Return what names the files of a table that stand in a folder, by the table's name: kind and address.

    `kept` is what this view is narrowed to. Addresses are put together here, for a page has dozens.
    """
    asked = "&".join(narrowed(kept or {}).values())
    ending = f"?{asked}" if asked else ""
    return lambda table: [(kind.upper(), f"{folder}/{table}.{kind}{ending}") for kind in KINDS]


def scope_of(said: Mapping[str, Any]) -> Scope:
    """Return the scope that a loaded `TrendView` means now; its months are those of the provider's zone."""
    about = {name: said.get(name) for name in ("client", "service", "severity")}
    scope = Scope(now(), provider_zone(), int(said["months"]), **about, ends_with=said.get("until"))
    if scope.ends_with and scope.ends_with > month_key(scope.as_of, scope.tz):
        raise Invalid({"until": "This month has not begun yet."})
    return scope
