"""What a list of what is due is asked for, and the conditions that all kinds of it share."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from ledger.clients.models import Client
from ledger.incidents.filtering import ON_BOARD
from ledger.incidents.models import Incident
from ledger.incidents.severities import GRAVE
from ledger.kernel.searching import contains, words_of_search

MOST = 500
"""At most so many of each kind, earliest due first: enough to see that one is behind."""
Text = InstrumentedAttribute[str]


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to; empty means any."""

    person: str | None = None
    """Whose, by user id."""
    with_deputy: bool = False
    """Also what this person stands in for."""
    only_deputy: bool = False
    """Only what this person stands in for."""
    client: str | None = None
    kind: str = ""
    q: str = ""
    until: datetime | None = None
    only_grave: bool = False
    thing: str | None = None
    """Only this one, by its id."""
    ended_since: datetime | None = None
    """Also what has ended since then: calendars take it out of people's days."""
    most: int = MOST
    start: int = 0
    """Of each kind, how many of the earliest are left out: where the next page begins."""


def whose(asked: Asked, owner: Text | InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    """Return the condition that a thing is the asked person's, by its owner column and its incident's deputy."""
    if asked.person is None:
        return true()
    own, deputy = owner == asked.person, and_(Incident.deputy_id == asked.person, owner != asked.person)
    if asked.only_deputy:
        return deputy
    return or_(own, deputy) if asked.with_deputy else own


def of_client(asked: Asked) -> ColumnElement[bool]:
    """Return the condition that it is owed to the asked client."""
    return true() if asked.client is None else Client.code == asked.client


def mentions(asked: Asked, *columns: Text) -> ColumnElement[bool]:
    """Return the condition that every word of the search stands in one of the columns."""
    return and_(true(), *(contains(word, *columns) for word in words_of_search(asked.q)))


def only(asked: Asked, key: Text) -> ColumnElement[bool]:
    """Return the condition that it is the one thing that is asked for, where one is."""
    return true() if asked.thing is None else key == asked.thing


def grave(asked: Asked) -> ColumnElement[bool]:
    """Return the condition that it belongs to an open S1 or S2, where only such are asked for."""
    return and_(Incident.severity.in_(GRAVE), Incident.status.in_(ON_BOARD)) if asked.only_grave else true()


def by(asked: Asked, due: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
    """Return the condition that it is due by the asked time."""
    return true() if asked.until is None else due <= asked.until


def is_grave(incident: Incident | None) -> bool:
    """Say whether an incident is an S1 or S2 that is still on the board."""
    return incident is not None and incident.severity in GRAVE and incident.status in ON_BOARD


def wants(asked: Asked, *kinds: str) -> bool:
    """Say whether any of these kinds is asked for."""
    return not asked.kind or asked.kind in kinds
