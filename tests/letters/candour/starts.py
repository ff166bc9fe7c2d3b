"""Which words a pattern's matches can begin with: makes `starts.json`, so that most rules are not tried at all.

After a change of the rules: `python -m tests.letters.candour.starts`.
"""

import json
import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from ledger.letters import candour
from ledger.letters.candour.rules import FIGURES, rules

kinds: Any = import_module("re._constants")
parser: Any = import_module("re._parser")
"""Private to Python: what a pattern consists of. Whether a type checker knows them depends on what else it reads."""
LETTERS = 3
END = "\0"
_MANY = 400
_WORD = re.compile(r"\w")

Beginnings = set[str] | None
"""First letters of what can match, ended by `END` where a word ends; None for "anything"."""


def beginnings(pattern: re.Pattern[str]) -> list[str]:
    """Return the word beginnings (three letters, or shorter whole words) of all matches; empty when not bounded."""
    found = _sequence(list(parser.parse(pattern.pattern)), at_word=False)
    if found is None:
        return []
    words = {_gram(one) for one in found}
    return [] if None in words or not words else sorted(str(word) for word in words)


def _gram(text: str) -> str | None:
    word = text.casefold()
    for place, letter in enumerate(word):
        if not _WORD.match(letter):
            return word[:place] or None
    return word[:LETTERS] if len(word) >= LETTERS else None


def _sequence(items: list[Any], *, at_word: bool) -> Beginnings:
    """Return the beginnings of a sequence; the first letter counts only where a word begins."""
    found: set[str] = {""}
    for kind, value in items:
        if kind is kinds.AT:
            at_word = at_word or value is kinds.AT_BOUNDARY
            found = {one + END if one and not one.endswith(END) else one for one in found} if at_word else found
            continue
        if kind in {kinds.ASSERT, kinds.ASSERT_NOT}:
            continue
        nexts = _item(kind, value, at_word=at_word)
        if nexts is None and any(not _complete(one) for one in found):
            return None
        found = {one if _complete(one) else one + more for one in found for more in (nexts or {""})}
        if len(found) > _MANY:
            return None
        if all(_complete(one) for one in found):
            return found
        at_word = at_word or bool(found - {""})
    return found


def _complete(text: str) -> bool:
    return len(text) >= LETTERS or any(not _WORD.match(letter) for letter in text)


def _item(kind: Any, value: Any, *, at_word: bool) -> Beginnings:  # noqa: PLR0911 one for each kind
    if kind is kinds.LITERAL:
        return {chr(value)} if at_word else None
    if kind is kinds.BRANCH:
        return _union(_sequence(list(branch), at_word=at_word) for branch in value[1])
    if kind is kinds.SUBPATTERN:
        return _sequence(list(value[3]), at_word=at_word)
    if kind in {kinds.MAX_REPEAT, kinds.MIN_REPEAT}:
        least, most, inner = value
        once = _sequence(list(inner), at_word=at_word)
        if once is None or most != 1:
            return None
        return once if least else once | {""}
    if kind is kinds.IN and at_word and all(one is kinds.LITERAL for one, _ in value):
        return {chr(letter) for _, letter in value}
    return None


def _union(parts: Iterable[Beginnings]) -> Beginnings:
    together: set[str] = set()
    for part in parts:
        if part is None:
            return None
        together |= part
    return together


def every_rule() -> dict[str, list[str]]:
    """Return the beginnings of each rule that has bounded ones."""
    found = {rule.id: beginnings(rule.pattern) for rule in rules() if rule.pattern and rule.id[:3] != FIGURES}
    return {rule: words for rule, words in sorted(found.items()) if words}


def main() -> None:
    """Write them beside the rules."""
    place = Path(str(candour.__path__[0])) / "starts.json"
    lines = ",\n".join(f'"{rule}": {json.dumps(words, ensure_ascii=False)}' for rule, words in every_rule().items())
    place.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
