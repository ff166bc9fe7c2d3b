"""When two people edit the same thing: what each typed, for the second to compare and save again.

A drawn form carries a fingerprint of what stood in each field (`SEEN`). So a form that came too late tells which fields
its writer had not touched: there the other's words stay.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, fields

Both = tuple[str, str, str]
"""A field's label, what was typed, and what stands there now."""
SEEN = "fields_seen"
"""The hidden field with the fingerprints."""
_LENGTH = 12
"""Hexadecimal digits of a fingerprint: one form is compared with itself."""


def fingerprints(stands: Mapping[str, Any], zone: str) -> str:
    """Return as JSON the fingerprint of what stands in each field when a form is drawn in `zone`."""
    return json.dumps({name: _fingerprint(value, zone) for name, value in stands.items()}, separators=(",", ":"))


def merged(typed: Mapping[str, Any], stands: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """Return what a form that came too late holds: what was typed, and where nothing was, what stands there now."""
    seen = _seen(typed)
    values = dict(typed)
    for name, now in stands.items():
        if name in seen and seen[name] == _fingerprint(typed.get(name), zone):
            values = {key: value for key, value in values.items() if not key.startswith(f"{name}.")}
            values[name] = now
    return values


def _seen(typed: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        found = json.loads(str(typed.get(SEEN, "")))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _fingerprint(value: Any, zone: str) -> str:
    return hashlib.sha256(_shown(value, zone).encode()).hexdigest()[:_LENGTH]


def differences(schema: Schema, typed: Mapping[str, Any], stands: Mapping[str, Any], zone: str) -> tuple[Both, ...]:
    """Return each field of `schema` whose typed text differs from what `stands` recorded, by the same names.

    A dotted name leads into a nested schema; a recorded time is written as a form of `zone` writes it.
    """
    pairs = ((_field(schema, name), _shown(typed.get(name), zone), _shown(now, zone)) for name, now in stands.items())
    return tuple(
        (str(kind.metadata.get("label", kind.name)), yours, theirs)
        for kind, yours, theirs in pairs
        if kind is not None and kind.metadata.get("widget") != "hidden" and yours != theirs
    )


def _field(schema: Schema, name: str) -> fields.Field[Any] | None:
    head, _, rest = name.partition(".")
    kind = schema.fields.get(head)
    if not rest:
        return kind
    return _field(kind.schema, rest) if isinstance(kind, fields.Nested) and isinstance(kind.schema, Schema) else None


def _shown(value: Any, zone: str) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, Mapping):
        parts = ((name, _shown(inner, zone)) for name, inner in sorted(value.items()))
        return ", ".join(f"{name} {text}" for name, text in parts if text)
    return "yes" if value is True or value == "true" else str(value).replace("\r\n", "\n").strip()
