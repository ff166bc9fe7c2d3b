"""What nobody knows yet at the date of a letter: by the record's own gaps, and what somebody wrote down."""

from collections.abc import Iterator

from ledger.letters.catalogue import say
from ledger.letters.letter_facts import LetterFacts


def gaps(facts: LetterFacts) -> tuple[str, ...]:
    """Return as clauses what the record leaves open about this client; what is told of them goes with the next date."""
    return tuple(_gaps(facts))


def _gaps(facts: LetterFacts) -> Iterator[str]:
    if facts.people_affected is None:
        yield say("how many of your people were affected")
    if facts.data_effect == "unknown":
        yield say("whether any of your data was affected")
    if not facts.contributing_factors:
        yield say("why it happened")
    if facts.to_at is None:
        yield say("how long it will last")
