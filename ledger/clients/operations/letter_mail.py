"""How a client wants its letters: mailed with the PDF, as a link to the portal or not at all, and in which print."""

from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.operations.clients import locked_client
from ledger.kernel.errors import Invalid
from ledger.people.actor import Actor
from ledger.record.operations import note

WISHES = ("attached", "link", "none")


def choose_letter_mail(  # noqa: PLR0913 one wish with its parts, all named
    session: Session, actor: Actor, /, *, code: str, wish: str, version: int, large_print: bool = False
) -> Client:
    """Keep how this client wants its letters; what was issued or mailed already stays as it was.

    Raises `Invalid` for a wish there is not, `Stale` when somebody else saved in between.
    """
    if wish not in WISHES:
        raise Invalid({"wish": f"Choose one of: {', '.join(WISHES)}."})
    client = locked_client(session, actor, code, version)
    client.letter_mail = wish
    client.large_print = large_print
    client.version += 1
    client.event_id = note(
        session,
        "client.letter_mail_chosen",
        actor=actor.user_id,
        subjects={client.log_id: client.code},
        data={"wish": wish, "large_print": large_print},
    )
    session.flush()
    return client
