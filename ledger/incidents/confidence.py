"""What words that one client will read must not hold: another client's name or code, or our internal reference."""

import re
from collections.abc import Iterable

_INTERNAL = re.compile(r"\bINC-\d{4}-\d+\b")


def fault_in(text: str, others: Iterable[tuple[str, str]]) -> str | None:
    """Return why the words cannot be shown, or none. `others`: (code, name) of clients it must not name."""
    if _INTERNAL.search(text):
        return "The client reads this: leave our internal reference out."
    for code, name in others:
        if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) or re.search(rf"\b{re.escape(code)}\b", text):
            return f"This would be read by a client who must not learn of {name}: leave the name out."
    return None
