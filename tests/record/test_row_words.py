"""Findings name things as people do: every recorded table has a name for its rows, and no other has."""

from ledger.record.row_digests import layout_of, recorded_mappers
from ledger.record.row_words import CALLED, sentence


def test_rows_of_every_recorded_table_have_a_name() -> None:
    tables = {layout_of(mapper.class_).table for mapper in recorded_mappers()}
    assert tables == CALLED.keys()


def test_a_sentence_about_a_row_begins_with_its_name() -> None:
    assert sentence("entry", "is gone.") == "A timeline entry is gone."
