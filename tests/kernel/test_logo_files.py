"""Which files are taken as a logo: known by their content, rebuilt, or refused with a sentence that helps."""

import io

import pytest
from PIL import Image

from ledger.kernel.logo_files import UnusableLogo, printable_logo
from ledger.kernel.safe_svg import UnsafeDrawing, safe_svg


def png(mode: str = "RGBA", size: tuple[int, int] = (600, 200)) -> bytes:
    """Return a PNG of one colour, half see-through where its mode can be."""
    out = io.BytesIO()
    colour = {"RGBA": (10, 120, 90, 128), "LA": (90, 128), "RGB": (10, 120, 90)}.get(mode, 1)
    Image.new(mode, size, colour).save(out, "PNG")
    return out.getvalue()


def svg(inner: str = '<rect width="40" height="20"/>', attributes: str = 'viewBox="0 0 40 20"') -> bytes:
    """Return a drawing with these elements in it."""
    xlink = "http://www.w3.org/1999/xlink"
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="{xlink}" {attributes}>{inner}</svg>'.encode()


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "I;16"])
def test_every_kind_of_png_becomes_plain_colours_no_larger_than_printed(mode: str) -> None:
    with Image.open(io.BytesIO(printable_logo(png(mode, (3000, 400))))) as kept:
        assert (kept.mode, kept.size, kept.info) == ("RGB", (945, 126), {})


def test_see_through_parts_of_a_png_lie_on_white() -> None:
    with Image.open(io.BytesIO(printable_logo(png("RGBA")))) as kept:
        assert kept.getpixel((0, 0)) == (132, 187, 172)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"GIF89a and so on", "neither, whatever its name says"),
        (b"\x89PNG\r\n\x1a\nnot really", "cannot be read"),
        (png()[:-60], "cannot be read"),
        (b"\x89PNG" + bytes(600_000), "larger than 512 KB"),
        (png("1", (6000, 5000)), "25 million"),
        (svg('<path d="M' + " 1" * 40_000 + '"/>'), "larger than 64 KB"),
    ],
)
def test_what_cannot_be_printed_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UnusableLogo, match=sentence):
        printable_logo(content)


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p/></foreignObject>",
        '<rect onload="alert(1)"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<use href="http://elsewhere.example/#a"/>',
        "<text>Tidewater</text>",
        "<animate/>",
        '<rect fill="url(http://elsewhere.example/a)"/>',
        '<rect style="fill: url(//elsewhere.example)"/>',
        "<style>@import 'file:///etc/hostname';</style>",
        "<style>.a { fill: ur\\6c(x) }</style>",
        '<linearGradient href="file:///etc/hostname"/>',
        "<g>" * 50 + "</g>" * 50,
        "<g/>" * 2001,
    ],
)
def test_a_drawing_that_runs_or_reaches_out_is_refused(inner: str) -> None:
    with pytest.raises(UnsafeDrawing):
        safe_svg(svg(inner))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(),
        b"<svg>",
        b"<html/>",
        svg(attributes=""),
        svg(attributes='viewBox="0 0 0 20"'),
        svg(attributes='width="40mm" height="2cm"'),
        svg(attributes='viewBox="0 0 nan 20"'),
    ],
)
def test_what_is_no_drawing_of_a_size_is_refused(content: bytes) -> None:
    with pytest.raises(UnsafeDrawing):
        safe_svg(content)


def test_what_drawing_programs_add_for_themselves_is_left_out() -> None:
    inner = '<metadata><x/></metadata><v:view xmlns:v="urn:v"/><!-- by us --><rect v:label="a" xmlns:v="urn:v"/>'
    kept = safe_svg(svg(inner, 'width="40mm" height="20mm"'))
    assert kept == b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20"><rect /></svg>'


@pytest.mark.parametrize("first", ["#a", "#b"])
def test_gradients_that_lead_in_circles_are_drawn_all_the_same(first: str) -> None:
    inner = (
        f'<linearGradient id="a" xlink:href="{first}"/><linearGradient id="b" xlink:href="#a"/>'
        '<rect width="40" height="20" fill="url(#a)"/>'
    )
    assert printable_logo(svg(inner)).startswith(b"<svg")
