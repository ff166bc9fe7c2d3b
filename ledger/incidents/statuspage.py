"""Files of an Atlassian Statuspage: `incidents.json`, `summary.json`, a bare list, or one incident object.

Text becomes plain text, times become UTC, scheduled maintenance is left out with a reason, unknown fields are ignored.
A field of the wrong type means that this is not such a file: the whole file is refused, and the sentence names the
field. A time that cannot be placed (no zone, no such day) refuses that one incident.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ledger.incidents.intake import (
    ParsedFile,
    ParsedIncident,
    ParsedUpdate,
    Skipped,
    UnreadableFile,
    flags_of,
    latest_of_each,
)
from ledger.incidents.plain_text import one_line, plain_text
from ledger.incidents.safe_json import MEGABYTE, read_json
from ledger.incidents.written_time import UnclearTime, utc_from_text

__all__ = [
    "LIMIT_BYTES",
    "Page",
    "ParsedFile",
    "ParsedIncident",
    "ParsedUpdate",
    "Skipped",
    "UnreadableFile",
    "parse_file",
    "parse_incident",
]

LIMIT_BYTES = 50 * MEGABYTE
LIMIT_DEPTH = 64
LONGEST_ID = 200
MAINTENANCE_REASON = "Scheduled maintenance, not an incident."
_INCIDENTS = "incidents"
_KINDS = {dict: "an object", list: "a list", str: "text", bool: "yes or no", float: "a number", int: "a number"}


@dataclass(frozen=True, slots=True)
class Page:
    """The status page a file comes from; both empty where the file does not say."""

    external_id: str = ""
    name: str = ""


def parse_file(data: bytes, *, limit_bytes: int = LIMIT_BYTES) -> ParsedFile:
    """Return the incidents of one file, each id once, and what was left out and why.

    Raises `UnreadableFile` (size above `limit_bytes`, nesting above 64, not JSON, another shape, a wrong type).
    """
    whole = read_json(data, limit_bytes=limit_bytes, limit_depth=LIMIT_DEPTH)
    page = _page(whole)
    parsed = [parse_incident(value, page=page, path=path) for path, value in _incidents_in(whole)]
    incidents, repeated = latest_of_each(item for item in parsed if isinstance(item, ParsedIncident))
    left_out = tuple(item for item in parsed if isinstance(item, Skipped))
    return ParsedFile(page.external_id, page.name, incidents, left_out + repeated + _maintenances(whole))


def parse_incident(value: object, *, page: Page = Page(), path: str = "") -> ParsedIncident | Skipped:
    """Return one incident from its decoded JSON object, or why it is left out (maintenance, an unclear time).

    `path` stands before field names in refusals (`incidents[3]`). Raises `UnreadableFile` for a wrong type.
    """
    found = _object(value, path)
    if _is_maintenance(found):
        return Skipped(_loose(found, "id"), one_line(_loose(found, "name")), MAINTENANCE_REASON)
    try:
        return _incident(found, page, path)
    except UnclearTime as unclear:
        return Skipped(_id(found, path), one_line(_text(found, "name", path)), f"{unclear}.")


def _incident(found: dict[str, object], page: Page, path: str) -> ParsedIncident:
    updates = _updates(found, path)
    started_at = _optional_time(found, "started_at", path)
    resolved_at = _optional_time(found, "resolved_at", path)
    created_at = _time(found, "created_at", path)
    return ParsedIncident(
        external_id=_id(found, path),
        page_id=_optional_text(found, "page_id", path) or page.external_id,
        page_name=page.name,
        title=one_line(_text(found, "name", path)),
        status=_text(found, "status", path),
        impact=_optional_text(found, "impact", path),
        shortlink=_optional_text(found, "shortlink", path),
        started_at=started_at,
        created_at=created_at,
        updated_at=_optional_time(found, "updated_at", path) or created_at,
        monitoring_at=_optional_time(found, "monitoring_at", path),
        resolved_at=resolved_at,
        updates=updates,
        components=_names(found, "components", path),
        flags=flags_of(started_at, resolved_at, updates[0].occurred_at if updates else None),
    )


def _updates(found: dict[str, object], path: str) -> tuple[ParsedUpdate, ...]:
    latest: dict[str, ParsedUpdate] = {}
    for at, value in _listed(found, "incident_updates", path):
        update = _update(_object(value, at), at)
        other = latest.get(update.external_id)
        if other is None or update.updated_at >= other.updated_at:
            latest[update.external_id] = update
    return tuple(sorted(latest.values(), key=lambda each: (each.occurred_at, each.created_at, each.external_id)))


def _update(found: dict[str, object], path: str) -> ParsedUpdate:
    created_at = _time(found, "created_at", path)
    return ParsedUpdate(
        external_id=_id(found, path),
        status=_optional_text(found, "status", path),
        text=plain_text(_optional_text(found, "body", path)),
        occurred_at=_optional_time(found, "display_at", path) or created_at,
        created_at=created_at,
        updated_at=_optional_time(found, "updated_at", path) or created_at,
        components=_names(found, "affected_components", path),
    )


# What stands where in a file


def _incidents_in(whole: object) -> Iterator[tuple[str, object]]:
    if isinstance(whole, list):
        yield from ((f"[{place}]", value) for place, value in enumerate(whole))
    elif isinstance(whole, dict) and (_INCIDENTS in whole or "scheduled_maintenances" in whole):
        if whole.get(_INCIDENTS, ()) is None:
            raise _wrong(_INCIDENTS, "a list", None)
        yield from _listed(whole, _INCIDENTS, "")
    elif isinstance(whole, dict) and "id" in whole and ("incident_updates" in whole or "impact" in whole):
        yield "", whole
    else:
        message = "This is JSON, but not a status page's incidents: it has neither “incidents” nor is it an incident."
        raise UnreadableFile(message)


def _maintenances(whole: object) -> tuple[Skipped, ...]:
    if not isinstance(whole, dict):
        return ()
    objects = (_object(value, path) for path, value in _listed(whole, "scheduled_maintenances", ""))
    return tuple(Skipped(_loose(one, "id"), one_line(_loose(one, "name")), MAINTENANCE_REASON) for one in objects)


def _page(whole: object) -> Page:
    found = whole.get("page") if isinstance(whole, dict) else None
    if found is None:
        return Page()
    page = _object(found, "page")
    return Page(_optional_text(page, "id", "page"), one_line(_optional_text(page, "name", "page")))


def _is_maintenance(found: dict[str, object]) -> bool:
    return found.get("impact") == "maintenance" or bool(found.get("scheduled_for"))


# One field each; every refusal names it


def _field(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _wrong(path: str, expected: str, value: object) -> UnreadableFile:
    given = _KINDS.get(type(value), "nothing")
    return UnreadableFile(f"{path or 'This file'} should be {expected}, but is {given}.")


def _object(value: object, path: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _wrong(path, "an object", value)
    return value


def _listed(found: dict[str, object], name: str, path: str) -> Iterator[tuple[str, object]]:
    values = found.get(name)
    if values is None:
        return
    if not isinstance(values, list):
        raise _wrong(_field(path, name), "a list", values)
    for place, value in enumerate(values):
        yield f"{_field(path, name)}[{place}]", value


def _text(found: dict[str, object], name: str, path: str) -> str:
    value = found.get(name)
    if not isinstance(value, str):
        raise _wrong(_field(path, name), "text", value)
    return value


def _optional_text(found: dict[str, object], name: str, path: str) -> str:
    return "" if found.get(name) is None else _text(found, name, path)


def _loose(found: dict[str, object], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _id(found: dict[str, object], path: str) -> str:
    value = _text(found, "id", path)
    if not value.strip() or len(value) > LONGEST_ID or not value.isprintable():
        message = f"{_field(path, 'id')} should be an id of 1 to {LONGEST_ID} printable characters."
        raise UnreadableFile(message)
    return value


def _time(found: dict[str, object], name: str, path: str) -> datetime:
    try:
        return utc_from_text(_text(found, name, path))
    except UnclearTime as unclear:
        message = f"{_field(path, name)}: {unclear}"
        raise UnclearTime(message) from unclear


def _optional_time(found: dict[str, object], name: str, path: str) -> datetime | None:
    return None if found.get(name) is None else _time(found, name, path)


def _names(found: dict[str, object], name: str, path: str) -> tuple[str, ...]:
    named = (
        one_line(value if isinstance(value, str) else _text(_object(value, at), "name", at))
        for at, value in _listed(found, name, path)
    )
    return tuple(dict.fromkeys(filter(None, named)))
