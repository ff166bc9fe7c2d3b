"""Whether what the page of one action, remedy or promise shows is as recorded; asked before it is shown."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.findings import Finding
from ledger.record.shown_checks import About, check_shown
from ledger.recovery.action_parts import ActionAttestation, ActionEvidence, ActionRepeat, ActionStep
from ledger.recovery.models import Action, Promise, Remedy

_ABOUT_ANYTHING = About(frozenset(), {})
"""Their events are about what they hang on, which has a page of its own that looks at that."""


def action_findings(session: Session, actor: Actor, action_id: str) -> list[Finding]:
    """Return what is not as recorded of an action, its steps, evidence, attestations and repeats."""
    permit(actor, "read_cases")
    parts = (ActionStep, ActionEvidence, ActionAttestation, ActionRepeat)
    asked = ((Action, Action.id == action_id), *((part, part.action_id == action_id) for part in parts))
    return check_shown(session, asked, _ABOUT_ANYTHING)


def remedy_findings(session: Session, actor: Actor, remedy_id: str) -> list[Finding]:
    """Return what is not as recorded of a remedy."""
    permit(actor, "read_cases")
    return check_shown(session, ((Remedy, Remedy.id == remedy_id),), _ABOUT_ANYTHING)


def promise_findings(session: Session, actor: Actor, promise_id: str) -> list[Finding]:
    """Return what is not as recorded of a promise; nothing of one that the actor may not see."""
    seen = select(Promise.id).where(Promise.id == promise_id, visible_to(actor, Promise.client_id))
    return check_shown(session, ((Promise, Promise.id.in_(seen)),), _ABOUT_ANYTHING)
