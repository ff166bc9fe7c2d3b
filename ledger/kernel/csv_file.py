"""Reading CSV that another program wrote: its separator is found, its faults are told in a sentence."""

import csv
import io


class NoCsv(ValueError):
    """Not a CSV file that can be read; the text is a sentence."""


def csv_rows(content: bytes, *, most_bytes: int) -> list[list[str]]:
    """Return the rows of a file in UTF-8 separated by comma, semicolon or tab; the first names the columns, trimmed.

    Raises `NoCsv` for a larger file, another encoding, broken quoting, and one without a line under its head.
    """
    if len(content) > most_bytes:
        fault = f"The file is larger than {most_bytes // 1_000_000} MB; split it."
        raise NoCsv(fault)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault = "The file is not UTF-8 text; save it as CSV in UTF-8."
        raise NoCsv(fault) from None
    head = text.partition("\n")[0]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True))
    except csv.Error as reason:
        fault = f"The file is not CSV: {reason}."
        raise NoCsv(fault) from None
    if len(rows) < 2 or len(rows[0]) < 2:  # noqa: PLR2004 a head and a line, of more than one column
        fault = "The file has no lines; its first line names the columns."
        raise NoCsv(fault)
    return [[cell.strip() for cell in rows[0]], *rows[1:]]
