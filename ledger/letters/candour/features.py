"""What the linear model weighs in one sentence: its words, classes of words, and who does what and when.

Words alone, in twos and threes, are named as they stand; a class of `word_classes.json` is `=devotion`, what is said of
the grammar or of the whole sentence `+passive`.
"""

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ledger.letters.candour.folding import FACTS, Span, Token, folded

LONGEST_GRAM = 3
"""Words."""
NOWHERE: Span = (0, 0)
CLASS, GRAMMAR = "=", "+"
"""How their features begin."""
GRAMS = 3.0
"""What all n-grams of a sentence weigh against one class: each has this by the root of how many there can be."""


class Feature(NamedTuple):
    """One feature of a sentence: how much of it there is, and its first place (`NOWHERE` for the whole sentence)."""

    value: float
    span: Span


_BE = frozenset({"was", "were", "been", "be", "being", "is", "are", "got", "became", "gets"})
_ADVERBS = frozenset({"not", "never", "also", "now", "then", "still", "already", "since", "only", "just", "later"})
_IRREGULAR = frozenset(
    {
        "begun", "bitten", "blown", "bought", "broken", "brought", "built", "cast", "caught", "chosen", "come", "cut",
        "dealt", "done", "drawn", "driven", "fallen", "felt", "found", "forgotten", "frozen", "given", "gone", "held",
        "hidden", "hit", "kept", "known", "laid", "led", "left", "lent", "let", "lost", "made", "meant", "met", "paid",
        "put", "read", "run", "said", "seen", "sent", "set", "shown", "shut", "sold", "spent", "split", "spread",
        "stolen", "stuck", "taken", "taught", "thrown", "told", "understood", "unplugged", "withdrawn", "woken",
        "written",
    }
)  # fmt: skip
_FIRST = frozenset({"we", "i"})
_OURS = frozenset({"our", "my", "us", "me", "ours", "mine", "ourselves", "myself"})
_DOERS = frozenset({"<name>", "our", "my", "me", "us", "the", "a", "an", "one", "their"})
_OPENERS = frozenset(
    {
        "the", "your", "you", "there", "it", "this", "these", "a", "an", "in", "as", "if", "to", "we", "i", "our", "no",
        "any", "some", "while", "should", "at",
    }
)  # fmt: skip
_NOUN = re.compile(r".{3}(?:tions?|ments?|[ae]nces?|it(?:y|ies)|ising|izing|ised|ized|ness|ability|ships?)$")
_LONG = 6
"""Letters of the shortest such noun; most words need no further look."""
_WITHIN = 5
"""So many words after a passive may its doer be named."""
_OPENING = 3
_STEM = 4
"""Letters that every open word of a class has at least."""
_LENGTHS = ((8, "short"), (16, "middle"), (28, "long"))
"""Words below which a sentence is so."""
_LETTERS = ((4.0, "plain"), (4.8, "middle"), (5.6, "heavy"))
"""Letters of a word on average, the same."""


def features(sentence: str, known: Container[str] | None = None) -> dict[str, Feature]:
    """Return what stands in one sentence; of words in twos and threes only the `known` ones."""
    words = folded(sentence)
    texts = [one.text for one in words]
    value = GRAMS / max(1, LONGEST_GRAM * len(words)) ** 0.5
    found: dict[str, Feature] = {}
    for size in range(1, LONGEST_GRAM + 1):
        for place, part in enumerate(zip(*(texts[after:] for after in range(size)), strict=False)):
            name = part[0] if size == 1 else " ".join(part)
            if known is None or name in known:
                found.setdefault(name, Feature(value, (words[place].span[0], words[place + size - 1].span[1])))
    for name, span in _classes(words):
        found.setdefault(CLASS + name, Feature(1.0, span))
    for name, span in _grammar(words):
        found.setdefault(GRAMMAR + name, Feature(1.0, span))
    return found


def _classes(words: Sequence[Token]) -> Iterator[tuple[str, Span]]:
    """Give each class of words that stands in the sentence, and `… 2` where it stands in another place, too."""
    phrases = _phrases()
    seen: dict[str, Span] = {}
    for place, word in enumerate(words):
        for name, length in phrases.at(words, place):
            span = (word.span[0], words[place + length - 1].span[1])
            yield (name if seen.get(name, span) == span else f"{name} 2"), span
            seen.setdefault(name, span)


class _Phrases(NamedTuple):
    """The phrases of all classes, each with its class, by what they begin with."""

    words: Mapping[str, Sequence[str]]
    stems: Mapping[str, Sequence[tuple[str, str]]]
    """Of words that may go on, by their first letters."""
    longer: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]

    def at(self, words: Sequence[Token], place: int) -> Iterator[tuple[str, int]]:
        """Give the classes of what begins at one place, and how many words it has."""
        text = words[place].text
        for name in self.words.get(text, ()):
            yield name, 1
        for stem, name in self.stems.get(text[:_STEM], ()):
            if text.startswith(stem):
                yield name, 1
        for phrase, name in self.longer.get(text, ()):
            if phrase == tuple([one.text for one in words[place : place + len(phrase)]]):
                yield name, len(phrase)


@lru_cache(maxsize=1)
def _phrases() -> _Phrases:
    found = _Phrases({}, {}, {})
    every = [(phrase, name) for name, phrases in _word_classes().items() for phrase in phrases]
    for phrase, name in every:
        texts = tuple(one.text for one in folded(phrase.removesuffix("*")))
        key, kind, kept = (
            (texts[0][:_STEM], found.stems, (texts[0], name)) if phrase.endswith("*")
            else (texts[0], found.words, name) if len(texts) == 1
            else (texts[0], found.longer, (texts, name))
        )  # fmt: skip
        kind[key] = (*kind.get(key, ()), kept)  # type: ignore[index] # built here, read only afterwards
    return found


@lru_cache(maxsize=1)
def _word_classes() -> Mapping[str, Sequence[str]]:
    found: Mapping[str, Sequence[str]] = json.loads(
        Path(__file__).with_name("word_classes.json").read_text(encoding="utf-8")
    )
    return found


@lru_cache(maxsize=1)
def _deeds() -> frozenset[str]:
    return frozenset(_word_classes()["plain_deed"])


def _grammar(words: Sequence[Token]) -> Iterator[tuple[str, Span]]:
    """Give what is said of the whole sentence, then who does what in it."""
    texts = [one.text for one in words]
    here = frozenset(texts)
    facts = sum(one in here for one in FACTS)
    plain = [one for one in texts if one[0] != "<"]
    yield f"length {_step(len(texts), _LENGTHS, 'very long')}", NOWHERE
    yield f"words {_step(sum(map(len, plain)) / max(1, len(plain)), _LETTERS, 'very heavy')}", NOWHERE
    yield f"nouns {min(sum(len(one) >= _LONG and _NOUN.match(one) is not None for one in plain), 3)}", NOWHERE
    yield f"facts {min(facts, 3)}", NOWHERE
    if texts:
        yield f"opens {'fact' if texts[0] in FACTS else texts[0] if texts[0] in _OPENERS else 'other'}", words[0].span
    ours = bool(here & _FIRST)
    yield from _subject(words, here)
    for place, kind in _passives(texts):
        span = (words[place].span[0], words[min(place + 1, len(words) - 1)].span[1])
        yield kind, span
        if not ours:
            yield f"{kind}, nobody of ours", span
        if not facts:
            yield f"{kind}, no facts", span
    if not facts:
        yield ("no facts" if ours else "no facts, nobody of ours"), NOWHERE
    if here & {"will", "shall"}:
        yield ("promise dated" if here & {"<date>", "<day>", "<time>"} else "promise undated"), NOWHERE


def _step(measure: float, steps: Sequence[tuple[float, str]], last: str) -> str:
    return next((name for limit, name in steps if measure < limit), last)


def _subject(words: Sequence[Token], here: frozenset[str]) -> Iterator[tuple[str, Span]]:
    if not here & _FIRST:
        yield "ours, no subject" if here & _OURS else "nobody of ours", NOWHERE
        if here & {"you", "your"}:
            yield "you, not us", NOWHERE
        return
    yield "we" if "we" in here else "I", NOWHERE
    if any(one.text in _FIRST for one in words[:_OPENING]):
        yield "we open", words[0].span
    for one, after in pairwise(words):
        if one.text in _FIRST and (after.text.endswith("ed") or after.text in _deeds()):
            yield "we did", (one.span[0], after.span[1])


def _passives(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give the place of each passive, and whether its doer is named."""
    for place, text in enumerate(texts):
        if text not in _BE:
            continue
        after = place + 1
        while after < min(len(texts), place + 3) and (texts[after] in _ADVERBS or texts[after].endswith("ly")):
            after += 1
        if after < len(texts) and (texts[after].endswith("ed") or texts[after] in _IRREGULAR):
            later = texts[after + 1 : after + 1 + _WITHIN]
            by = any(one == "by" and doer in _DOERS for one, doer in pairwise(later))
            yield place, "passive with its doer" if by else "passive"
