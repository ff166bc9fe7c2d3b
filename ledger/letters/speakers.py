"""Who of a client's people said something: two of one name are two, where each spoke for itself."""

from sqlalchemy import ColumnElement, and_, or_, select

from ledger.letters.models import Answer, Verdict
from ledger.people.actor import Actor
from ledger.people.models import User


def said_by(row: type[Answer | Verdict], actor: Actor, name: str) -> ColumnElement[bool]:
    """Return the condition of what this speaker said already.

    A client's own user said what it said itself, and what one of us wrote down by its name. Of a name that one of us
    writes down (`actor` is staff) nobody can tell more: all of that name is its own.
    """
    if actor.is_staff:
        return row.by_name == name
    theirs = select(User.id).where(User.role == "client")
    return or_(row.by_user_id == actor.user_id, and_(row.by_name == name, row.by_user_id.not_in(theirs)))
