"""What a reader saw is kept, what only a browser needs is dropped."""

import pytest

from ledger.incidents.plain_text import one_line, plain_text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One.<br>Two.<br />Three.<BR/>Four.", "One.\nTwo.\nThree.\nFour."),
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("Affected:<ul><li>Mail</li><li>Files</li></ul>", "Affected:\nMail\nFiles"),
        ('See <a href="https://example.example/?a>b">our notes</a>.', "See our notes."),
        ("It is <b>not</b> your <em>data</em>.", "It is not your data."),
    ],
)
def test_tags_become_line_breaks_or_vanish(source: str, expected: str) -> None:
    assert plain_text(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "< 2% of runs failed",
        "fewer than <1% waited",
        "the <p99 target",
        "set <hostname> first",
        "a <b or a",
        "x <!-- y",
    ],
)
def test_a_less_than_sign_that_starts_no_element_stays_as_written(source: str) -> None:
    assert plain_text(source) == source


def test_entities_are_decoded_once_and_only_when_complete() -> None:
    assert plain_text("Q&amp;A &lt;b&gt; &#233;&#xe9; &amp;lt; &nbsp;R&D ?a=1&region=eu &nosuch; &#99999999999;") == (
        "Q&A <b> éé &lt;  R&D ?a=1&region=eu &nosuch; &#99999999999;"
    )


def test_comments_scripts_and_styles_vanish_with_their_content() -> None:
    assert plain_text("A<!-- draft <b> -->B<script>alert('<p>')</script>C<STYLE>p{}</STYLE>D") == "ABCD"


def test_line_ends_spaces_and_control_characters_are_made_plain() -> None:
    assert plain_text("One\r\nTwo\rThree\u2028Four") == "One\nTwo\nThree\nFour"
    assert plain_text("10\u00a0am\u202fUTC\tsharp") == "10 am UTC sharp"
    assert plain_text("\ufeffA\x00B\x07C\u202eD\x9f") == "ABCD"
    assert plain_text("  A  \n\n\n\n  B  ") == "A\n\nB"
    assert plain_text("“It\u2019s” \ud83d") == "“It\u2019s” \ufffd"


def test_a_title_is_one_line() -> None:
    assert one_line(" Mail<br>is \n down ") == "Mail is down"


@pytest.mark.parametrize("piece", ["<a", "<!--", '<a "', "<a '", " ", "&#", "<script>", "<p>", "\n", "&amp", "<style "])
def test_much_hostile_text_is_read_to_its_end(piece: str) -> None:
    """A reader that looks back at each mark does not come back from this; `make bench` holds the speed."""
    assert len(plain_text(piece * 200_000)) <= len(piece) * 200_000
