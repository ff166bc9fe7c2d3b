"""The canonical bytes equal an independent RFC 8785 implementation on the record's subset, and nothing else gets in."""

import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.record.canonical import LARGEST_BODY, LARGEST_INTEGER, NotCanonical, canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.text(st.characters(max_codepoint=127))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_it_equals_an_independent_implementation(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, 2**53, -(2**53), "\ud800", {"ä": 1}, b"bytes", {"a": {1: 2}}])
def test_what_has_no_canonical_form_is_refused_with_its_place(value: Any) -> None:
    with pytest.raises(NotCanonical, match="event"):
        canonical(value)


def test_a_body_of_65535_bytes_is_the_largest() -> None:
    assert len(canonical("x" * (LARGEST_BODY - 3))) == LARGEST_BODY - 1
    with pytest.raises(NotCanonical, match="65536"):
        canonical("x" * (LARGEST_BODY - 2))


def test_a_line_separator_stands_as_it_is() -> None:
    assert canonical("a\u2028b") == '"a\u2028b"'.encode()


def test_published_vectors_without_floats_agree(vectors: Path) -> None:
    folder = vectors / "jcs-cyberphone" / "testdata"
    compared = 0
    for source in sorted((folder / "input").glob("*.json")):
        value = json.loads(source.read_text(encoding="utf-8"))
        try:
            found = canonical(value)
        except NotCanonical:
            continue
        compared += 1
        assert found == (folder / "output" / source.name).read_bytes().rstrip(b"\n"), source.name
    assert compared >= 2
