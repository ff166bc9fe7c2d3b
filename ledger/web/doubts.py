"""Before a client reads words that may name somebody: whoever wrote them is asked whether they do."""

from typing import Any

from ledger.incidents.timeline import SEEN_BY_CLIENTS
from ledger.kernel.errors import Invalid
from ledger.letters.doubtful_names import doubtful_names
from ledger.web.confirming import NOBODY_NAMED, unconfirmed
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
        "Does this name somebody?",
        consequences,
        submit="It names nobody: write it",
        cancel_url=cancel_url,
        mark=NOBODY_NAMED,
    )


def client_reads(said: dict[str, Any]) -> bool:
    """Return whether clients read an entry of the timeline that is about to be written."""
    shown = said.get("visibility") or ("all_clients" if said.get("kind") in SEEN_BY_CLIENTS else "internal")
    return bool(shown != "internal")


def refuse_doubtful(incident_id: str, text: str, *, client_code: str | None = None) -> None:
    """Raise `Invalid` where words may name somebody: a program is told, and says `names_nobody` if they do not."""
    if found := ledger().ask(doubtful_names, actor(), incident_id, text, client_code=client_code):
        names = ", ".join(f"“{words}”" for words in found)
        sentence = f"The client would read {names}, which may be another client, its people or ours. Leave it out, or"
        raise Invalid({"text": f"{sentence} say names_nobody: true."})
