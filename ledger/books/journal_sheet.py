"""The books as a sheet (CSV, XLSX): a line for each posting, with the provider's own account numbers and tax codes."""

import io
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from xlsxwriter import Workbook

from ledger.books.export_rows import Export
from ledger.kernel.spreadsheet import BYTE_ORDER_MARK, csv_line

OwnCodes = Callable[[str], tuple[str, str]]
"""Gives our own account number and tax code of an account, empty where it has none."""
HEADER = (
    "Entry", "Booked on", "Happened on", "Incident", "Client", "Kind", "Narration", "Calculation", "Cost centre",
    "Undoes", "Account", "Own account", "Tax code", "Currency", "Debit", "Credit",
)  # fmt: skip
Cells = tuple[str | Decimal | None, ...]


def csv_lines(export: Export, own: OwnCodes) -> Iterator[str]:
    """Give the lines of the CSV file; the first one begins with a byte order mark."""
    yield BYTE_ORDER_MARK + csv_line(HEADER)
    for cells, _ in _rows(export, own):
        yield csv_line(cells)


def workbook(export: Export, own: OwnCodes) -> bytes:
    """Return the XLSX file: the journal, and the balances before and after it. Text never becomes a formula."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        formats = {d: book.add_format({"num_format": f"#,##0{'.' if d else ''}{'0' * d}"}) for d in range(5)}
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Journal")
        sheet.write_row(0, 0, HEADER, bold)
        sheet.freeze_panes(1, 0)
        for number, (cells, currency) in enumerate(_rows(export, own), 1):
            _write(sheet, number, cells, formats[export.digits[currency]])
        totals = book.add_worksheet("Balances")
        totals.write_row(0, 0, ("Account", "Own account", "Currency", "Before", "After"), bold)
        for number, (name, currency) in enumerate(sorted({*export.opening, *export.closing}), 1):
            sides = (export.opening, export.closing)
            amounts = [_exact(export, side.get((name, currency), 0), currency) for side in sides]
            _write(totals, number, (name, own(name)[0], currency, *amounts), formats[export.digits[currency]])
    return file.getvalue()


def _write(sheet: object, number: int, cells: Sequence[str | Decimal | None], amount: object) -> None:
    for place, cell in enumerate(cells):
        if isinstance(cell, Decimal):
            sheet.write_number(number, place, cell, amount)  # type: ignore[attr-defined] # the library is untyped
        elif cell:
            sheet.write_string(number, place, cell)  # type: ignore[attr-defined] # the library is untyped


def _rows(export: Export, own: OwnCodes) -> Iterator[tuple[Cells, str]]:
    for entry in export.entries:
        happened = entry.occurred_on or entry.booked_on
        head = (
            entry.id, entry.booked_on.isoformat(), happened.isoformat(), entry.reference, entry.client, entry.kind,
            entry.narration, entry.calculation, entry.cost_centre, entry.reverses,
        )  # fmt: skip
        for name, currency, minor in entry.postings():
            amount = _exact(export, abs(minor), currency)
            sides = (amount, None) if minor > 0 else (None, amount)
            yield (*head, name, *own(name), currency, *sides), currency


def _exact(export: Export, minor: int, currency: str) -> Decimal:
    return Decimal(export.decimal(minor, currency))
