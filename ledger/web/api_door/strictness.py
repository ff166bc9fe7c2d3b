"""What a request may carry besides what its route declares: nothing."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from flask import current_app, request
from marshmallow import fields
from webargs.fields import DelimitedList

from ledger.kernel.errors import Invalid, NotFound

LONGEST_BODY = 1024 * 1024
"""Bytes of one JSON body; files have the limit of the settings."""
LONGEST_ARGUMENT = 2000


def limit_body() -> None:
    """Let a JSON body be one megabyte; more is refused while it is read."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LONGEST_BODY


def refuse_unknown_query() -> None:
    """Raise `Invalid` for a query argument the route does not declare, gives twice, or that no text of ours can be."""
    if any("\0" in str(value) for value in (request.view_args or {}).values()):
        raise NotFound
    known = _declared(current_app.view_functions[request.endpoint or ""], "query")
    faults: dict[str, str | list[str]] = {}
    for name, values in request.args.lists():
        if name not in known:
            faults[name] = "This query argument is not known here."
        elif len(values) > 1 and not known[name]:
            faults[name] = "This query argument may stand once only."
        elif any("\0" in value or len(value) > LONGEST_ARGUMENT for value in values):
            faults[name] = f"Write at most {LONGEST_ARGUMENT} characters, without control characters."
    if faults:
        raise Invalid(faults)


def refuse_unwanted_body() -> None:
    """Raise `Invalid` for a body where the route reads none; an empty object says nothing and is let through."""
    view = current_app.view_functions[request.endpoint or ""]
    reads = any(_places(view, place) for place in ("json", "form", "files", "json_or_form"))
    if not reads and request.is_json and request.get_data(cache=True).strip() not in {b"", b"{}"}:
        raise Invalid({"_schema": "This request takes no body."})


def _places(view: Callable[..., Any], location: str) -> list[Any]:
    declared = getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", [])
    return [one["schema"] for one in declared if one.get("in") == location]


@lru_cache(maxsize=1000)
def _declared(view: Callable[..., Any], location: str) -> Mapping[str, bool]:
    """Return the names a route declares for `location`, each with whether it may stand more than once."""
    known: dict[str, bool] = {}
    for declared in _places(view, location):
        schema = declared() if isinstance(declared, type) else declared
        for name, kind in schema.fields.items():
            repeats = isinstance(kind, fields.List) and not isinstance(kind, DelimitedList)
            known[kind.data_key or name] = repeats
    return MappingProxyType(known)
