"""JSON from programs, read strictly: what no field of ours can hold is refused with the field's name."""

import json
import math
from collections.abc import Iterator
from typing import Any

from ledger.kernel.errors import AmendsError, Invalid

LARGEST_INTEGER = 2**53 - 1
"""Beyond this, programs in other languages no longer read the same number (RFC 8259, 6)."""
DEEPEST = 20
LONGEST_NUMBER = 30


class UnreadableBody(AmendsError):
    """The body cannot be read as JSON."""

    status = 400
    code = "unreadable_body"


def read_body(data: bytes) -> Any:
    """Return the JSON value of a request's body.

    Raises `UnreadableBody` for what is not JSON in UTF-8, names a member twice or nests deeper than 20, and `Invalid`
    naming the fields whose numbers or characters nothing of ours can hold.
    """
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=_each_once, parse_int=_integer, parse_float=_number, parse_constant=_number
        )
    except UnicodeDecodeError as fault:
        sentence = f"The body is not text in UTF-8: byte {fault.start + 1} does not fit."
        raise UnreadableBody(sentence) from None
    except json.JSONDecodeError as fault:
        sentence = f"The body is not JSON: {fault.msg.lower()} at line {fault.lineno}, column {fault.colno}."
        raise UnreadableBody(sentence) from None
    except RecursionError:
        raise UnreadableBody(_too_deep()) from None
    faults: dict[str, str | list[str]] = {path or "_schema": reason for path, reason in _impossible(value)}
    if faults:
        raise Invalid(faults)
    return value


def _too_deep() -> str:
    return f"The body is nested deeper than {DEEPEST} levels; nothing here needs that."


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        sentence = f"The body names {twice!r} twice in one object; say it once."
        raise UnreadableBody(sentence)
    return found


def _integer(written: str) -> int | float:
    return int(written) if len(written) <= LONGEST_NUMBER else math.inf


def _number(written: str) -> float:
    return float(written) if len(written) <= LONGEST_NUMBER else math.inf


def _impossible(value: Any) -> Iterator[tuple[str, str]]:
    waiting: list[tuple[str, Any, int]] = [("", value, 1)]
    while waiting:
        path, item, depth = waiting.pop()
        if depth > DEEPEST:
            raise UnreadableBody(_too_deep())
        if isinstance(item, dict):
            waiting += [(f"{path}.{name}" if path else name, inner, depth + 1) for name, inner in item.items()]
            broken = (name for name in item if _broken(name))
            yield from (
                (f"{path}.{name}" if path else name, "A field's name has broken characters.") for name in broken
            )
        elif isinstance(item, list):
            waiting += [
                (f"{path}.{place}" if path else str(place), inner, depth + 1) for place, inner in enumerate(item)
            ]
        elif isinstance(item, str) and _broken(item):
            yield path, "There are control characters or broken characters in it."
        elif isinstance(item, int | float) and not abs(item) <= LARGEST_INTEGER:
            yield path, "This number is too large."


def _broken(text: str) -> bool:
    return "\0" in text or any("\ud800" <= character <= "\udfff" for character in text)
