"""What an event of one type may say: its fields by kind, its sealed words, and whose log it may stand in."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

Whose = Literal["client", "provider", "both"]
"""Whose log: the clients' who may see it, the provider's own, or either."""

KINDS: Mapping[str, str] = {
    "code": "a word of ours without spaces",
    "reference": "what another system, or an agreement, calls it",
    "id": "an internal name that means nothing by itself",
    "time": "an instant in UTC",
    "day": "a date",
    "amount": "money as text, in the currency beside it",
    "count": "a whole number",
    "flag": "yes or no",
    "digest": "a fingerprint (SHA-256)",
    "codes": "several codes",
    "ids": "several ids",
    "digests": "several fingerprints",
    "table": "rows of such values",
}
"""Kind of a field to what a reader is told of it. Free text and personal data have no kind: they are sealed."""

_FORMS = {
    "code": re.compile(r"[!-~]{0,400}"),
    "reference": re.compile(r"[^\x00-\x1f]{0,400}"),
    "id": re.compile(r"[A-Za-z0-9_-]{1,60}"),
    "time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"),
    "day": re.compile(r"\d{4}-\d\d-\d\d"),
    "amount": re.compile(r"-?\d+(\.\d+)?"),
    "digest": re.compile(r"[0-9a-f]{64}|[A-Za-z0-9+/_-]{43}=?"),
}
_SEVERAL = {"codes": "code", "ids": "id", "digests": "digest"}


@dataclass(frozen=True)
class EventType:
    """One line of the catalogue. Fields are written `name:kind`, with `?` where one may be missing or null."""

    name: str
    whose: Whose
    says: str
    """One plain sentence for whoever reads a receipt."""
    data: str = ""
    sealed: str = ""
    """Names of the sealed fields; each may be missing."""
    inside: str = ""
    """More fields, which stand in the provider's own log only."""
    inside_sealed: str = ""
    version: int = 1
    """Raise it when a field changes its meaning, is dropped or becomes required, and keep the line of the old one."""

    def fields(self, *, is_clients: bool) -> dict[str, str]:
        """Return the fields by name, as `kind` or `kind?`, of an event in a client's log or in the provider's."""
        return _fields(self.data) if is_clients else _fields(f"{self.data} {self.inside}")

    def words(self, *, is_clients: bool) -> frozenset[str]:
        """Return the names that sealed fields may have in a client's log or in the provider's."""
        return _words(self.sealed) if is_clients else _words(f"{self.sealed} {self.inside_sealed}")


@cache
def _fields(written: str) -> dict[str, str]:
    return dict(field.split(":") for field in written.split())


@cache
def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


def faults(line: EventType, *, is_clients: bool, data: Mapping[str, Any], sealed: Collection[str]) -> Iterator[str]:
    """Give what an event says that its line does not allow, each as the end of a sentence about the event."""
    if line.whose not in {"both", "client" if is_clients else "provider"}:
        yield f"may not stand in {'a client' if is_clients else 'the provider'}'s log"
    fields = line.fields(is_clients=is_clients)
    for name in sorted(data.keys() - fields.keys()):
        yield f"has the unknown field {name}"
    for name, kind in fields.items():
        value = data.get(name)
        if value is None:
            if not kind.endswith("?"):
                yield f"lacks the field {name}"
        elif not _is(value, kind.removesuffix("?")):
            yield f"has no {kind.removesuffix('?')} in the field {name}"
    for name in sorted(frozenset(sealed) - line.words(is_clients=is_clients)):
        yield f"has the unknown sealed field {name}"


def _is(value: Any, kind: str) -> bool:
    if kind in {"count", "flag"}:
        return type(value) is (int if kind == "count" else bool)
    if kind == "table":
        return isinstance(value, list | tuple | Mapping)
    if kind in _SEVERAL:
        return isinstance(value, list | tuple) and all(_is(one, _SEVERAL[kind]) for one in value)
    return isinstance(value, str) and _FORMS[kind].fullmatch(value) is not None
