"""What words that one client will read must not hold: another client's name or code, or our internal reference."""

import re
from collections.abc import Iterable

_INTERNAL = re.compile(r"\bINC-\d{4}-\d+\b", re.IGNORECASE)


def fault_in(text: str, others: Iterable[tuple[str, str]]) -> str | None:
    """Return why the words cannot be shown, or none. `others`: (code, name) of clients it must not name."""
    if _INTERNAL.search(text):
        return "The client reads this: leave our internal reference out."
    said = " ".join(text.split())
    folded = said.casefold()
    for code, name in others:
        if _stands_in(" ".join(name.split()).casefold(), folded) or _stands_in(code, said):
            return f"This would be read by a client who must not learn of {name}: leave the name out."
    return None


def _stands_in(words: str, text: str) -> bool:
    # `in` first, for there may be thousands of clients; not \b, which finds no end after "Ltd." or "(North)".
    return words in text and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
