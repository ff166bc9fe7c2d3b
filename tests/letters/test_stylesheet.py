"""The print stylesheet with its named measures in place."""

import pytest

from ledger.config import home
from ledger.letters.stylesheet import counted, in_place, stylesheet


def test_names_give_way_to_their_values() -> None:
    assert in_place(":root {\n  --ink: #111;\n}\np { color: var(--ink); }\n") == "p { color: #111; }\n"


def test_a_later_skin_changes_a_measure_everywhere() -> None:
    css = ":root {\n  --size: 12pt;\n}\np { font-size: var(--size); }\n:root {\n  --size: 18pt;\n}\n"
    assert in_place(css) == "p { font-size: 18pt; }\n"


def test_a_measure_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="--size"):
        in_place("p { font-size: var(--size); }")


def test_both_skins_are_whole_and_differ() -> None:
    folder = home() / "templates" / "letters"
    plain, large = (stylesheet(folder, page_of="{page} of {pages}", large_print=large) for large in (False, True))
    assert "var(" not in plain + large
    assert "font-size: 12pt" in plain
    assert "font-size: 18pt" in large


def test_the_foot_counts_pages_in_the_words_of_the_catalogue() -> None:
    assert counted('Page {page} of {pages}; "x"') == '"Page " counter(page) " of " counter(pages) " x"'
    assert counted("{pages}/{page}") == 'counter(pages) "/" counter(page)'
