"""The exact bytes of an event: RFC 8785 JSON on a subset (no floats, integers within 2^53, no lone surrogates)."""

import json
from collections.abc import Mapping, Sequence

LARGEST_INTEGER = 2**53 - 1
LARGEST_BODY = 65_536

_written = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"]


class NotCanonical(ValueError):
    """The value cannot stand in the record; the sentence names the place and the reason."""


def canonical(value: Value) -> bytes:
    """Return the canonical bytes of `value`, as they are hashed; raise `NotCanonical` for what the subset forbids."""
    _check(value, ("event",))
    body = _written(value).encode()
    if len(body) >= LARGEST_BODY:
        fault = f"the event has {len(body)} bytes; the record takes less than {LARGEST_BODY}"
        raise NotCanonical(fault)
    return body


def _check(value: Value, place: tuple[str | int, ...]) -> None:
    fault = ""
    if isinstance(value, str):
        fault = "" if value.isascii() or _encodable(value) else "holds a lone surrogate"
    elif isinstance(value, int):
        fault = "" if abs(value) <= LARGEST_INTEGER else "is an integer beyond 2^53"
    elif isinstance(value, dict):
        for name, item in value.items():
            if not (isinstance(name, str) and name.isascii()):
                fault = "has a member name that is not ASCII text"
            _check(item, (*place, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, (*place, index))
    elif value is not None:
        fault = f"is a {type(value).__name__}, which has no canonical form here"
    if fault:
        sentence = f"{_told(place)} {fault}"
        raise NotCanonical(sentence)


def _told(place: tuple[str | int, ...]) -> str:
    """Return a place as people read it: `event.data.table[0]`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)[1:]


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
