"""The words of a letter, looked up in the catalogue of the client's language (gettext, `locales/`).

A language is there when it has a catalogue; every other client is written to in English. Whoever draws or drafts a
letter speaks its language for as long as that takes; everywhere else, and so on our own pages, it is English.
"""

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from babel import Locale, UnknownLocaleError

P = ParamSpec("P")
R = TypeVar("R")

DOMAIN = "letters"
FOLDER = Path(__file__).parent / "locales"
ENGLISH = "en"


class _Addressed(Protocol):
    @property
    def locale(self) -> str: ...


F = TypeVar("F", bound=_Addressed)


@dataclass(frozen=True)
class Voice:
    """A language with its catalogue."""

    language: str
    """As babel names it: `en`."""
    words: gettext.NullTranslations


@lru_cache(maxsize=16)
def voice_of(language: str) -> Voice:
    """Return the voice that speaks a language; English where it has no catalogue."""
    if (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo").is_file():
        return Voice(language, gettext.translation(DOMAIN, FOLDER, [language]))
    return voice_of(ENGLISH)


_voice: ContextVar[Voice] = ContextVar("voice")


def voice() -> Voice:
    """Return the voice that speaks now."""
    return _voice.get(None) or voice_of(ENGLISH)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak the language of a locale (`en_GB`, `de-DE`) until the block is done."""
    before = _voice.set(voice_of(_language(locale)))
    try:
        yield
    finally:
        _voice.reset(before)


def in_its_language(function: Callable[Concatenate[F, P], R]) -> Callable[Concatenate[F, P], R]:
    """Let a function speak the language of the facts that it is given first."""

    @wraps(function)
    def spoken(facts: F, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with speaking(facts.locale):
            return function(facts, *args, **kwargs)

    return spoken


def say(message: str, /, **values: object) -> str:
    """Return a message of the catalogue with its values in place: `say("It began at {moment}.", moment=...)`."""
    return voice().words.gettext(message).format(**values)


def say_many(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the form of a message that goes with the number, which stands in it as `count`."""
    return voice().words.ngettext(one, many, count).format(count=count, **values)


def marked(message: str, /) -> str:
    """Return the message as it is: it is said where it is used, and stands here so that the catalogue has it."""
    return message


@lru_cache(maxsize=64)
def _language(locale: str) -> str:
    try:
        return Locale.parse(locale.replace("-", "_")).language
    except (UnknownLocaleError, ValueError):
        return ENGLISH
