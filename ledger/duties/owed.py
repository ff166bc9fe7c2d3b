"""What we owe: everything that is due, of one person, to one client, or of all; overdue first, then by due time."""

from itertools import chain

from sqlalchemy.orm import Session

from ledger.duties.actions_due import actions_due
from ledger.duties.asking import Asked
from ledger.duties.clocks_due import clocks_due
from ledger.duties.due import Due, in_order
from ledger.duties.letters_due import answers_due, letters_due, second_looks_due
from ledger.duties.promises_due import promises_due, remedies_due
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import permit

SOURCES = (promises_due, remedies_due, clocks_due, actions_due, answers_due, letters_due, second_looks_due)


def owed(session: Session, actor: Actor, asked: Asked | None = None) -> list[Due]:
    """Return what we owe as far as it is asked for; a bounded number of SELECTs whatever their number of rows."""
    permit(actor, "read_cases")
    at = now()
    return in_order(chain.from_iterable(source(session, actor, asked or Asked(), at) for source in SOURCES))
