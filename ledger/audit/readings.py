"""Who read a case, and what somebody read: newest first, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, tuple_
from sqlalchemy.orm import Session

from ledger.audit.subjects import references_with
from ledger.clients.models import Client
from ledger.people.actor import Actor
from ledger.people.models import ApiToken, Reading, User
from ledger.people.permissions import WORDS, permit

Position = tuple[datetime, str]
WHATS: Mapping[str, str] = {
    "incident": "an incident",
    "client": "a client's page",
    "letter": "a letter",
    "pdf": "a letter's file",
    "receipt": "a receipt",
    "action": "an action",
    "evidence": "a file of evidence",
    "remedy": "a remedy",
    "promise": "a promise",
    "export": "an export",
    "exceptions": "the exceptions",
    "report": "an accountability report",
    "review": "a trust review",
    "sample": "a sample",
    "scorecard": "a scorecard",
}
"""What was read, to how it is called."""
WAYS: Mapping[str, str] = {
    "page": "on a page",
    "api": "over the API",
    "download": "as a file",
    "mail_link": "by a link",
}


@dataclass(frozen=True)
class ReadingFilters:
    """What of the log is asked for; empty means all."""

    reference: str = ""
    """A case, a client's code or a letter: with all that belongs to it."""
    person: str = ""
    what: str = ""
    way: str = ""
    from_at: datetime | None = None
    to_at: datetime | None = None


@dataclass(frozen=True)
class ReadingShown:
    """One time somebody read something."""

    id: str
    at: datetime
    person: str
    role: str
    client: str
    """For a client's user: the client's code."""
    token: str
    what: str
    reference: str
    way: str

    @property
    def what_words(self) -> str:
        """What was read, in words."""
        return WHATS.get(self.what, self.what)

    @property
    def way_words(self) -> str:
        """By which way, in words."""
        return WAYS.get(self.way, self.way)


def readings(
    session: Session, actor: Actor, *, filters: ReadingFilters, after: Position | None = None, limit: int = 50
) -> list[ReadingShown]:
    """Return who read what, newest first, from a keyset position (time and id)."""
    permit(actor, "oversee")
    query = (
        select(Reading, User.name, User.role, Client.code, ApiToken.name)
        .outerjoin(User, User.id == Reading.user_id)
        .outerjoin(Client, Client.id == User.client_id)
        .outerjoin(ApiToken, ApiToken.id == Reading.token_id)
        .where(*_conditions(session, filters))
    )
    if after:
        query = query.where(tuple_(Reading.at, Reading.id) < after)
    rows = session.execute(query.order_by(Reading.at.desc(), Reading.id.desc()).limit(limit))
    return [
        ReadingShown(
            one.id,
            one.at,
            name or "",
            WORDS.get(role or "", ""),
            code or "",
            token or "",
            one.what,
            one.reference,
            one.way,
        )
        for one, name, role, code, token in rows
    ]


def readers(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return everybody with an account, for choosing: id and name."""
    permit(actor, "oversee")
    return [(row.id, row.name) for row in session.execute(select(User.id, User.name).order_by(User.name, User.id))]


def _conditions(session: Session, filters: ReadingFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.reference:
        names = references_with(session, filters.reference)
        begins = [Reading.reference.startswith(f"{name}-", autoescape=True) for name in names]
        found.append(or_(Reading.reference.in_(names), *begins))
    plain = {Reading.user_id: filters.person, Reading.what: filters.what, Reading.way: filters.way}
    found += [column == told for column, told in plain.items() if told]
    if filters.from_at:
        found.append(Reading.at >= filters.from_at)
    if filters.to_at:
        found.append(Reading.at < filters.to_at)
    return found
