"""Tables of trends as files: CSV and XLSX of what a page shows, with scope, zone and as-of in their first lines."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask import Response
from xlsxwriter import Workbook

from ledger.kernel.clock import zoned
from ledger.kernel.money import Money
from ledger.kernel.spreadsheet import BYTE_ORDER_MARK, csv_line
from ledger.trends.cases import CaseList
from ledger.trends.catalogue import MEASURES
from ledger.trends.charting.figures import Table
from ledger.trends.charting.scales import percent
from ledger.trends.in_view import drawn
from ledger.trends.judging import Judged
from ledger.trends.leadership import Leadership
from ledger.trends.money_page import MoneyPage
from ledger.trends.months import period_label
from ledger.trends.scope import Scope

Cells = tuple[str | int | Decimal, ...]
Listed = tuple[Sequence[str], Sequence[Cells]]
"""A table's heads and its lines."""
MEASURE_HEAD = (
    "Number",
    "Measure",
    "Period",
    "Met",
    "Out of",
    "Percent",
    "All due",
    "Flag",
    "Average",
    "Lower",
    "Upper",
    "Amount",
    "Currency",
    "Read with care",
)
MONEY_HEAD = ("Currency", "Period", "Part", "Amount in minor units", "Lines", "Over")
KINDS = ("csv", "xlsx")
_NUMBER = re.compile(r"(-?[0-9]+(\.[0-9]+)?)( [A-Z]{3}| days?( so far)?)?\Z")
"""As figures write it, without what parts thousands; the unit stands in the figure's title or the head."""
_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class Sheet:
    """A table as a file: its name without day and ending, and what its first line says of it, before the instant."""

    name: str
    about: str
    listed: Listed
    as_of: datetime
    zone: str


def measure_rows(measures: Mapping[str, Judged], care: Sequence[str] = ()) -> Iterator[Cells]:
    """Give a line for each period of each measure; limits in percent, or in the unit of a count.

    `care` says why all of them are to be read with care, where they are.
    """
    for found in map(drawn, measures.values()):
        share = found.measure.unit != "count"
        for one, band, flag in zip(found.points, found.bands, found.flags, strict=True):
            limits = (band.centre, band.lower, band.upper) if band else ()
            said = percent(one.k, one.n)
            yield (
                found.measure.number, found.measure.name, one.period, one.k if share else "", one.n,
                "" if said is None or not share else said, "yes" if one.mature else "no", flag.rule if flag else "",
                *(Decimal(f"{100 * limit if share else limit:.2f}") for limit in limits),
                *([""] * (3 - len(limits))), "", "", "yes" if care else "no",
            )  # fmt: skip


def money_measure_rows(found: Leadership) -> Iterator[Cells]:
    """Give a line for each quarter and currency of the two measures that are money, for who may see them."""
    for key, stacks in (("recovery_cost", found.costs), ("who_funded", found.funded)):
        for currency, series in (stacks or {}).items():
            for stack in series.stacks:
                lines = sum(part.count for part in stack.parts)
                yield (
                    MEASURES[key].number, MEASURES[key].name, stack.period, "", lines, "",
                    "yes" if stack.mature else "no", *([""] * 4), Decimal(Money(stack.total, currency).decimal()),
                    currency, "yes" if found.care else "no",
                )  # fmt: skip


def money_rows(found: MoneyPage) -> Iterator[Cells]:
    """Give a line for each part of each period and currency, and for each month's median where there is one."""
    for currency, series in found.stacks.items():
        for stack in series.stacks:
            for part in stack.parts:
                over = "yes" if stack.mature else "no"
                yield currency, stack.period, part.series, part.value, part.count, over
    for currency, trend in found.medians.items():
        for month in trend.months:
            if month.median is not None:
                over = "yes" if month.mature else "no"
                yield currency, month.period, "median of an incident", round(month.median), len(month.costs), over


def case_rows(found: CaseList) -> Listed:
    """Give heads and lines of the cases behind a mark."""
    head = ("Incident", "What", found.who or "Client", "When", found.met or "Met", "Amount", "Currency")
    return head, [
        (
            case.reference or "", case.text, case.client, case.at.isoformat() if case.at else "",
            "" if case.met is None else "yes" if case.met else "no",
            Decimal(case.amount.decimal()) if case.amount else "", case.amount.currency if case.amount else "",
        )
        for case in found.cases
    ]  # fmt: skip


def table_rows(table: Table) -> Iterator[Cells]:
    """Give the lines of a figure's table as it stands under the figure; what is a number there is one here."""
    for row in table.rows:
        yield row.head, *(_plain(cell.text) for cell in row.cells)


def of_view(name: str, listed: Listed, scope: Scope, title: str = "") -> Sheet:
    """Return a table of a view; what it shows stands above it, after its title."""
    about = f"{f'{title}; ' if title else ''}{_about(scope)}; months of {scope.zone}"
    return Sheet(name, about, listed, scope.as_of, scope.zone)


def handed_out(sheet: Sheet, kind: str) -> Response:
    """Hand out a table as a file of this kind."""
    said = f"{sheet.about}; as of {zoned(sheet.as_of, sheet.zone)}"
    body = _csv(said, *sheet.listed) if kind == "csv" else _xlsx(said, *sheet.listed)
    filed = f"{sheet.name}-{sheet.as_of:%Y-%m-%d}.{kind}"
    return Response(body, mimetype=_TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{filed}"'})


def _plain(text: str) -> str | int | Decimal:
    """Read a number that is written for people (1,234.50 GBP, with a true minus); all else stays as it is."""
    found = _NUMBER.match(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))
    if found is None:
        return text
    return Decimal(found[1]) if found[2] else int(found[1])


def _about(scope: Scope) -> str:
    named = [f"client {scope.client}" if scope.client else "all clients"]
    named += [f"service {scope.service}"] if scope.service else []
    named += [scope.severity] if scope.severity else []
    return f"{', '.join(named)}; {period_label(scope.month_keys[0])} to {period_label(scope.month_keys[-1])}"


def _csv(about: str, head: Sequence[str], rows: Sequence[Cells]) -> str:
    lines = [csv_line((about,)), csv_line(tuple(head)), *(csv_line(row) for row in rows)]
    return BYTE_ORDER_MARK + "".join(lines)


def _xlsx(about: str, head: Sequence[str], rows: Sequence[Cells]) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        page = book.add_worksheet("Trends")
        page.write_string(0, 0, about)
        page.write_row(1, 0, head, bold)
        page.freeze_panes(2, 0)
        for number, row in enumerate(rows, 2):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(number, place, cell)
                else:
                    page.write_number(number, place, cell)
    return file.getvalue()
