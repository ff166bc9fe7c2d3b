"""Lines as a PDF shows them: the glyphs of a run read in one go, not one at a time across a border of languages."""

from collections.abc import Iterator
from struct import Struct
from typing import Any, NamedTuple

from weasyprint.draw.text import draw_first_line
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

_GLYPH = Struct("=IiiiI")
"""Pango's `PangoGlyphInfo`: glyph, width, two offsets, flags."""

_NO_GLYPH = 0x0FFFFFFF
"""From here on it is no glyph: an empty place, or a character that no font has."""

_draw = draw_first_line


class _Run(NamedTuple):
    item: Any
    font: Any
    size: float
    glyphs: list[tuple[int, int, int, int, int]]


def draw_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
    """Stand in for `draw_first_line`, and leave to it what has emojis, missing glyphs or is cut off."""
    if not textbox.text.strip():
        return []
    whole = text_overflow != "ellipsis" and block_ellipsis == "none" and textbox.style["font_size"] >= 1
    runs = list(_runs(stream, textbox.pango_layout)) if whole else []
    if not runs or not all(map(_is_plain, runs)):
        return _draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    shown, last = "", None
    for run in runs:
        pango_font = run.item.item.analysis.font
        if pango_font != last:
            if shown:
                stream.show_text(shown)
            shown, last = "", pango_font
            stream.set_font_size(run.font.hash, run.size)
        _map_characters(run, textbox.pango_layout.text)
        shown += _shown(run, stream)
    stream.show_text(shown)
    return []


def _runs(stream: Any, layout: Any) -> Iterator[_Run]:
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003  # a function of C
    line, _ = layout.get_first_line()
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        font, size = stream.add_font(item.item.analysis.font)
        glyphs = ffi.buffer(item.glyphs.glyphs, item.glyphs.num_glyphs * _GLYPH.size)
        yield _Run(item, font, size, list(_GLYPH.iter_unpack(glyphs)))
        run = run.next


def _is_plain(run: _Run) -> bool:
    font = run.font
    if font.svg or font.png or font.colr or font.bitmap:
        return False
    return all(glyph < _NO_GLYPH and not rise for glyph, _, _, rise, _ in run.glyphs)


def _map_characters(run: _Run, text: str) -> None:
    """Note which characters each glyph stands for, which is what a reader copies."""
    known = run.font.to_unicode
    for place, (glyph, *_) in enumerate(run.glyphs):
        if glyph not in known:
            clusters, length, offset = run.item.glyphs.log_clusters, run.item.item.length, run.item.item.offset
            backwards = run.item.item.analysis.level % 2
            last = 0 if backwards else len(run.glyphs) - 1
            end = length if place == last else clusters[place - 1 if backwards else place + 1]
            known[glyph] = text.encode()[offset + clusters[place] : offset + end].decode()


def _shown(run: _Run, stream: Any) -> str:
    """Return the operand of `TJ`: glyphs in hexadecimal numbers, and by how much each moves its neighbour."""
    widths, size = run.font.widths, run.size
    parts = ["<"]
    for glyph, width, moved, _, _ in run.glyphs:
        own = widths.get(glyph)
        if own is None:
            pango.pango_font_get_glyph_extents(run.item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect)
            own = widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        offset = moved / size
        if offset:
            parts.append(f">{-offset}<")
        kerning = own + offset - width * 1000 * FROM_UNITS / size
        parts.append(f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}")
    text = "".join(parts)
    return text[:-1] if text.endswith("<") else f"{text}>"
