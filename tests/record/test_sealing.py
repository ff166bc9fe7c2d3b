"""Sealed text in the disclosure form of RFC 9901."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ledger.record.sealing import digest_of, opened, seal


@given(st.text(st.characters(max_codepoint=127), min_size=1), st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_can_be_opened(name: str, value: str) -> None:
    sealed = seal(name, value)
    assert opened(sealed.disclosure) == (name, value)
    assert digest_of(sealed.disclosure) == sealed.digest


def test_the_same_words_have_another_digest_each_time() -> None:
    assert seal("text", "We are sorry.").digest != seal("text", "We are sorry.").digest


def test_the_published_disclosure_has_the_published_digest(vectors: Path) -> None:
    told = json.loads((vectors / "small" / "vectors.json").read_text(encoding="utf-8"))["sd_jwt_rfc9901"]
    assert digest_of(told["disclosure"]) == told["digest"]
