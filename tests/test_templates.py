"""What every template keeps to, so that the content security policy breaks nothing and nothing typed becomes markup."""

import re
from pathlib import Path

import pytest

from ledger.config import home

ROOT = home() / "templates"
PRINTED = {ROOT / "letters" / name for name in ("body.html", "print.html", "preview.html")}
"""These become PDFs: the policy of pages does not reach them, their own tests do."""
PAGES = sorted(path for path in ROOT.rglob("*.html") if path not in PRINTED)
STATIC = Path(__file__).resolve().parents[1] / "ledger" / "web" / "static"


def test_what_is_printed_is_there() -> None:
    assert [path for path in PRINTED if not path.exists()] == []


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def markup(path: Path) -> str:
    """Return a template without its comments."""
    return re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)


def test_there_are_templates_to_look_at() -> None:
    assert {"layout.html", "layout_plain.html", "layout_portal.html", "errors/error.html"} <= {
        name(path) for path in PAGES
    }


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_template_carries_a_style_or_a_script_of_its_own(path: Path) -> None:
    text = markup(path)
    assert not re.search(r"\sstyle\s*=", text)
    assert "<style" not in text
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script, script
    assert not re.search(r"<script\b[^>]*>\s*[^<\s]", text)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_template_has_a_handler_or_a_script_address(path: Path) -> None:
    text = markup(path)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_template_switches_escaping_off(path: Path) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", markup(path))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_templates_take_nothing_from_other_places(path: Path) -> None:
    assert not re.search(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", markup(path))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_posting_form_carries_its_token(path: Path) -> None:
    for form in re.findall(
        r"<form\b[^>]*method=[\"']post[\"'].*?</form>", markup(path), flags=re.DOTALL | re.IGNORECASE
    ):
        assert "csrf_token" in form


def test_the_stylesheets_and_modules_take_nothing_from_other_places() -> None:
    files = [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]
    assert files
    for path in files:
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|\beval\(|new Function", text), path.name
