"""Plain text from the HTML-ish text of other systems.

Status pages mix three things in one field: HTML, plain text with a stray `<` ("< 2 % of runs", "the <p99 target"),
and characters that only look like spaces. What a reader would have seen is kept, what only a browser needs is dropped.

The standard library's `html.parser` is not used: up to Python 3.11.13 its running time grows with the square of a
hostile input, and it swallows or keeps `<name>` by version. Everything here is one pass over the text.
"""

import html
import re
from html.entities import html5

_BLOCK_NAMES = (
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_INLINE_NAMES = (
    "a abbr acronym audio b base bdi bdo big body button caption center cite code col colgroup data datalist del dfn "
    "em embed font head html i iframe img input ins kbd label legend link map mark meta meter noscript object "
    "optgroup option output param picture progress q rp rt ruby s samp script select slot small source span strike "
    "strong style sub sup svg template textarea time title track tt u var video wbr"
)
_BREAKS = frozenset(("br", "hr"))
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_ELEMENTS = _BLOCKS | _BREAKS | frozenset(_INLINE_NAMES.split())

# Possessive, and never past the next "<": each character is looked at once.
_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9]*+)(?=[\s/>])(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+>""")
_UNSEEN = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<script(?=[\s/>])", re.IGNORECASE | re.ASCII), re.compile(r"</script\s{0,9}>", re.IGNORECASE)),
    (re.compile(r"<style(?=[\s/>])", re.IGNORECASE | re.ASCII), re.compile(r"</style\s{0,9}>", re.IGNORECASE)),
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LIKE_A_SPACE = re.compile("[\t\u00a0\u2007\u202f]")
# Control characters, byte-order marks, and the marks that turn the direction of text around (they can hide words).
_DROPPED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK_LINES = re.compile("\n{3,}")


def plain_text(source: str) -> str:
    """Return what a reader saw, as plain text; lines end in a line feed.

    Line breaks and the ends of paragraphs become newlines, other known tags vanish, comments, scripts and styles
    vanish with their content, entities are decoded once, no-break spaces become spaces, control characters are
    dropped. A `<` that starts no known HTML element, and a comment without an end, stay as written. Time is linear.
    """
    text = source
    for opening, closing in _UNSEEN:
        text = _cut(text, opening, closing)
    text = _ENTITY.sub(_decoded, _without_tags(text))
    text = _LIKE_A_SPACE.sub(" ", _LINE_END.sub("\n", text))
    text = _LONE_SURROGATE.sub("\ufffd", _DROPPED.sub("", text))
    lines = "\n".join(line.strip(" ") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip()


def one_line(source: str) -> str:
    """Return `plain_text` of a title or name: one line, single spaces."""
    return " ".join(plain_text(source).split())


def _cut(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    kept: list[str] = []
    at = 0
    while (start := opening.search(text, at)) and (end := closing.search(text, start.end())):
        kept.append(text[at : start.start()])
        at = end.end()
    kept.append(text[at:])
    return "".join(kept)


def _without_tags(text: str) -> str:
    kept: list[str] = []
    at = 0
    line_begun = False
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name not in _ELEMENTS:
            continue
        before = text[at : tag.start()]
        at = tag.end()
        kept.append(before)
        line_begun = _line_begun(before, otherwise=line_begun)
        if name in _BREAKS or (name in _BLOCKS and (tag[1] or line_begun)):
            kept.append("\n")
            line_begun = False
    kept.append(text[at:])
    return "".join(kept)


def _line_begun(text: str, *, otherwise: bool) -> bool:
    last = text.rstrip(" \t\r")[-1:]
    return last != "\n" if last else otherwise


def _decoded(entity: re.Match[str]) -> str:
    written = entity[0]
    return html.unescape(written) if written[1] == "#" else html5.get(written[1:], written)
