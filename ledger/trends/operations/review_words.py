"""What both sides write into a review: nothing that its client must not read, and no date that binds the client."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.confidence import Reachable
from ledger.incidents.operations.touched import refuse_indiscretion
from ledger.kernel.errors import Invalid
from ledger.letters.candour.names import find
from ledger.letters.candour.sentences import sentences
from ledger.letters.candour_ground import choices_made, settled_in
from ledger.letters.other_clients import Allowed, other_clients
from ledger.people.queries import provider
from ledger.record.queries import told_in
from ledger.trends.client_deadlines import deadline_in
from ledger.trends.review_models import TrustReview


def words_of(row: TrustReview) -> dict[str, str]:
    """Return the free texts of a review by name."""
    return {"changed_terms": row.changed_terms, "our_part": row.our_part, "client_part": row.client_part}


def refuse_unfit(session: Session, row: TrustReview, words: Mapping[str, str]) -> None:
    """Raise `Invalid` for words that the client must not read, and for a date in the client's part."""
    client = session.get_one(Client, row.client_id)
    refuse_indiscretion(session, words, [client])
    faults = _as_letters_find(session, client, words)
    if said := deadline_in(words["client_part"]):
        faults.setdefault("client_part", f"The client's part binds to no date: leave “{said}” out.")
    if faults:
        raise Invalid(faults)


def _as_letters_find(session: Session, client: Client, words: Mapping[str, str]) -> dict[str, str]:
    """Say which texts hold what no letter may: another client as people call it, somebody there as letters greet them.

    A review is frozen as a letter is; what was settled there as a false match is none here, nor is what the client was
    told before: whoever became a client since must not keep it from being signed.
    """
    ours = provider(session)
    own = Reachable(ours.name, ours.mail, ours.phone)
    allowed = Allowed((own,), (ours.address, client.name, client.address))
    names = other_clients(session, client.id, allowed, settled_in(choices_made(session)))
    faults = {}
    for key, text in words.items():
        found = ((one.text[at.start : at.end], at.name) for one in sentences(text) for at in find(names, one.text))
        for said, name in found:
            faults[key] = f"The client reads “{said}”, which may be {name.words}: leave it out, or use other words."
            break
    told = told_in(session, {client.log_id}, {words[key] for key in faults}) if faults else {}
    return {key: fault for key, fault in faults.items() if not told[words[key]]}
