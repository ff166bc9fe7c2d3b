"""A firm's logo as a letter can print it: known by what is in the file, rebuilt, and drawn once before it is taken."""

import base64
import io
from typing import NoReturn

from PIL import Image, UnidentifiedImageError

from ledger.kernel.pdf import MissingGlyphs, render_pdf
from ledger.kernel.pdf_objects import UnsafeDocument
from ledger.kernel.safe_svg import UnsafeDrawing, safe_svg

LARGEST = 512 * 1024
"""Bytes of the chosen file."""
LARGEST_DRAWING = 64 * 1024
"""Bytes of an SVG as it is kept: it is drawn anew for each letter."""
MOST_PIXELS = 25_000_000
_WIDEST, _HIGHEST = 945, 331
"""Pixels: 80 mm by 28 mm at 300 dots an inch, the most a letterhead prints."""
_UNDRAWABLE = "\U0010fffd"
"""Stands for a picture that could not be drawn; no font has it, so that this does not pass unseen."""
_PNG = b"\x89PNG\r\n\x1a\n"


class UnusableLogo(ValueError):
    """The file is no logo that can be printed; the message is a sentence for whoever chose it."""


def printable_logo(content: bytes) -> bytes:
    """Return the logo as it is kept: a PNG in plain colours on white, or a safe SVG. Raises `UnusableLogo`.

    A PNG is decoded and written anew, no larger than it is printed, so that nothing but its picture is kept.
    """
    if not content:
        _refuse("Choose a file; this one is empty.")
    if len(content) > LARGEST:
        _refuse(f"The file is larger than {LARGEST // 1024} KB; choose a smaller one.")
    kept = _png(content) if content.startswith(_PNG) else _svg(content)
    _try_to_draw(kept)
    return kept


def logo_address(kept: bytes) -> str:
    """Return the kept logo as a `data:` address for a page or a letter."""
    kind = "image/png" if kept.startswith(_PNG) else "image/svg+xml"
    return f"data:{kind};base64,{base64.b64encode(kept).decode('ascii')}"


def _png(content: bytes) -> bytes:
    try:
        # Loading alone would pass a file that was cut off: WeasyPrint tells Pillow to be lenient.
        with Image.open(io.BytesIO(content), formats=["PNG"]) as looked_at:
            looked_at.verify()
        with Image.open(io.BytesIO(content), formats=["PNG"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                _refuse("The picture has more than 25 million points; choose a smaller one.")
            opened.load()
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        if isinstance(fault, UnusableLogo):
            raise
        _refuse("The file begins like a PNG but cannot be read as one; save it again.")
    picture.thumbnail((_WIDEST, _HIGHEST), Image.Resampling.LANCZOS)
    white = Image.new("RGBA", picture.size, "white")
    out = io.BytesIO()
    Image.alpha_composite(white, picture).convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


def _svg(content: bytes) -> bytes:
    if b"<svg" not in content and b":svg" not in content:
        _refuse("Choose a PNG or an SVG; this file is neither, whatever its name says.")
    try:
        kept = safe_svg(content)
    except UnsafeDrawing as fault:
        _refuse(str(fault))
    if len(kept) > LARGEST_DRAWING:
        _refuse(f"The drawing is larger than {LARGEST_DRAWING // 1024} KB; simplify it, or save it as PNG.")
    return kept


def _try_to_draw(kept: bytes) -> None:
    page = f'<!DOCTYPE html>\n<html><body><p><img src="{logo_address(kept)}" alt="{_UNDRAWABLE}"/></p></body></html>'
    try:
        drawn = render_pdf(page, title="Logo", language="en", stylesheet="img { width: 60mm }")
    except (UnsafeDocument, MissingGlyphs, ArithmeticError, ValueError, LookupError, TypeError, RecursionError):
        drawn = b""
    if not drawn:
        _refuse("The file cannot be drawn; save it again as plain SVG or as PNG.")


def _refuse(sentence: str) -> NoReturn:
    raise UnusableLogo(sentence)
