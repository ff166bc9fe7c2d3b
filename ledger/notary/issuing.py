"""The one way to issue a letter: a checkpoint of the client's log is signed first, which the small print then shows."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.errors import NotFound
from ledger.letters.models import Letter
from ledger.letters.operations.issuing import Begun, begin_issue
from ledger.notary.signing import outward_checkpoint
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.work import Ledger

CHECKING = "/check"
"""The page where anyone with a letter's file can check it."""


def issue(ledger: Ledger, actor: Actor, letter_id: str, version: int | None = None) -> Begun:
    """Sign, then freeze the letter as `begin_issue` does, whose refusals are raised.

    Raises `Conflict` also where the checkpoint is refused: no letter goes out that shows a history we cannot sign.
    """
    outward_checkpoint(ledger, ledger.ask(_log_of, actor, letter_id))
    where = checking_address(ledger)
    return ledger.do(begin_issue, actor, letter_id=letter_id, version=version, verify_url=where)


def checking_address(ledger: Ledger) -> str:
    """Return the address that letters print for checking their file."""
    return f"{ledger.settings.public_url}{CHECKING}"


def _log_of(session: Session, actor: Actor, letter_id: str) -> str:
    permit(actor, "issue_letter")
    query = (
        select(Client.log_id).join(Impact, Impact.client_id == Client.id).join(Letter, Letter.impact_id == Impact.id)
    )
    log_id = session.scalar(query.where(Letter.id == letter_id, visible_to(actor, Client.id)))
    if log_id is None:
        raise NotFound
    return log_id
