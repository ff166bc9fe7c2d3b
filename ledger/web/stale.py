"""When two people edit the same thing: the second sees both texts and may save again; nothing typed is lost."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec

from flask import g, request
from marshmallow import Schema

from ledger.kernel.errors import Stale

P = ParamSpec("P")


def or_compare(
    page: Callable[..., Any], schema: type[Schema], theirs: Callable[..., Mapping[str, Any]]
) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Show `page` again when the decorated route is `Stale`: typed text in the fields, differences above the form.

    `theirs` is called with the route's arguments and says what stands recorded now, by field name. The page puts the
    present version into the form, so that saving again is a decision. Its template includes `macros/stale.html`.
    """

    def decorate(route: Callable[P, Any]) -> Callable[P, Any]:
        @wraps(route)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            try:
                return route(*args, **kwargs)
            except Stale as fault:
                typed = {name: request.form[name] for name in request.form}
                g.refused_form = (schema, typed, {})
                g.kept = differences(schema(), typed, theirs(*args, **kwargs))
                return page(*args, **kwargs), fault.status

        return guarded

    return decorate


def differences(schema: Schema, typed: Mapping[str, str], theirs: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (label, yours, theirs) of each field in which the two differ."""
    rows = []
    for name, field in schema.fields.items():
        yours, stands = typed.get(name, ""), "" if theirs.get(name) is None else str(theirs[name])
        if name != "version" and name in theirs and yours.replace("\r\n", "\n").strip() != stands.strip():
            rows.append((str(field.metadata.get("label", name)), yours, stands))
    return rows


def kept() -> list[tuple[str, str, str]]:
    """Return the differences this request has to show; none as a rule."""
    found: list[tuple[str, str, str]] = g.get("kept", [])
    return found
