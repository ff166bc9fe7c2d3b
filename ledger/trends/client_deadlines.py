"""A client's part of a trust review is without clocks: words of it that set a date or a time by which are found here.

English is read. What is said without a bound passes: "a week ahead", "each Monday", "before any change", and so does
a number that may be a version ("1.2.24"), for what is refused here is waived by nobody.
"""

import re
from itertools import chain

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|(?-i:Mar(?:ch)?|MAR(?:CH)?|May|MAY)|(?:March|May)(?=,?\s+20\d\d\b)|Apr(?:il)?"
    r"|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
"""Whoever "may" do a thing, or is on the "march", names no month; with a year, or after "by 3", it is one."""
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_OF_YEAR = r"(?:0?[1-9]|1[0-2])"
_SHORT = rf"{_DAY}\.{_OF_YEAR}\.\d\d\b(?!\.)"
_YEAR = r"20\d\d\b"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NAMED = (
    rf"(?:{_SHORT}|{_WEEKDAY}|{_MONTH}|{_YEAR}|tomorrow|tonight|today|noon|midnight"
    r"|Christmas|Easter|\d{1,2}[:.]\d\d|\d{1,2}\s?[ap]m\b|\d{1,2}(?:st|nd|rd|th)?\s+(?:march|may)\b|(?:next|this)\s+(?:week|month|quarter|year))"
)
_PART = r"(?:end|close|start|beginning)"
_WHOLE = r"(?:day|week|month|quarter|year)\b"
_COUNTED = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|thirty|sixty|ninety)"
_UNIT = r"(?:working\s+|business\s+|calendar\s+)?(?:minute|hour|day|week|fortnight|month|quarter|year)s?\b"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b\d{4}-\d\d-\d\d\b",
        r"\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b",
        rf"\b{_DAY}/{_OF_YEAR}/\d\d\b",
        rf"\bon\s+(?:{_SHORT}|{_WEEKDAY}\b(?!\s+(?:morning|afternoon|evening|night)s\b))",
        r"(?<!the )\bnext\s+(?:week|month|quarter|year)\b(?!['\u2019]s)",
        rf"(?<!once )(?<!twice )(?<!times )\bin\s+(?:the\s+(?:next|first)\s+)?{_COUNTED}\s+{_UNIT}(?!\s+of\b)",
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
        rf"\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!:)(?:,?\s+{_YEAR})?|{_MONTH}\s+{_YEAR})",
        rf"\b(?:Q[1-4]\s+{_YEAR}|{_YEAR}[\s-]Q[1-4]\b)",
        rf"\b(?:by|before|until|till|(?:no|not)\s+later\s+than)\s+(?:the\s+)?(?:mid-?\s?)?{_NAMED}",
        rf"\b(?:by|before|until|till|at)\s+(?:the\s+)?{_PART}\s+of\s+(?:the\s+|this\s+|next\s+)?(?:{_NAMED}|{_WHOLE})",
        rf"\b(?:within|in\s+under|(?:no|not)\s+later\s+than)\s+(?:the\s+(?:next|first|same)\s+)?(?:{_COUNTED}\s+)?{_UNIT}",
    )
)


def deadline_in(text: str) -> str | None:
    """Return the first words that set a date, or a time by which; none where there are none."""
    found = min(chain.from_iterable(form.finditer(text) for form in _FORMS), key=lambda one: one.start(), default=None)
    return None if found is None else " ".join(found[0].split())
