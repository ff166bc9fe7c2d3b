"""The exact bytes of an event: RFC 8785 JSON on a subset (no floats, integers within 2^53, no lone surrogates)."""

import json
from collections.abc import Mapping, Sequence

LARGEST_INTEGER = 2**53 - 1
LARGEST_BODY = 65_536

Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"]


class NotCanonical(ValueError):
    """The value cannot stand in the record; the sentence names the place and the reason."""


def canonical(value: Value) -> bytes:
    """Return the canonical bytes of `value`, as they are hashed; raise `NotCanonical` for what the subset forbids."""
    _check(value, "event")
    body = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    if len(body) >= LARGEST_BODY:
        fault = f"the event has {len(body)} bytes; the record takes less than {LARGEST_BODY}"
        raise NotCanonical(fault)
    return body


def _check(value: Value, place: str) -> None:
    match value:
        case None | bool():
            return
        case int():
            _require(abs(value) <= LARGEST_INTEGER, f"{place} is an integer beyond 2^53")
        case str():
            _require(value.isprintable() or _encodable(value), f"{place} holds a lone surrogate")
        case list():
            for index, item in enumerate(value):
                _check(item, f"{place}[{index}]")
        case dict():
            for name, item in value.items():
                _require(isinstance(name, str) and name.isascii(), f"{place} has a member name that is not ASCII text")
                _check(item, f"{place}.{name}")
        case _:
            _require(holds=False, fault=f"{place} is a {type(value).__name__}, which has no canonical form here")


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _require(holds: bool, fault: str) -> None:  # noqa: FBT001 reads as an assertion
    if not holds:
        raise NotCanonical(fault)
