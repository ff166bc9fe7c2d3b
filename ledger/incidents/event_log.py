"""Event logs of IT service management tools as CSV (ServiceNow's audit log and its like): one line for each change.

A documented mapping says which column holds what. `?`, `N/A` and empty cells are missing. Days are written day first
unless the year stands first or `month_first` is said; times without a zone are of the zone that is given. What the file
does not say stays unsaid: when the effect began, who was told. The opening of a ticket is when we were told and knew;
the first change away from `New` is taken for its acknowledgement, and where no time of the end is told the change to
the state that ended it for the end; both are flagged as inferred.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType

from ledger.incidents.intake import ParsedFile, ParsedIncident, ParsedUpdate, Skipped, UnreadableFile, flags_of
from ledger.incidents.plain_text import one_line
from ledger.kernel.csv_file import NoCsv, csv_rows

ITSM = "itsm"
LIMIT_BYTES = 50_000_000
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "number": ("number", "incident number", "ticket", "id", "key"),
        "state": ("incident_state", "state", "status"),
        "opened_at": ("opened_at", "opened", "created", "created_at"),
        "updated_at": ("sys_updated_at", "updated", "updated_at"),
        "resolved_at": ("resolved_at", "resolved"),
        "title": ("short_description", "short description", "title", "summary", "category"),
        "priority": ("priority", "severity"),
        "contact": ("contact_type", "contact type", "channel", "source"),
        "service": ("business_service", "service", "cmdb_ci"),
    }
)
"""Our field to the columns that usually say it, in small letters; the first that is there counts."""
NEEDED = ("number", "state", "opened_at", "updated_at")
MISSING = frozenset({"", "?", "-", "n/a", "na", "null", "none"})
ENDED = frozenset({"resolved", "closed", "6", "7"})
FRESH = frozenset({"new", "1"})
REPORTED = frozenset({"phone", "email", "e-mail", "self-service", "self service", "chat", "walk-in"})
"""Ways in which somebody of the client's tells us; a ticket that a monitor opened is none."""
ACKNOWLEDGEMENT_INFERRED = "acknowledgement_inferred"
RESOLUTION_INFERRED = "resolution_inferred"
RESOLVED_BEFORE_OPENED = "resolved_before_opened"
_DAY_FIRST = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d-%m-%Y %H:%M")
_MONTH_FIRST = ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %I:%M:%S %p")
_LONGEST_NUMBER = 100
_NO_TITLE = "No title in the source"


@dataclass(frozen=True)
class Written:
    """How a file was written: the zone of its times, and whether months stand before days."""

    zone: tzinfo
    month_first: bool = False


@dataclass(frozen=True)
class _Change:
    """One line of the log: the cells that are mapped, without those that are missing, and its time."""

    line: int
    cells: Mapping[str, str]
    at: datetime


def usual_columns(columns: Sequence[str], said: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Return our field to their column: as `said`, else by their usual names; fields that no column holds are left out.

    Raises `UnreadableFile` for a field or a column that is not there, and for one that is needed and missing.
    """
    by_name = {column.strip().lower(): column for column in reversed(columns)}
    if wrong := sorted(set(said) - set(FIELDS)):
        fault = f"There is no field {', '.join(wrong)}; there are: {', '.join(FIELDS)}."
        raise UnreadableFile(fault)
    if wrong := sorted(column for column in said.values() if column and column not in columns):
        fault = f"The file has no column {', '.join(wrong)}; it has: {', '.join(columns)}."
        raise UnreadableFile(fault)
    usual = {field: next((by_name[name] for name in names if name in by_name), "") for field, names in FIELDS.items()}
    found = {field: column for field, column in (usual | dict(said)).items() if column}
    if missing := [field for field in NEEDED if field not in found]:
        fault = f"Say which column holds: {', '.join(missing)}; the file has: {', '.join(columns)}."
        raise UnreadableFile(fault)
    return found


def parse_event_log(data: bytes, written: Written, said: Mapping[str, str] = MappingProxyType({})) -> ParsedFile:
    """Return the incidents of one event log, each number once, and what was left out and why.

    `said` maps our fields to columns where the usual names do not. Raises `UnreadableFile`; an incident with a line
    that cannot be read is left out, with the line, the field and the reason.
    """
    rows = _rows(data)
    columns = usual_columns(rows[0], said)
    places = {field: rows[0].index(column) for field, column in columns.items()}
    changes: dict[str, list[_Change]] = {}
    unread: dict[str, Skipped] = {}
    for line, row in enumerate(rows[1:], 2):
        cells = {field: row[place].strip() for field, place in places.items() if place < len(row)}
        cells = {field: cell for field, cell in cells.items() if cell.lower() not in MISSING}
        if not any(cell.strip() for cell in row):
            continue
        number = cells.get("number", "")
        fault = _fault(cells)
        if not fault:
            try:
                changes.setdefault(number, []).append(_Change(line, cells, _instant(cells["updated_at"], written)))
                _instant(cells["opened_at"], written)
                continue
            except ValueError as reason:
                fault = str(reason)
        unread.setdefault(number, Skipped(number, "", f"Line {line}: {fault}"))
    incidents = tuple(
        _incident(number, sorted(lines, key=lambda one: one.at), written)
        for number, lines in changes.items()
        if number not in unread
    )
    fit = tuple(one for one in incidents if isinstance(one, ParsedIncident))
    left_out = tuple(one for one in incidents if isinstance(one, Skipped))
    return ParsedFile("", "", fit, (*unread.values(), *left_out), ITSM)


def _rows(data: bytes) -> list[list[str]]:
    try:
        return csv_rows(data, most_bytes=LIMIT_BYTES)
    except NoCsv as fault:
        raise UnreadableFile(str(fault)) from None


def _fault(cells: Mapping[str, str]) -> str:
    number = cells.get("number", "")
    if not number or len(number) > _LONGEST_NUMBER or not number.isprintable():
        return f"number should have 1 to {_LONGEST_NUMBER} printable characters."
    missing = [field for field in NEEDED if field not in cells]
    return f"{', '.join(missing)} missing." if missing else ""


def _incident(number: str, changes: Sequence[_Change], written: Written) -> ParsedIncident | Skipped:
    last = changes[-1].cells
    try:
        opened_at = _instant(last["opened_at"], written)
        has_ended = last["state"].lower() in ENDED
        told_at = _instant(last["resolved_at"], written) if has_ended and "resolved_at" in last else None
    except ValueError as reason:
        return Skipped(number, "", f"Line {changes[-1].line}: {reason}")
    resolved_at = told_at or (_ended_at(changes) if has_ended else None)
    acknowledged_at = next((one.at for one in changes if one.cells["state"].lower() not in FRESH), None)
    return ParsedIncident(
        external_id=number,
        page_id="",
        page_name="",
        title=one_line(last.get("title", "")) or _NO_TITLE,
        status="resolved" if has_ended else "open",
        impact=last.get("priority", ""),
        shortlink="",
        started_at=None,
        created_at=opened_at,
        updated_at=changes[-1].at,
        monitoring_at=None,
        resolved_at=resolved_at,
        updates=tuple(_updates(number, changes)),
        components=(last["service"],) if "service" in last else (),
        flags=tuple(_flags(opened_at, resolved_at, acknowledged_at, is_told=told_at is not None)),
        detected_at=opened_at,
        acknowledged_at=acknowledged_at,
        is_reported=last.get("contact", "").lower() in REPORTED,
    )


def _ended_at(changes: Sequence[_Change]) -> datetime:
    """Return when a ticket that has ended came into such a state for the last time."""
    ended_at = changes[-1].at
    for one in reversed(changes):
        if one.cells["state"].lower() not in ENDED:
            break
        ended_at = one.at
    return ended_at


def _flags(
    opened_at: datetime, resolved_at: datetime | None, acknowledged_at: datetime | None, *, is_told: bool
) -> Iterator[str]:
    if acknowledged_at is not None:
        yield ACKNOWLEDGEMENT_INFERRED
    if resolved_at is not None and not is_told:
        yield RESOLUTION_INFERRED
    if resolved_at is not None and resolved_at < opened_at:
        yield RESOLVED_BEFORE_OPENED
    yield from flags_of(opened_at if resolved_at == opened_at else None, resolved_at, None)


def _updates(number: str, changes: Sequence[_Change]) -> Iterator[ParsedUpdate]:
    """Give each change of state as an internal line; what else changed is nothing that the columns tell."""
    before = ""
    seen: dict[str, int] = {}
    for one in changes:
        state = one.cells["state"]
        if state == before:
            continue
        before = state
        seen[state] = seen.get(state, 0) + 1
        ended = "resolved" if state.lower() in ENDED else ""
        yield ParsedUpdate(
            external_id=f"{number} {state} {seen[state]}",
            status=ended,
            text=f"State in the source: {state}.",
            occurred_at=one.at,
            created_at=one.at,
            updated_at=one.at,
            components=(),
            is_internal=True,
        )


def _instant(text: str, written: Written) -> datetime:
    """Return an instant in UTC; raise `ValueError` with a sentence."""
    found = _iso(text)
    forms = _MONTH_FIRST if written.month_first else _DAY_FIRST
    for form in forms if found is None else ():
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 its zone is given below
            break
        except ValueError:
            continue
    if found is None:
        order = "month, day" if written.month_first else "day, month"
        fault = f"“{text[:40]}” is not a time such as 2026-11-20 14:30, or with {order}, year."
        raise ValueError(fault)
    return (found if found.tzinfo else found.replace(tzinfo=written.zone)).astimezone(UTC)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
