"""What a first notice may say that goes out alone at night: facts, apology, next update; no money and no cause.

Source: product.md, "Who may do what". Money and causes are judgements that a second person reads first.
"""

import re
from collections.abc import Iterator, Mapping

from ledger.letters.candour.sentences import sentences
from ledger.letters.figures.reading import figures_in

_CAUSE = re.compile(
    r"\bbecause\b|\bdue to\b|\bowing to\b|\b(?:root )?causes?\b|\bcaused\b|\bthe reason\b|\bwas the result of\b"
    r"|\b(?:which|that|this) (?:then )?(?:stopped|broke|locked|blocked|deleted|cut|took)\b"
    r"|\b(?:led|brought|gave rise) (?:to (?:this|it|that|the)\b|(?:this|it|that) about\b)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\bnot (?:yet )?(?:know|known|sure|clear|found)\b|\bfind(?:ing)? out\b|\blook(?:ing)? (?:for|into)\b"
    r"|\bas soon as we know\b|(?<!\bis )(?<!\bwas )(?<!\bknow )\bwhat caused\b"
    r"|\bcheck(?:ing)? (?:for|what|whether|the cause)\b",
    re.IGNORECASE,
)
"""Before a cause, in the same clause, it says that the cause is still open."""
_UNKNOWN = re.compile(
    r"\s+(?:(?:of|for|behind) (?:it|this|that|all this|(?:the|your) \w+) )?(?:is|are|remains?) (?:still |as yet )?"
    r"(?:not (?:yet )?(?:known|sure|clear|found)|unknown|unclear|open)\b",
    re.IGNORECASE,
)
"""Right behind a cause it says so, too."""
_CLAUSE = re.compile(
    r"[;\u2013\u2014]|[,:](?!\d)|\b(?:and|but|so(?! far))\b"
    r"|(?<!\bknow )(?<!\bsure )(?<!\bclear )(?<!\bout )(?<!\binto )\bwhich\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\brefund\w*|\bcompensat\w+|\bcredit(?:s|ed)?\b|\bdiscount\w*|\bvouchers?\b|\brebates?\b"
    r"|(?<!feel )\bfree\b(?! to\b)|\bfees?\b|\bovertime\b|\bcosts? you nothing\b"
    r"|\bwe (?:will |shall )?(?:pay|halve|waive)\b|\bat our (?:own )?(?:cost|expense)\b",
    re.IGNORECASE,
)


def beyond_a_notice(sections: Mapping[str, str], act_statement: str = "") -> dict[str, list[str]]:
    """Return by section what a second person has to read first, in words; nothing for what may go out alone.

    `sections` holds Markdown by section key. A sentence that says the cause is not known yet tells none, nor does the
    act statement, with which every letter opens.
    """
    found = {key: list(_beyond(text, act_statement)) for key, text in sections.items()}
    return {key: words for key, words in found.items() if words}


def _beyond(markdown: str, act_statement: str) -> Iterator[str]:
    for sentence in sentences(markdown):
        text = sentence.text.strip()
        if _MONEY.search(text) or any(one.kind == "money" for one in figures_in(text)):
            yield f"“{text}”: no money in a notice that nobody else has read. Leave it out, or ask a second person."
        elif text not in act_statement and any(not _is_open(text, cause) for cause in _CAUSE.finditer(text)):
            yield f"“{text}”: no cause in a notice that nobody else has read. Leave it out, or ask a second person."


def _is_open(text: str, cause: re.Match[str]) -> bool:
    """Return whether the clause says of this cause that it is not known yet."""
    starts = max((one.end() for one in _CLAUSE.finditer(text, 0, cause.start())), default=0)
    before = any(one.start() <= cause.start() for one in _OPEN.finditer(text, starts))
    return before or _UNKNOWN.match(text, cause.end()) is not None
