"""What must be present in a letter's words: apology, ownership, "you will not be charged", an invitation to correct us.

The patterns are those of letters.md ("Presence patterns"), widened a little. A hit inside a quotation, or after a word
that denies it, does not count.
"""

import re

_PATTERNS = {
    "apology": (
        r"(?:^|[.!?:;]\s+|\band\s+)(?:we are|we['\u2019]re|I am|I['\u2019]m)\s+"
        r"(?:(?:very|so|truly|deeply|really)\s+)*sorry\b"
        r"|\b(?:we|I)\s+(?:\w+ly\s+)?apologi[sz]e\s+(?:to you(?: and your \w+)?\s+)?(?:for|that|unreservedly)\b"
    ),
    "ownership": (
        r"\b(?:(?:it|this|that|both|these)\s+(?:was|were|is|are)\s+(?:entirely |wholly |all )?our\s+(?:own\s+)?"
        r"(?:mistakes?|faults?|failures?|errors?|responsibility|doing)"
        r"|the\s+(?:mistakes?|faults?|failures?|errors?)\s+(?:was|were|is|are)\s+(?:entirely |wholly |all )?ours"
        r"|we\s+(?:are|were)\s+(?:fully |entirely )?(?:responsible|at fault|wrong)"
        r"|we\s+(?:accept|take)\s+(?:full |sole )?responsibility"
        r"|we\s+made\s+(?:a|an|this|that|two|three|\d+)\s+(?:\w+\s+)?mistakes?"
        r"|we\s+should(?:\s+not|n['\u2019]t)?\s+have"
        r"|we\s+(?:got (?:this|it|that) wrong|failed|let you down))\b"
    ),
    "no_charge": (
        r"\b(?:(?:will|do|did) not (?:be )?(?:charged?|bill(?:ed)?|invoiced?)"
        r"|won['\u2019]t be (?:charged|billed|invoiced)"
        r"|(?:the cost|all (?:of )?the costs?)\b[^.!?]{0,60}\b(?:is|are) ours|at our (?:own )?(?:cost|expense)"
        r"|we (?:will |have )?(?:pay|paid|bear|refund(?:ed)?|credit(?:ed)?)\b)"
    ),
    "correct": (
        r"\b(?:if (?:our|this|my) account (?:differs|is wrong|misses)"
        r"|tell (?:me|us) (?:if|where) we have (?:anything|this) wrong|what have we missed|correct (?:it|us|me))\b"
    ),
}
_COMPILED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}
_QUOTED = re.compile(r"“[^”]{0,2000}”|\"[^\"]{0,2000}\"")
_DENIED = re.compile(
    r"\b(?:not|never|cannot|can['\u2019]t|do(?:es)? not|don['\u2019]t|no one (?:says|said))\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|any inconvenience|should you have|to the extent)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n{2,}|\n(?=- )")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of plain text; paragraphs and list items end one too."""
    return tuple(sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip())


def is_present(name: str, text: str) -> bool:
    """Return whether plain text says `apology`, `ownership`, `no_charge` or `correct`, meant and not denied."""
    return any(_says(name, sentence) for sentence in sentences(_QUOTED.sub(" ", text)))


def has_unconditional_apology(text: str) -> bool:
    """Return whether an apology stands in a sentence without an "if" (L3)."""
    found = [sentence for sentence in sentences(_QUOTED.sub(" ", text)) if _says("apology", sentence)]
    return any(not _CONDITION.search(sentence) for sentence in found)


def _says(name: str, sentence: str) -> bool:
    return any(not _DENIED.search(sentence[: hit.start()]) for hit in _COMPILED[name].finditer(sentence))
