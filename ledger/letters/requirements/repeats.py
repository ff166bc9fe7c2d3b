"""Checker of the repeat: it is said, and with the right number; the earlier letter, its promise, why the fix failed."""

import re
from collections.abc import Iterator

from ledger.letters.letter_facts import EarlierLetter
from ledger.letters.requirements.written import Lack, Written

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NTH = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))"
_TIMES = re.compile(
    rf"\b(?:is|was)(?: now)? the (?P<said>{_NTH}) time\b|\btime number (?P<number>\d{{1,3}})\b"
    rf"|\bthe (?P<within>{_NTH}) time (?:within|in (?:a|one|this|the same|twelve)|since|that we)\b",
    re.IGNORECASE,
)
_AGAIN = (
    r"\b(?:(?:happened|went wrong|failed|did (?:it|this|the same)) (?:\w+ ){0,3}again|happened (?:\w+ ){0,3}before"
    r"|same mistake|mistake (?:came|has come) back|(?:is|was) a repeat|made (?:this|the same) mistake)\b"
)


def repeat(letter: Written) -> Iterator[Lack]:
    """L22: same client and cause family within 365 days: the earlier letter, its promise, and why the fix failed."""
    facts = letter.facts
    before = facts.mistakes_before or len(facts.earlier_letters)
    if not before:
        return
    if not _numbers(letter.text) and not letter.says(_AGAIN):
        yield Lack(f"Say that it is a repeat: “It is {_nth(before + 1)} within a year.”", "section opening")
    elif _numbers(letter.text) and before + 1 not in _numbers(letter.text):
        yield Lack(f"By the record it is {_nth(before + 1)} within a year: say that.", "section opening")
    if facts.earlier_letters:
        yield from _cites(letter, facts.earlier_letters[-1])


def _cites(letter: Written, last: EarlierLetter) -> Iterator[Lack]:
    if last.client_reference.casefold() not in letter.text.casefold():
        yield Lack(f"Cite the earlier letter: {last.client_reference}.", "section why")
    if last.promised and not letter.tells(last.promised):
        yield Lack(f"Say what that letter promised: “{last.promised}”.", "section why")
    if not last.why_it_failed.strip():
        yield Lack("Say why the last fix did not hold.", "said why_it_failed")


def _numbers(text: str) -> set[int]:
    """Return which times the text says that it is; nobody calls a repeat the first time."""
    said = (found["said"] or found["within"] or found["number"] for found in _TIMES.finditer(text))
    return {_number(one.lower()) for one in said} - {1}


def _number(ordinal: str) -> int:
    return _ORDINALS.index(ordinal) + 1 if ordinal in _ORDINALS else int(re.sub(r"\D", "", ordinal))


def _nth(number: int) -> str:
    return f"the {_ORDINALS[number - 1]} time" if number <= len(_ORDINALS) else f"time number {number}"
