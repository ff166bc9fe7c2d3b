"""What stands in for WeasyPrint's own parts draws the same files, and only for the version it was written for."""

import subprocess
import sys
from importlib.metadata import version

import pytest
from weasyprint import HTML
from weasyprint.text.line_break import Layout

from ledger.kernel import pdf, pdf_quicker
from ledger.kernel.pdf_quicker.selectors import looks_up_only
from tests.kernel.test_pdf import STYLE, TABLE
from tests.support.drawing import by_weasyprint_alone

LONG = "We restored the wrong backup over your accounts server, and that was our mistake. " * 9
PAGES = {
    "a table over two pages": TABLE,
    "paragraphs, lists and links": f"<h1>One</h1><p>{LONG}<a href='https://a.example/'>there</a>, and <em>on</em>.</p>"
    f"<ul><li>{LONG}</li><li><p>b</p><ol start='3'><li>c</li></ol></li></ul><blockquote><p>{LONG}</p></blockquote>",
    "other scripts": f"<p>Ελληνικά Русский Łódź \u2068شركة الاختبار\u2069 東京</p>"
    f"<p>{LONG}</p><p dir='rtl'>مرحبا 12 abc</p>",
    "lines of their own": f"<pre>one\ntwo\tthree\n\nfour  {LONG}</pre><p>a<br/>b<br/>{LONG}</p>",
    "neighbours": f"<p class='a'>a</p><p class='a'>b</p><p style='margin: 9%'>{LONG}</p><p id='x'>c</p>",
    "floats and breaks": f"<div class='left'>{LONG}</div><p class='any'>{'longword' * 40}</p>"
    f"<p class='just'>{LONG}</p>",
    "an image": "<p><img alt='one' src='data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 "
    "width=%229%22 height=%229%22%3E%3Crect width=%229%22 height=%229%22/%3E%3C/svg%3E'/> beside it</p>",
}
LOOK = f"""{STYLE}
@page {{ @bottom-right {{ content: 'Page ' counter(page) ' of ' counter(pages); border-top: 1pt solid #888 }} }}
@page :first {{ margin-bottom: 30mm; @bottom-right {{ content: none }} }}
h1 {{ string-set: head content() }}
.left {{ float: left; width: 40%; padding: 2% }}
.any {{ overflow-wrap: anywhere; background: #eee; border: 1pt dotted #888; border-radius: 2pt }}
.just {{ text-align: justify; letter-spacing: .2pt; hyphens: auto; text-decoration: underline }}
"""


def drawn(body: str, style: str) -> bytes:
    """Return the PDF of a well-formed page."""
    page = f"<!DOCTYPE html>\n<html><head><title>t</title></head><body>{body}</body></html>"
    return pdf.render_pdf(page, title="t", language="en-GB", stylesheet=style)


def test_the_parts_are_written_for_the_versions_that_are_installed() -> None:
    """Else everything is drawn by WeasyPrint alone: read what changed in the parts, then raise `WRITTEN_FOR`."""
    assert {name: version(name) for name in pdf_quicker.WRITTEN_FOR} == pdf_quicker.WRITTEN_FOR


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("beside", ["", "p + p { color: #333 } td:nth-child(2) { white-space: nowrap }"])
def test_a_file_is_the_same_with_the_parts_and_without(name: str, beside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with by_weasyprint_alone(monkeypatch):
        alone = drawn(PAGES[name], LOOK + beside)
    assert drawn(PAGES[name], LOOK + beside) == alone
    assert drawn(PAGES[name], LOOK + beside) == alone, "from what the first drawing kept"


def test_what_one_document_kept_does_not_show_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [PAGES["floats and breaks"], "<p class='any'>short</p>", "<div class='left'><p>in it</p></div><p>after</p>"]
    with by_weasyprint_alone(monkeypatch):
        alone = [drawn(page, LOOK) for page in pages]
    assert [drawn(page, LOOK) for page in (*pages, *pages)] == [*alone, *alone]


def test_others_who_draw_with_weasyprint_get_its_own_parts() -> None:
    own = Layout.reactivate
    before = HTML(string="<p>x</p>").write_pdf()
    with pdf_quicker.quicker():
        assert Layout.reactivate is not own
    assert Layout.reactivate is own
    assert HTML(string="<p>x</p>").write_pdf() == before


ANOTHER_VERSION = """
import importlib.metadata, sys
known = importlib.metadata.version
importlib.metadata.version = lambda name: "71.0" if name == "weasyprint" else known(name)
for name in ("kept_lines", "kept_styles", "parts"):
    sys.modules[f"ledger.kernel.pdf_quicker.{name}"] = None
from ledger.kernel.pdf import render_pdf
sys.stdout.buffer.write(render_pdf(sys.stdin.read(), title="t", language="en-GB", stylesheet="p { color: #123456 }"))
"""
"""A program in which none of the parts can be imported."""


def test_another_version_draws_the_same_by_itself_and_imports_no_part() -> None:
    page = f"<!DOCTYPE html>\n<html><head><title>t</title></head><body>{PAGES['neighbours']}</body></html>"
    program = [sys.executable, "-c", ANOTHER_VERSION]
    done = subprocess.run(program, input=page.encode(), capture_output=True, check=True)  # noqa: S603 our own program
    assert done.stdout == drawn(PAGES["neighbours"], "p { color: #123456 }")


@pytest.mark.parametrize(
    ("css", "upwards"),
    [
        ("p, .a li > b::before { color: #123456 } @page :first { margin: 0 }", True),
        ("/* p + p { } */ a { background: url('data:x;y') }", True),
        ("td:nth-child(2) { color: red }", False),
        ("p + p { color: red }", False),
        ("h1 ~ p { color: red }", False),
        ("[title=x] { color: red }", False),
        ("@media print { p:first-child { color: red } }", False),
        ("@page :nth(2) { margin: 0 }", False),
    ],
)
def test_a_rule_that_looks_beside_an_element_is_seen(css: str, upwards: bool) -> None:  # noqa: FBT001  # of the table
    assert looks_up_only(css) is upwards
