import pytest

from ledger.letters.candour.sentences import LONGEST, column_at, sentences


def _texts(markdown: str) -> list[str]:
    return [one.text.strip() for one in sentences(markdown)]


def test_paragraphs_headings_and_list_items_end_a_sentence() -> None:
    markdown = "### What we did\nWe stopped. We rang you\n\n- one\n- two\n1. three\n\nFour."
    assert _texts(markdown) == ["What we did", "We stopped.", "We rang you", "one", "two", "three", "Four."]


def test_marks_are_left_out_and_every_place_is_that_of_the_markdown() -> None:
    markdown = "First.\n\nWe **are sorry** if\n_you_ were [affected](https://a.example/b)."
    last = list(sentences(markdown))[-1]
    assert last.text == "We are sorry if you were affected."
    start, end = last.span(last.text.index("sorry"), last.text.index("you") + 3)
    assert markdown[start:end] == "sorry** if\n_you"


def test_titles_and_initials_end_no_sentence() -> None:
    assert _texts("Ask Ms. Reed or Dr. A. Okafor. They know.") == ["Ask Ms. Reed or Dr. A. Okafor.", "They know."]


def test_names_with_underscores_stay_whole() -> None:
    assert _texts("See all_users_list here.") == ["See all_users_list here."]


def test_a_star_between_digits_is_no_mark() -> None:
    assert _texts("It is {{7*7}} of **12** calls.") == ["It is {{7*7}} of 12 calls."]


def test_what_never_ends_is_cut() -> None:
    parts = [one.text for one in sentences("we will " * 5000)]
    assert max(map(len, parts)) <= LONGEST
    assert "".join(parts).split() == ["we", "will"] * 5000


def test_a_column_is_counted_in_its_line() -> None:
    assert column_at("ab\ncd", 4) == 2


@pytest.mark.parametrize(
    ("markdown", "drawn", "words"),
    [
        ("We are sorry&nbsp;if.", "We are sorry if.", "sorry&nbsp;if"),
        ("We are sorry &#105;&#x66;.", "We are sorry if.", "sorry &#105;&#x66;"),
        ("We are so\u00adrry \u200bif.", "We are sorry if.", "so\u00adrry \u200bif"),
        ("Zoe\u0308 is &szlig;.", "Zo\u00eb is ß.", "Zoe\u0308 is &szlig;"),
        ("It is \\&nbsp; and &nosuch;.", "It is &nbsp; and &nosuch;.", "&nbsp; and &nosuch;"),
    ],
)
def test_what_is_drawn_is_read_and_its_place_is_that_of_what_was_typed(markdown: str, drawn: str, words: str) -> None:
    (one,) = sentences(markdown)
    assert one.text == drawn
    first = one.text.index("sorry") if "sorry" in drawn else one.text.index(drawn.split()[0 if drawn[0] == "Z" else 2])
    start, end = one.span(first, len(drawn) - 1)
    assert markdown[start:end] == words
