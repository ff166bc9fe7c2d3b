"""The one place that draws PDFs: closed to the outside, accessible, archivable, the same each time."""

import io
import subprocess
import sys
from base64 import b64encode

import page
import pikepdf
import pytest

from ledger.kernel.pdf import render_pdf
from ledger.kernel.pdf_objects import UnsafeDocument

STYLE = """
@page { size: A4; margin: 20mm }
body { font-family: 'Source Sans Pro' }
table { table-layout: fixed; width: 100% }
"""
ROWS = "".join(f"<tr><th scope='row'>{number}</th><td>a <b>bold</b> <em>word</em></td></tr>" for number in range(80))
TABLE = f"<h1>Eighty rows</h1><table><thead><tr><th>n</th><th>text</th></tr></thead><tbody>{ROWS}</tbody></table>"
NESTED = b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/hostname'/></svg>").decode()
SECRET = "a line that stands only in the file"


def drawn(body: str, title: str = "A title", style: str = STYLE) -> bytes:
    """Return the PDF of a page with this body."""
    return render_pdf(f"<html><body>{body}</body></html>", title=title, language="en-GB", stylesheet=style)


def opened(pdf: bytes) -> pikepdf.Pdf:
    """Return the PDF for a look inside."""
    return pikepdf.open(io.BytesIO(pdf))


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_table_over_two_pages_meets_both_profiles(profile: str) -> None:
    report = page.validate_pdf_bytes(drawn(TABLE), profile=profile)
    assert report.document.page_count > 1
    assert [failure.rule_id for failure in report.failures] == []


def test_every_header_cell_has_its_scope_on_continuation_pages_too() -> None:
    with opened(drawn(TABLE)) as pdf:
        cells = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH"]
        scopes = [str(cell["/A"]["/Scope"]) for cell in cells]
        assert scopes.count("/Column") == 2 * len(pdf.pages)
        assert scopes.count("/Row") == 80


def test_metadata_holds_title_language_and_producer_and_nothing_else() -> None:
    own = (
        "<meta name='author' content='Somebody'><meta name='dcterms.created' content='2026-06-18'><title>Theirs</title>"
    )
    with opened(drawn(own + "<p>text</p>", title="Ours")) as pdf:
        assert set(pdf.docinfo.keys()) == {"/Producer", "/Title"}
        assert str(pdf.docinfo["/Title"]) == "Ours"
        assert str(pdf.Root["/Lang"]) == "en-GB"
        assert b"Somebody" not in pdf.Root["/Metadata"].read_bytes()
        assert "/Filter" not in pdf.Root["/Metadata"]


def test_fonts_are_subsets_of_source_sans_inside_the_file() -> None:
    with opened(drawn(TABLE)) as pdf:
        fonts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing]
        assert fonts
        assert all("SourceSans" in str(font["/FontName"]).replace("-", "") for font in fonts)
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_what_is_well_formed_and_what_is_not_are_drawn_alike() -> None:
    """A document that begins as XML may is read by another, quicker parser."""
    loose = f"<!DOCTYPE html><html><head><title>x</title></head><body>{TABLE}</body></html>"
    strict = loose.replace("<!DOCTYPE html>", "<!DOCTYPE html>\n")
    rules = {"title": "A title", "language": "en-GB", "stylesheet": STYLE}
    assert render_pdf(loose, **rules) == render_pdf(strict, **rules)


def test_a_document_declares_no_entities() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaa">]>\n<html><body><p>&a;</p></body></html>'
    with opened(render_pdf(bomb, title="t", language="en", stylesheet="")) as pdf:
        assert len(pdf.pages) == 1


def test_the_same_input_gives_the_same_bytes() -> None:
    assert drawn(TABLE) == drawn(TABLE)


@pytest.mark.parametrize(
    "body",
    [
        "<img src='file:///etc/hostname' alt='x'>",
        "<img src='http://away.example/a.png' alt='x'>",
        "<link rel='stylesheet' href='https://away.example/a.css'>",
        "<style>@import url(http://away.example/a.css);</style>",
        "<p style=\"background: url('file:///etc/hostname')\">x</p>",
        "<object data='file:///etc/hostname'></object>",
        "<a rel='attachment' href='data:text/plain,attached'>x</a>",
    ],
)
def test_a_document_that_reaches_outside_is_refused(body: str) -> None:
    with pytest.raises(UnsafeDocument) as refused:
        drawn(body)
    assert "hostname" not in str(refused.value)


def test_a_stylesheet_that_reaches_outside_is_refused() -> None:
    with pytest.raises(UnsafeDocument):
        drawn("<p>x</p>", style="body { background: url('file:///etc/hostname') }")


@pytest.mark.parametrize(
    "body",
    [
        "<base href='http://away.example/'><img src='a.png' alt='x'>",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}' width='9' height='9'/></svg>",
        f"<img alt='x' src='data:image/svg+xml;base64,{NESTED}'>",
        "<link rel='attachment' href='{address}'>",
        "<iframe src='{address}'></iframe><embed src='{address}'>",
    ],
)
def test_a_roundabout_way_to_a_file_reads_and_attaches_nothing(
    body: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text(SECRET)
    reached: list[str] = []
    sys.addaudithook(lambda event, details: reached.append(event) if _touches(event, details, str(secret)) else None)
    try:
        pdf = drawn(body.format(address=secret.as_uri()))
    except UnsafeDocument:
        pdf = b""
    assert reached == []
    assert b"/Filespec" not in pdf


def _touches(event: str, details: tuple[object, ...], path: str) -> bool:
    return (event == "open" and str(details[0]) in {path, "/etc/hostname"}) or event in {
        "socket.connect",
        "socket.getaddrinfo",
    }


def test_no_stream_ends_so_that_its_length_is_unclear() -> None:
    """Compressed bytes are as good as random: of 120 small files a few would end a stream in a carriage return."""
    style = "body { font-family: 'Source Sans Pro' }"
    files = [drawn(f"<p>number {number} {'ab' * (number % 37)}</p>", style=style) for number in range(120)]
    assert [number for number, pdf in enumerate(files) if b"\r\nendstream" in pdf] == []
    assert {page.is_pdf_compliant_bytes(pdf, profile="3a") for pdf in files} == {True}


def test_a_process_that_drew_a_letter_ends_without_a_crash() -> None:
    program = "from ledger.kernel.pdf import render_pdf as r; r('<p>x', title='t', language='en', stylesheet='')"
    ended = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, check=False)  # noqa: S603  # our own words
    assert (ended.returncode, ended.stderr) == (0, b"")
