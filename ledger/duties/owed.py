"""What we owe: everything that is due, of one person, to one client, or of all; overdue first, then by due time."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, count

from sqlalchemy.orm import Session

from ledger.duties.actions_due import actions_due
from ledger.duties.asking import Asked
from ledger.duties.clocks_due import clocks_due
from ledger.duties.due import Due, in_order
from ledger.duties.letters_due import answers_due, letters_due, second_looks_due
from ledger.duties.points_due import points_due
from ledger.duties.promises_due import promises_due, remedies_due
from ledger.duties.undelivered_due import undelivered_due
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import permit

SOURCES = (
    promises_due,
    remedies_due,
    clocks_due,
    actions_due,
    answers_due,
    letters_due,
    second_looks_due,
    points_due,
    undelivered_due,
)


def owed(session: Session, actor: Actor, asked: Asked | None = None) -> list[Due]:
    """Return what we owe as far as it is asked for; a bounded number of SELECTs whatever their number of rows."""
    permit(actor, "read_cases")
    at = now()
    return in_order(chain.from_iterable(source(session, actor, asked or Asked(), at) for source in SOURCES))


def all_owed(session: Session, actor: Actor, asked: Asked) -> Iterator[Due]:
    """Give what is asked for to the last one, a page of each kind at a time: who is reminded must not depend on it."""
    permit(actor, "read_cases")
    at = now()
    for source in SOURCES:
        for page in count():
            rows = list(source(session, actor, replace(asked, start=page * asked.most), at))
            if not rows:
                break
            yield from rows
