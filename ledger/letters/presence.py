"""What must be present in a letter's words: apology, ownership, "you will not be charged", an invitation to correct us.

The patterns are those of letters.md ("Presence patterns"), widened a little. A hit inside a quotation, or after a word
that denies it, does not count.
"""

import re

_VERY = r"(?:(?:very|so|truly|deeply|really|extremely|sincerely|genuinely|terribly|most|all)\s+)*"
_WE_ARE = r"(?:we are|we['\u2019]re|I am|I['\u2019]m)"
_WHOLLY = r"(?:entirely |wholly |all |fully |solely |squarely |ours alone |simply )?"
_FAULTS = r"(?:mistakes?|faults?|failures?|errors?|failings?|oversights?)"
_CHARGED = (
    r"(?:charged?|bill(?:ed)?|invoiced?)\b"
    r"(?!\s+(?:more|less|if|unless|until|till|before|extra|twice|again|today|yet|now|in full|as much)\b)"
)
_NO_PARTICIPLE = r"(?:an?|some|more|news|the|it|no|any|this|that|your|our|another|one|two|enough|all|them)\b"
"""What follows "we should have" where that looks ahead and owns nothing."""
_PATTERNS = {
    "apology": (
        rf"(?:^|[.!?:;,\u2014-]\s+|\b(?:and|so)\s+){_WE_ARE}\s+{_VERY}sorry\b"
        r"|^(?:very |so |truly )?sorry[,.:;!]|\bwe owe you (?:and (?:\w+ ){1,5})?an apology\b"
        r"|\b(?:we|I) (?:(?:want|wish|would like|have) to )?say sorry (?:for|that|to)\b"
        r"|\b(?:we|I)\s+(?:(?:both|all|do|\w+ly)\s+)?apologi[sz]e\s+"
        r"(?:to you(?:,? and (?:to )?(?:all )?(?:of )?your (?:\w+ ?){1,3})?\s*)?"
        r"(?:for|that|unreservedly|sincerely|without reservation|fully)\b"
        r"|\b(?:please accept|you have) (?:our|my) (?:\w+ )?apolog(?:y|ies) (?:for|that)\b"
    ),
    "ownership": (
        rf"\b(?:(?:it|this|that|both|these|all of (?:this|it))\s+(?:was|were|is|are)\s+{_WHOLLY}our\s+(?:own\s+)?"
        rf"(?:{_FAULTS}|responsibility|doing)"
        rf"|(?:the\s+)?(?:\w+ )?(?:{_FAULTS}|responsibility)\s+(?:was|were|is|are)\s+{_WHOLLY}ours"
        r"|we\s+(?:are|were)\s+(?:fully |entirely |solely )?(?:responsible|at fault|to blame|wrong)"
        r"|(?:we|I)\s+(?:accept|take|own|bear)\s+(?:full |sole |the full |the |complete |all )?(?:responsibility|blame)"
        r"(?!\s+(?:very |most )?seriously)|(?:it|this|that)\s+(?:is|was)\s+on\s+us|we\s+answer\s+for\s+(?:it|this|that)"
        r"|we\s+made\s+(?:a|an|this|that|the|two|three|\d+)\s+(?:\w+\s+){0,2}(?:mistakes?|errors?)"
        r"|we\s+own\s+(?:this|that|the)\s+(?:mistake|failure|error)"
        rf"|we\s+should(?:\s+not|n['\u2019]t)?\s+have(?!\s+{_NO_PARTICIPLE})"
        r"|we\s+(?:got (?:this|it|that) wrong|failed(?!\s+to (?:reach|find|get hold))|let you down|did wrong))\b"
    ),
    "no_charge": (
        rf"\b(?:(?:will|shall|are|were|have) not (?:be |been )?{_CHARGED}|won['\u2019]t be {_CHARGED}"
        rf"|(?:we|I) (?:(?:will|do|did|shall) not|won['\u2019]t) {_CHARGED}|never be {_CHARGED}"
        r"|(?:no|without(?: any)?) charge (?:to you|for (?:any of )?(?:this|the|it|our))|there is no charge"
        r"|costs you nothing|nothing to pay|you pay nothing|our cost,? (?:and )?not yours"
        r"|(?:none|nothing) (?:of (?:this|it|that) )?(?:is|was|will be) (?:charged|billed|invoiced)"
        r"|(?:the cost|all (?:of )?the costs?|every cost)\b[^.!?]{0,60}\b(?:is|are) ours"
        r"|at our (?:own )?(?:cost|expense)"
        r"|we (?:will |have |shall )?(?:(?:pay|paid)\b(?!\s+(?:\w+\s+)?attention)|(?:bear|borne|refund(?:ed)?)\b"
        r"|credit(?:ed)?\b(?!\s+(?:\w+\s+){0,3}with\b)))"
    ),
    "correct": (
        r"\b(?:if (?:our|this|my) (?:account|letter|record) (?:differs|is (?:wrong|not right|incomplete)|misses)"
        r"|if (?:we have|anything (?:here )?is|any of this is) (?:wrong|anything wrong|not right)"
        r"|(?:tell|let) (?:me|us) (?:know )?(?:if|where|what) "
        r"(?:we have (?:(?:anything|this|it|got) )?wrong|we have got (?:anything|this|it) wrong"
        r"|(?:anything|something) (?:here )?is (?:wrong|missing)|you see (?:it|this) (?:otherwise|differently)"
        r"|we missed)"
        r"|if you (?:remember|recall|see|know) (?:it|this|anything) (?:otherwise|differently)"
        r"|what have we missed|please correct it|correct (?:us|me|our account|this letter))\b"
    ),
}
_COMPILED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}
_QUOTED = re.compile(r"“[^”]{0,2000}”|\"[^\"]{0,2000}\"")
_DENIED = re.compile(
    r"\b(?:not|never|whether|cannot|can['\u2019]t|do(?:es)? not|don['\u2019]t"
    r"|no one (?:says|said)|nobody (?:says|said))"
    r"\s+(?:\w+\s+){0,2}$",
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
