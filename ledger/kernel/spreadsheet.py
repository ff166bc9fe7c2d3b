"""Lines of a CSV file that spreadsheets open as what they are: text stays text and never runs as a formula."""

import csv
import io
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"
"""Stands first in the file, so that Excel reads it as UTF-8."""

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 the wide forms count too


def csv_line(cells: Iterable[object]) -> str:
    """Return one line of CSV (RFC 4180) with its line end; an absent cell is empty.

    Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
    """
    line = io.StringIO()
    csv.writer(line).writerow([_as_text(cell) for cell in cells])
    return line.getvalue()


def _as_text(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.lstrip(" \u00a0").startswith(_BEGINS_A_FORMULA):
        return f"'{cell}"
    return cell
