"""What both sides write into a review: nothing that its client must not read, and no date that binds the client."""

from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.operations.touched import refuse_indiscretion
from ledger.kernel.errors import Invalid
from ledger.trends.client_deadlines import deadline_in
from ledger.trends.review_models import TrustReview


def words_of(row: TrustReview) -> dict[str, str]:
    """Return the free texts of a review by name."""
    return {"changed_terms": row.changed_terms, "our_part": row.our_part, "client_part": row.client_part}


def refuse_unfit(session: Session, row: TrustReview, words: dict[str, str]) -> None:
    """Raise `Invalid` for words that the client must not read, and for a date in the client's part."""
    refuse_indiscretion(session, words, [session.get_one(Client, row.client_id)])
    if said := deadline_in(words["client_part"]):
        raise Invalid({"client_part": f"The client's part binds to no date: leave “{said}” out."})
