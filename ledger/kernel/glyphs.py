"""Which characters can be drawn here: those of our typeface, and those of any outline font of this machine."""

import importlib.resources
import subprocess
import unicodedata
from functools import lru_cache

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types

OWN_FONT = importlib.resources.files("font_source_sans_pro") / "files" / "SourceSansPro-Regular.ttf"
_SHAPELESS = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of what leaves no mark: controls, joiners, directions, spaces."""


def undrawable(text: str) -> tuple[str, ...]:
    """Return the characters of `text` that no font here can draw, in the order of their first appearance."""
    wanted = dict.fromkeys(text)
    return tuple(one for one in wanted if ord(one) not in _own() and not _drawn_by_another(one))


def width_of(text: str) -> float:
    """Return how wide our typeface's regular cut sets the text, in times its size; of others' characters, about."""
    widths = _widths()
    return sum(widths.get(ord(one), 1.0) for one in text)


def named(characters: tuple[str, ...]) -> str:
    """Return characters as people can find them: `漢 (U+6F22)`."""
    return ", ".join(f"{one} (U+{ord(one):04X})" for one in characters)


@lru_cache(maxsize=1)
def _widths() -> dict[int, float]:
    with OWN_FONT.open("rb") as file, TTFont(file) as font:
        advances, unit = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: advances[glyph][0] / unit for code, glyph in font.getBestCmap().items()}


@lru_cache(maxsize=1)
def _own() -> frozenset[int]:
    with OWN_FONT.open("rb") as file, TTFont(file) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=4096)
def _drawn_by_another(character: str) -> bool:
    if unicodedata.category(character) in _SHAPELESS:
        return True
    pattern = f":charset={ord(character):x}:outline=true"
    try:
        found = subprocess.run(  # noqa: S603  # a hexadecimal number is all that varies
            ["fc-list", pattern, "family"],  # noqa: S607  # of the package fontconfig, wherever it lies
            capture_output=True,
            check=False,
            timeout=30,
        )
    except FileNotFoundError:
        return False
    return bool(found.stdout.strip())
