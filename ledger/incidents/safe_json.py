"""JSON from strangers: size and nesting are looked at before anything is parsed, and every refusal is one sentence."""

import json
import re

from ledger.incidents.intake import UnreadableFile

MEGABYTE = 1024 * 1024
# Always matches to the closing quote or the end, so an unclosed string cannot be started anew at every escaped quote.
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_NOT_A_BRACKET = bytes(set(range(256)) - set(b"[]{}"))
_OPENING = frozenset(b"[{")


def read_json(data: bytes, *, limit_bytes: int, limit_depth: int) -> object:
    """Return the value written in a JSON file in UTF-8 (a byte-order mark is allowed).

    Raises `UnreadableFile` for a file above `limit_bytes`, nested deeper than `limit_depth`, empty, a web page,
    broken off, or otherwise not JSON. Whole numbers come back as floats: no length of digits can be too long.
    """
    _refuse_by_size(data, limit_bytes)
    if _depth_exceeds(data, limit_depth):
        message = f"This file is nested deeper than {limit_depth} levels; a status page's export is not."
        raise UnreadableFile(message)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"This file is not text in UTF-8: byte {error.start + 1} does not fit."
        raise UnreadableFile(message) from error
    return _parsed(text)


def _refuse_by_size(data: bytes, limit_bytes: int) -> None:
    if len(data) > limit_bytes:
        message = f"This file is too large: the most is {limit_bytes / MEGABYTE:,.1f} MB."
        raise UnreadableFile(message)
    if not data.strip():
        message = "This file is empty."
        raise UnreadableFile(message)


def _depth_exceeds(data: bytes, limit: int) -> bool:
    depth = 0
    for bracket in _STRING.sub(b"", data).translate(None, _NOT_A_BRACKET):
        depth += 1 if bracket in _OPENING else -1
        if depth > limit:
            return True
    return False


def _parsed(text: str) -> object:
    try:
        value: object = json.loads(text, parse_int=float)
    except json.JSONDecodeError as error:
        raise UnreadableFile(_why_not_json(text, error)) from error
    return value


def _why_not_json(text: str, error: json.JSONDecodeError) -> str:
    if text.lstrip().startswith("<"):
        return "This file is a web page, not JSON: the status page may have answered with an error page."
    unclosed = error.msg.startswith("Unterminated string")
    if unclosed or error.pos >= len(text.rstrip()):
        return f"This file breaks off before its end, at line {text.count(chr(10)) + 1}; fetch it again."
    return f"This file is not JSON: line {error.lineno}, column {error.colno} cannot be read."
