"""Before a client reads words that may name somebody: whoever wrote them is asked whether they do."""

from ledger.letters.doubtful_names import doubtful_names
from ledger.web.confirming import unconfirmed
from ledger.web.session import actor, ledger


def doubted(incident_id: str, text: str, *, cancel_url: str, client_code: str | None = None) -> str | None:
    """Return the page that asks, or none where the words name nobody or the writer has said so."""
    found = ledger().ask(doubtful_names, actor(), incident_id, text, client_code=client_code)
    if not found:
        return None
    names = ", ".join(f"“{words}”" for words in found)
    consequences = (
        f"The client reads {names}: this may be another client, somebody who works there, or one of us.",
        "It reads of no other client, and of us only whom its letters name.",
        "Go back and leave the name out, unless the words mean something else here.",
    )
    return unconfirmed(
        "Does this name somebody?", consequences, submit="It names nobody: write it", cancel_url=cancel_url
    )
