"""Taking a person's words out of a text: all of theirs, and nothing of anybody else's."""

import pytest

from ledger.record.redaction import LINE, MARK, Words, excerpt, perhaps, redacted, texts_of, without

ADA = Words(("Ada Okafor",), ("ada@harbour.example",), ("+44 1632 960222",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We rang Ada Okafor.", "We rang [erased]."),
        ("ADA\n  OKAFOR's desk", "[erased]'s desk"),
        ("Okafor, Ada (office)", "[erased] (office)"),
        ("Mail Ada@Harbour.example.", "Mail [erased]."),
        ("01632 960 222, 01632-960222 or +44 (1632) 960222", "[erased], [erased] or [erased]"),
        ("Ada Okafor <ada@harbour.example>", "[erased] <[erased]>"),
    ],
)
def test_a_person_is_found_however_it_is_written(text: str, expected: str) -> None:
    assert redacted(text, ADA.spans(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["Ada Okaforson", "Nada Okafor", "b.ada@harbour.example", "ada@harbour.example.org", "01632 9602221", "Ada rang."],
)
def test_words_of_somebody_else_stay(text: str) -> None:
    assert ADA.spans(text) == []


def test_letters_with_marks_are_found_in_both_spellings() -> None:
    words = Words(("Jürgen Groß",))
    assert [bool(words.spans(text)) for text in ("Jürgen Groß", "Ju\u0308rgen Groß")] == [True, True]


def test_a_line_that_would_grow_too_long_goes_whole() -> None:
    text = "Li Wu " + "x" * (LINE - 6)
    assert redacted(text, Words(("Li Wu",)).spans(text)) == MARK


def test_words_go_from_all_values_of_json_and_keys_stay() -> None:
    said = {"to": {"name": "Ada Okafor", "lines": ["1 Pier Road", "c/o Ada Okafor"]}, "count": 3, "none": None}
    assert without(said, ADA) == {
        "to": {"name": MARK, "lines": ["1 Pier Road", f"c/o {MARK}"]}, "count": 3, "none": None,
    }  # fmt: skip
    assert texts_of(said) == ["Ada Okafor", "1 Pier Road", "c/o Ada Okafor"]


def test_a_name_alone_is_only_a_perhaps_and_case_and_titles_count() -> None:
    alone = perhaps(["Ada Okafor"], ["Ms Okafor"])
    assert [bool(alone.search(text)) for text in ("Ada rang", "Ms Okafor", "an okafor", "Ms Vale")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_nobody_is_found_by_no_words_and_a_short_number() -> None:
    assert Words((), (), ("101",)).spans("Dial 101, please") == []
    assert perhaps([]).search("anything") is None


def test_an_excerpt_shows_a_little_around_on_one_line() -> None:
    text = f"{'x' * 50}\nAda Okafor\n{'y' * 50}"
    assert excerpt(text, (51, 61), 5) == "…xxxx Ada Okafor yyyy…"
