"""Reading a file of time entries: CSV in the locale of whoever wrote it. Nothing is repaired silently.

A line that cannot be read is refused by its number, the field and the reason; then nothing of the file is imported.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ledger.kernel.csv_file import NoCsv, csv_rows
from ledger.kernel.money import Money, parse_money, parse_number

LIMIT_BYTES = 8_000_000
LIMIT_LINES = 20_000
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "external_id": ("external_id", "id", "time entry id", "timeentryid", "entry id"),
        "ticket": ("ticket", "ticket number", "ticketnumber", "ticket #", "incident"),
        "person": ("person", "member", "resource", "technician", "engineer", "mitarbeiter"),
        "start": ("start", "start time", "started", "begin", "beginn"),
        "end": ("end", "end time", "ended", "ende"),
        "hours": ("hours", "actual hours", "duration", "stunden"),
        "rate": ("rate", "hourly rate", "cost rate", "satz"),
        "billable": ("billable", "billable option", "billing", "abrechnung"),
        "notes": ("notes", "description", "summary", "notizen"),
    }
)
"""Our field to the columns that usually say it, in small letters."""
NEEDED = ("external_id", "ticket", "person", "start", "billable")
BILLABLE = {"billable": "Billable", "donotbill": "DoNotBill", "nocharge": "NoCharge"}
_TIMES = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y")
_SLASHED = ("%d/%m/%Y %H:%M", "%d/%m/%Y")
_SLASHED_US = ("%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M", "%m/%d/%Y")
_MOST_HOURS = 10_000


class UnreadableFile(ValueError):
    """A file that is no list of time entries; the text is a sentence."""


class UnnamedColumns(UnreadableFile):
    """Of some `fields` nobody has said which column holds them."""

    def __init__(self, fields: Sequence[str], words: Mapping[str, str] | None = None) -> None:
        """Name the fields in `words` of the reader's, where there are such."""
        self.fields = fields
        super().__init__(f"Say which column holds: {'; '.join((words or {}).get(one, one) for one in fields)}.")


@dataclass(frozen=True)
class Effort:
    """One time entry as it stands in the file."""

    line: int
    external_id: str
    ticket: str
    person: str
    started_at: datetime
    ended_at: datetime | None
    hours: Decimal
    rate: Money | None
    billable: str
    notes: str


@dataclass(frozen=True)
class Fault:
    """A line that cannot be imported: its number in the file, the field, and the reason as a sentence."""

    line: int
    field: str
    reason: str


@dataclass(frozen=True)
class Table:
    """The file as lines of cells by column."""

    columns: tuple[str, ...]
    lines: tuple[tuple[int, Mapping[str, str]], ...]


@dataclass(frozen=True)
class Written:
    """How the file was written: numbers of a locale, times of a zone, rates in a currency."""

    locale: str
    zone: str
    currency: str


def read_table(content: bytes) -> Table:
    """Return the file's columns and lines; raise `UnreadableFile`."""
    try:
        rows = csv_rows(content, most_bytes=LIMIT_BYTES)
    except NoCsv as reason:
        raise UnreadableFile(str(reason)) from None
    if len(rows) > LIMIT_LINES:
        fault = f"The file has more than {LIMIT_LINES:,} lines; split it."
        raise UnreadableFile(fault)
    columns = tuple(rows[0])
    lines = ((number, dict(zip(columns, row, strict=False))) for number, row in enumerate(rows[1:], 2) if any(row))
    return Table(columns, tuple(lines))


def unused_columns(table: Table, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns of a file of which nothing is read, so that none is overlooked."""
    return tuple(name for name in table.columns if name not in mapping.values())


def usual_mapping(columns: tuple[str, ...], kept: Mapping[str, str]) -> dict[str, str]:
    """Return our field to their column: as chosen last where those columns are there, else by their usual names."""
    by_name = {column.lower(): column for column in reversed(columns)}
    found = {}
    for field, usual in FIELDS.items():
        named = next((by_name[name] for name in usual if name in by_name), "")
        found[field] = kept[field] if kept.get(field) in columns else named
    return found


def read_lines(table: Table, mapping: Mapping[str, str], written: Written) -> tuple[list[Effort], list[Fault]]:
    """Return the time entries, and every fault of those lines that cannot be read."""
    missing = [field for field in NEEDED if mapping.get(field) not in table.columns]
    if missing:
        raise UnnamedColumns(missing)
    efforts: list[Effort] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, cells in table.lines:
        said = {field: (cells.get(column) or "").strip() for field, column in mapping.items() if column}
        wrong = list(_faults(number, said, written))
        first = seen.setdefault(said["external_id"], number)
        if not wrong and first != number:
            wrong = [Fault(number, "external_id", f"Line {first} has the same id.")]
        faults += wrong
        if not wrong:
            efforts.append(_effort(number, said, written))
    return efforts, faults


def _faults(number: int, said: Mapping[str, str], written: Written) -> Iterator[Fault]:
    for field in ("external_id", "ticket", "person"):
        if not said[field] or len(said[field]) > 100:  # noqa: PLR2004 the columns' length
            yield Fault(number, field, "This is needed, in at most 100 characters.")
    readers = {"start": lambda text: _time(text, written), "billable": _billable}
    if said.get("end"):
        readers["end"] = readers["start"]
    if said.get("rate"):
        readers["rate"] = lambda text: _rate(text, written)
    wrong = False
    for field, read in readers.items():
        try:
            read(said.get(field, ""))
        except ValueError as reason:
            wrong = True
            yield Fault(number, field, f"“{said.get(field, '')[:40]}” {reason}.")
    has_both = not wrong and said.get("end") and said.get("hours")
    if has_both and _time(said["end"], written) < _time(said["start"], written):
        yield Fault(number, "end", "The end lies before the start.")
    elif not wrong:
        try:
            _hours(said, written)
        except ValueError as reason:
            yield Fault(number, "hours", f"“{said.get('hours', '')[:40]}” {reason}.")


def _effort(number: int, said: Mapping[str, str], written: Written) -> Effort:
    return Effort(
        line=number,
        external_id=said["external_id"],
        ticket=said["ticket"],
        person=said["person"],
        started_at=_time(said["start"], written),
        ended_at=_time(said["end"], written) if said.get("end") else None,
        hours=_hours(said, written),
        rate=_rate(said["rate"], written) if said.get("rate") else None,
        billable=_billable(said["billable"]),
        notes=said.get("notes", "")[:4000],
    )


def _time(text: str, written: Written) -> datetime:
    forms = (*_TIMES, *(_SLASHED_US if written.locale.startswith("en_US") else _SLASHED))
    found = _iso(text)
    for form in forms if found is None else ():
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 its zone is given below
            break
        except ValueError:
            continue
    if found is None or not 1970 < found.year < 2200:  # noqa: PLR2004 what a ledger can hold
        fault = "is not a time such as 2026-11-20 14:30"
        raise ValueError(fault)
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(written.zone))).astimezone(UTC)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _billable(text: str) -> str:
    found = BILLABLE.get(text.lower().replace(" ", "").replace("_", ""))
    if found is None:
        fault = "is not one of Billable, DoNotBill, NoCharge"
        raise ValueError(fault)
    return found


def _rate(text: str, written: Written) -> Money:
    found = parse_money(text, written.currency, written.locale)
    if found.minor <= 0:
        fault = "is not above zero"
        raise ValueError(fault)
    return found


def _hours(said: Mapping[str, str], written: Written) -> Decimal:
    if text := said.get("hours", ""):
        try:
            found = parse_number(text, written.locale)
        except ValueError:
            fault = "is not a number of hours as people of this locale write it"
            raise ValueError(fault) from None
    elif said.get("end"):
        seconds = (_time(said["end"], written) - _time(said["start"], written)).total_seconds()
        if seconds <= 0:
            fault = "is missing, and the end does not lie after the start"
            raise ValueError(fault)
        found = (Decimal(int(seconds)) / 3600).quantize(Decimal("0.0001"))
    else:
        fault = "is missing, and there is no end to reckon it from"
        raise ValueError(fault)
    if not 0 < found <= _MOST_HOURS or found != found.quantize(Decimal("0.0001")):
        fault = "is not above zero with at most four decimals"
        raise ValueError(fault)
    # normalize() alone makes ten hours 1E+1, as which a page would print them.
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found.normalize()
