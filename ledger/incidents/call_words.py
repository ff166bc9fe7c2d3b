"""What to say on the telephone, and on which number: plain words for whoever rings at night."""

from collections.abc import Sequence
from datetime import datetime

from ledger.kernel.clock import zoned

_STANDS = {
    "open": "It is not put right yet; we are working on it now.",
    "contained": "It is contained, so it does not get worse; it is not put right yet.",
    "resolved": "It has been put right.",
}


def number_now(phone: str, night_phone: str, *, in_hours: bool) -> tuple[str, str]:
    """Return the number to ring now and a note on it; the night number outside the client's hours, if there is one."""
    if in_hours or not night_phone:
        number = phone or night_phone
        if not number:
            return "", "no number recorded"
        return number, "" if in_hours else "no night number recorded; outside their hours"
    return night_phone, "night number; outside their hours"


def words_to_say(  # noqa: PLR0913 what there is to tell, all named
    *,
    caller: str,
    provider: str,
    act_statement: str | None,
    statement: str,
    from_at: datetime | None,
    status: str,
    must_do: str | None,
    next_update_at: datetime | None,
    zone: str,
) -> Sequence[str]:
    """Return the sentences to say, in order: who rings, what we did, what stopped, when we ring again."""
    began = f" since {zoned(from_at, zone)}" if from_at else ""
    again = (
        f"We will tell you more by {zoned(next_update_at, zone)}." if next_update_at else "When shall we ring again?"
    )
    said = (
        f"This is {caller} from {provider}. Something of ours has gone wrong, and I would like you to hear it from us.",
        _sentence(act_statement or "We are finding out why this happened."),
        _sentence(f"What we know of it for you: {statement.rstrip('.')}{began}"),
        _STANDS.get(status, ""),
        "I am sorry for this.",
        _sentence(f"What you need to do now: {must_do}") if must_do else "",
        again,
        "What do you see that we do not?",
    )
    return tuple(sentence for sentence in said if sentence)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
