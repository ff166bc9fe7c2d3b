"""A list as a sheet: its rows as CSV under a name with the day, handed out batch by batch however long it is."""

from collections.abc import Iterable, Iterator, Sequence

from flask import Response

from ledger.kernel.clock import now
from ledger.kernel.spreadsheet import BYTE_ORDER_MARK, csv_line

Rows = Iterable[Sequence[object]]


def sheet_of(name: str, header: Sequence[str], batches: Iterable[Rows]) -> Response:
    """Return the answer that hands out these rows; each batch is read when the one before has been sent."""
    file = f"{name}-{now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(_lines(header, batches), mimetype="text/csv", headers=headers)


def _lines(header: Sequence[str], batches: Iterable[Rows]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(header)
    for rows in batches:
        yield "".join(csv_line(row) for row in rows)
