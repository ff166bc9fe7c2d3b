"""A company's name without its form of company: `Orchard Clinic` of Orchard Clinic Ltd, as people say it."""

import re

_AFTER = re.compile(
    r"[\s,]+(?:ltd|limited|llp|llc|plc|inc|incorporated|corp|corporation|gmbh|ag|kg|sarl|sas|bv|nv|cic|pty|co|company)\.?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"^\w{2,4}\s+(?=[«„“\"])")
"""A form of company before a name in quotation marks."""
_QUOTES = str.maketrans("", "", '«»„“”"')
FORMS = frozenset(
    {"ltd", "limited", "llp", "llc", "lp", "plc", "inc", "incorporated", "corp", "corporation", "co", "company", "cic",
     "pty", "gmbh", "ag", "kg", "ohg", "ug", "se", "eg", "&", "sa", "sas", "sarl", "srl", "spa", "sl", "bv", "nv", "ab",
     "as", "a/s", "asa", "aps", "oy", "oyj", "sp", "z", "oo", "\u043e\u043e\u043e", "\u0430\u043e",
     "\u0437\u0430\u043e", "\u043f\u0430\u043e"}
)  # fmt: skip
"""Words of a form of company, without their points; the last four are Russian."""


def without_form(name: str) -> str:
    """Return a company's name without its form of company and its quotation marks, on one line."""
    plain = " ".join(name.split())
    return " ".join(_BEFORE.sub("", _AFTER.sub("", plain)).translate(_QUOTES).split())
