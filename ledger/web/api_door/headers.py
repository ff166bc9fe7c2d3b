"""The headers of keys and versions as the description tells them."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

DOOR = "door"
ONCE, VERSIONED = "once", "versioned"
WRITING = frozenset({"put", "patch", "post", "delete"})

_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Any text of yours, new for each thing you create. Sent again within 24 hours with the same "
    "request, it gets the same answer and nothing is created twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "example": "b7e6a2f0-first-try",
}
_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the version you saw; the change is refused when somebody else was quicker.",
    "schema": {"type": "string"},
    "example": '"3"',
}
_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag you have; the answer is 304 without a body when it is still the newest.",
    "schema": {"type": "string"},
    "example": '"3"',
}


def marked(route: Callable[..., Any], mark: str) -> None:
    """Note on a wrapped route, for its description, which headers it takes."""
    told = deepcopy(getattr(route, "_apidoc", {}))
    told[DOOR] = told.get(DOOR, frozenset()) | {mark}
    route._apidoc = told  # type: ignore[attr-defined]  # noqa: SLF001 where flask-smorest keeps what decorators say


def header_parameters(door: frozenset[str], method: str) -> list[dict[str, Any]]:
    """Return the header parameters of an operation that carries these marks."""
    found = [_KEY] if ONCE in door else []
    if VERSIONED in door:
        found.append(_MATCH if method in WRITING else _NONE_MATCH)
    return deepcopy(found)


def header_responses(door: frozenset[str], method: str) -> dict[int, Any]:
    """Return the answers these headers add, by status."""
    if VERSIONED not in door:
        return {}
    return {412: "PRECONDITION_FAILED", 428: "PRECONDITION_REQUIRED"} if method in WRITING else {304: "NOT_MODIFIED"}
