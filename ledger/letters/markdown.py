"""A section as people write it: Markdown in, safe HTML or plain text out. No raw HTML, no images, no scripts."""

import re
from collections.abc import Iterable

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TOP_HEADING = 3
"""A section's own heading is an h2; what people write inside begins below it."""

_LOWEST_HEADING = 6
_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "h3", "h4", "h5", "h6"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline", "reference"])
_BLOCK_ENDS = {"paragraph_close", "heading_close", "fence", "code_block", "hr"}


def to_html(markdown: str) -> str:
    """Return HTML of the few kinds of element that a letter needs; whatever else is written shows as it was typed.

    It is well-formed XML, too: so a letter's file is drawn faster.
    """
    tokens = _MARKDOWN.parse(markdown)
    _settle_headings(tokens)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    return clean.replace("<br>", "<br/>").replace("<hr>", "<hr/>").replace("&nbsp;", "\u00a0")


def to_text(markdown: str) -> str:
    """Return the words alone: paragraphs apart, a dash or number before list items, links spelled out."""
    tokens = _MARKDOWN.parse(markdown)
    return re.sub(r"\n{3,}", "\n\n", "".join(_text_pieces(tokens))).strip()


def escape(text: str) -> str:
    """Return plain text (a fact) as Markdown that reads exactly so, on one line."""
    line = " ".join(text.split())
    line = re.sub(r"([\\`*\[\]<>])|&(?=[#\w]+;)", lambda found: "\\" + found.group(0), line)
    line = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", line)
    line = re.sub(r"^([#+\-=~])", r"\\\1", line)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", line)


def _settle_headings(tokens: Iterable[Token]) -> None:
    """Let the first heading be an h3 and each deeper one just one step below (a skipped level confuses readers)."""
    level = TOP_HEADING - 1
    for token in tokens:
        if token.type == "heading_open":
            wanted = TOP_HEADING - 1 + int(token.tag[1])
            level = min(wanted, level + 1, _LOWEST_HEADING)
            token.tag = f"h{level}"
        elif token.type == "heading_close":
            token.tag = f"h{level}"


def _text_pieces(tokens: list[Token]) -> Iterable[str]:
    counters: list[int | None] = []
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            counters.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            counters.pop()
            yield "\n"
        elif token.type == "list_item_open":
            yield _item_mark(counters)
        elif token.type == "inline":
            yield _inline_text(token.children or [])
        elif token.type in _BLOCK_ENDS:
            yield token.content + ("\n" if token.hidden or counters else "\n\n")


def _item_mark(counters: list[int | None]) -> str:
    number = counters[-1]
    indent = "  " * (len(counters) - 1)
    if number is None:
        return f"{indent}- "
    counters[-1] = number + 1
    return f"{indent}{number}. "


def _inline_text(tokens: list[Token]) -> str:
    pieces: list[str] = []
    address = ""
    for token in tokens:
        if token.type == "link_open":
            address = str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            shown = address.removeprefix("mailto:").removeprefix("tel:")
            pieces.append("" if pieces and pieces[-1] == shown else f" ({shown})")
        elif token.type in {"softbreak", "hardbreak"}:
            pieces.append(" " if token.type == "softbreak" else "\n")
        else:
            pieces.append(token.content)
    return "".join(pieces)
