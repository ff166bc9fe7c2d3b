"""Approvals that fall: they are of an exact text and exact facts, and the record goes on."""

from sqlalchemy.orm import Session

from ledger.letters.models import Letter
from ledger.letters.operations.changing import back_to_draft, locked, noted_inside, regather
from ledger.people.actor import Actor
from ledger.people.permissions import permit


def let_fall(session: Session, actor: Actor, letter_id: str) -> bool:
    """Let the approval of a letter fall where the record has changed since; return whether it did."""
    permit(actor, "issue_letter")
    letter = locked(session, letter_id)
    return letter.status == "approved" and bool(fallen(session, actor, letter))


def fallen(session: Session, actor: Actor, letter: Letter) -> tuple[str, ...]:
    """Make a draft of an approved letter whose facts or text have changed; return in words what did, if anything."""
    changed = regather(session, actor, letter)
    if not changed and letter.content_sha256 == letter.approved_sha256:
        return ()
    back_to_draft(letter, f"Its approval fell: since then {', '.join(changed) or 'the text'} changed.")
    noted_inside(session, actor, letter, "approval_withdrawn", sealed={"changed": ", ".join(changed)})
    return changed or ("the text",)
