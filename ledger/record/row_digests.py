"""What a recorded row said when its unit ended: one salted digest over all its columns, which the record keeps.

The digest stands in the provider's log (with the event that wrote the row, or in `rows.written`), the salt beside it in
`log_row`. Every later change of the row writes a new salt over the old one, so that after words were erased from a row
nobody can try out what they were.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, inspect
from sqlalchemy.orm import Mapper

from ledger.kernel.db import Base, Recorded
from ledger.record.sealing import base64url

_written = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
Shown = Callable[[Any], Any]


@dataclass(frozen=True)
class Salted:
    """A row's digest and the salt in it; both none for a row that was deleted."""

    digest: str | None
    salt: str | None


@dataclass(frozen=True)
class Layout:
    """How rows of one table are written down for hashing."""

    table: str
    key: str
    """The primary key's name; attributes are called as their columns."""
    columns: tuple[tuple[str, Any, Shown], ...]
    """Name, the value that is not written down (besides null), and how others are."""


_LAYOUTS: dict[type[Any], Layout] = {}


def recorded_mappers() -> list[Mapper[Any]]:
    """Return the mappers of all recorded tables, by the name of the class."""
    mappers = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Recorded)]
    return sorted(mappers, key=lambda mapper: mapper.class_.__name__)


def layout_of(model: type[Any]) -> Layout:
    """Return how rows of `model` are written down."""
    return _LAYOUTS.get(model) or _LAYOUTS.setdefault(model, _layout(model))


def _layout(model: type[Any]) -> Layout:
    mapper: Mapper[Any] = inspect(model)
    (key,) = mapper.primary_key
    columns = tuple((column.name, column.info.get("absent"), _shown(column)) for column in mapper.columns)
    return Layout(str(mapper.local_table.description), key.name, columns)


def row_key(layout: Layout, row: Any) -> str:
    """Return what a row is called in the record: `entry:0198…`."""
    return f"{layout.table}:{getattr(row, layout.key)}"


def digest_of_row(layout: Layout, row: Any, salt: str) -> str:
    """Return the digest of a row, mapped or selected.

    A null does not stand in it, nor the value that a column names as `info={"absent": ...}`: a column that a later
    version adds to rows that are there changes no digest, if it is null or names what the migration put there.
    """
    values = ((name, getattr(row, name), absent, shown) for name, absent, shown in layout.columns)
    said = {name: shown(value) for name, value, absent, shown in values if value is not None and value != absent}
    text = _written([salt, row_key(layout, row), said])
    return base64url(hashlib.sha256(text.encode()).digest())


def digests_of(rows: Iterable[Recorded]) -> Mapping[str, Salted]:
    """Return the digests of rows of a session as they were flushed, each with a fresh 128-bit salt."""
    found: dict[str, Salted] = {}
    for row in rows:
        state, layout = inspect(row), layout_of(type(row))
        if state.persistent:
            salt = base64url(secrets.token_bytes(16))
            found[row_key(layout, row)] = Salted(digest_of_row(layout, row, salt), salt)
        elif state.deleted:
            found[row_key(layout, row)] = Salted(None, None)
    return found


def _shown(column: Column[Any]) -> Shown:
    if isinstance(column.type, JSON):
        return lambda value: json.loads(json.dumps(value))
    return bool if isinstance(column.type, Boolean) else _plain


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
