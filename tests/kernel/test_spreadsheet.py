"""Lines of CSV that no spreadsheet runs."""

import csv
import io

import pytest

from ledger.kernel.spreadsheet import csv_line


def read(line: str) -> list[str]:
    """Return the cells that a reader of CSV finds in one line."""
    (cells,) = csv.reader(io.StringIO(line, newline=""))
    return cells


@pytest.mark.parametrize("typed", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "\u00a0=1"])  # noqa: RUF001 a wide sign
def test_what_looks_like_a_formula_becomes_text(typed: str) -> None:
    assert read(csv_line(["before", typed])) == ["before", f"'{typed}"]


def test_other_text_stays_as_it_is_and_nothing_is_empty() -> None:
    cells = ["Mail stopped", 'said "now"', "a, b", "two\nlines", "2026-10-06T09:02:00+01:00", "", "5 = 5"]
    line = csv_line([*cells, None, 7])
    assert line.endswith("\r\n")
    assert read(line) == [*cells, "", "7"]
