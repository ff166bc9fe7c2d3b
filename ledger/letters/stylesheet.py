"""The print stylesheet of a letter, in one of its skins, with every named measure put in its place.

Left to the drawing program, each element would look up and parse its names again, which costs a letter some percent.
"""

import re
from functools import lru_cache
from pathlib import Path

_ROOT = re.compile(r":root \{(?P<names>[^}]*)\}\n")
_NAME = re.compile(r"(?P<name>--[\w-]+): (?P<value>[^;]+);")
_USE = re.compile(r"var\((?P<name>--[\w-]+)\)")


@lru_cache(maxsize=8)
def stylesheet(folder: Path, *, page_of: str, large_print: bool = False) -> str:
    """Return the CSS text of the letters in `folder`; `page_of` says `Page {page} of {pages}` at the foot.

    Raises `KeyError` for a measure without a value.
    """
    skins = ("print.css", "large.css") if large_print else ("print.css",)
    words = f":root {{\n  --page-of: {counted(page_of)};\n}}\n"
    return in_place(words + "".join((folder / skin).read_text(encoding="utf-8") for skin in skins))


def counted(page_of: str) -> str:
    """Return as a value of `content` what a foot says of its page: counters stand for `{page}` and `{pages}`."""
    parts = re.split(r"\{(pages?)\}", re.sub(r'[\\";\n]', "", page_of))
    said = [f"counter({part})" if place % 2 else f'"{part}"' for place, part in enumerate(parts) if part]
    return " ".join(said)


def in_place(css: str) -> str:
    """Return the CSS with the values of `:root` in the place of their names; the last value of a name counts."""
    roots = "".join(found["names"] for found in _ROOT.finditer(css))
    values = {found["name"]: found["value"] for found in _NAME.finditer(roots)}
    return _USE.sub(lambda use: values[use["name"]], _ROOT.sub("", css))
