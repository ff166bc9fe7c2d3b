"""A client's code: short, in capitals, and never mistaken for our own references."""

import re

OURS = "INC"
"""Our own series: a client called INC would get references that read like ours."""
_CODE = re.compile(r"[A-Z0-9]{2,8}")


def code_fault(code: str) -> str | None:
    """Return why `code` cannot be a client's code, or none."""
    if not _CODE.fullmatch(code):
        return "A code has 2 to 8 capital letters or digits, such as HFO: it begins every reference this client sees."
    if code == OURS:
        return "INC begins our own references; choose another code."
    return None
