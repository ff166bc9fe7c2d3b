"""A client's whole history in one list: what a line of it is, and which lines were asked for.

The rooms downstream read their own lines; the front door puts them into one order.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, tuple_

from ledger.kernel.money import Money

Query = TypeVar("Query", bound="Select[*tuple[Any, ...]]")
KINDS = ("incident", "letter", "promise", "remedy")


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened with a client: when, what, how it stands, and where to read on."""

    kind: str
    at: datetime
    id: str
    incident: str | None
    """Our reference of the incident it belongs to, none for a promise outside of any."""
    reference: str
    """The client's reference, as it stands on what the client sees."""
    text: str
    state: str
    severity: str | None = None
    amount: Money | None = None


@dataclass(frozen=True)
class HistoryPart:
    """Which lines: of this client, in this period (from, not up to `to_at`), before this line (at, id), so many."""

    client_id: str
    from_at: datetime | None = None
    to_at: datetime | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 50


def narrowed(query: Query, part: HistoryPart, at: ColumnElement[datetime], key: ColumnElement[str]) -> Query:
    """Return the query with the part's period, place and number, newest first by (`at`, `key`)."""
    if part.from_at is not None:
        query = query.where(at >= part.from_at)
    if part.to_at is not None:
        query = query.where(at < part.to_at)
    if part.after is not None:
        query = query.where(tuple_(at, key) < part.after)
    return query.order_by(at.desc(), key.desc()).limit(part.limit)
