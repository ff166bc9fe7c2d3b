"""The codes of incidents as people read them, for sheets, plain text and choices."""

from collections.abc import Mapping

STATUS: Mapping[str, str] = {
    "open": "open",
    "contained": "contained",
    "resolved": "put right",
    "watching": "put right, watching",
    "closed": "closed",
    "not_ours": "not ours",
    "duplicate": "duplicate",
    "withdrawn": "withdrawn",
}
FOUND_BY: Mapping[str, str] = {
    "client": "the client told us",
    "our_monitoring": "our monitoring",
    "our_staff": "one of us",
    "third_party": "somebody else",
    "not_recorded": "not recorded",
}


def in_words(code: str) -> str:
    """Return any code of an incident in words: `put right`, `our monitoring`, `not yet known`."""
    return STATUS.get(code) or FOUND_BY.get(code) or code.replace("_", " ")
