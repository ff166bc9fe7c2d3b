"""What people write in a section: Markdown to safe HTML and to plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.letters.markdown import escape, to_html, to_text


@pytest.mark.parametrize(
    ("written", "never"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("![x](file:///etc/hostname)", "<img"),
        ("[x](javascript:alert(1))", "href"),
        ("<javascript:alert(1)>", "href"),
        ("[x](data:text/html;base64,PHA+)", "href"),
        ("[x](&#106;avascript:alert(1))", "href"),
        ("[x](file:///etc/hostname)", "href"),
        ("<p style='position:fixed'>x</p>", "<p style"),
        ("[x]: javascript:alert(1)\n\n[x]", "href"),
    ],
)
def test_hostile_markdown_shows_as_typed_and_does_nothing(written: str, never: str) -> None:
    assert never not in to_html(written)


def test_headings_start_below_the_section_and_skip_no_level() -> None:
    html = to_html("##### deep\n\n###### deeper\n\n# top\n\n## under\n\n#### far under")
    assert [html[at + 1 : at + 3] for at in range(len(html)) if html.startswith("<h", at)] == [
        "h3",
        "h4",
        "h3",
        "h4",
        "h5",
    ]


def test_lists_emphasis_and_links_stay() -> None:
    html = to_html("**Done:** we *did* it\n\n- one\n- two\n\n[here](https://a.example) <b@a.example>")
    assert "<strong>Done:</strong>" in html
    assert html.count("<li>") == 2
    assert 'href="https://a.example"' in html
    assert 'href="mailto:b@a.example"' in html


def test_plain_text_has_the_words_and_no_marks() -> None:
    text = to_text(
        "# Head\n\n**Done:** we *did* it\n\n- one\n- two\n\n3. three\n\n[here](https://a.example) <b@a.example>"
    )
    assert text == "Head\n\nDone: we did it\n\n- one\n- two\n\n3. three\n\nhere (https://a.example) b@a.example"


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=60))
def test_an_escaped_fact_reads_exactly_as_it_was_recorded(fact: str) -> None:
    assert to_text(escape(fact)) == " ".join(fact.split())
