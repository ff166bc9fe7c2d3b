"""Drawn cases as rows of tables, parents before children, for writing past the record."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from ledger.books.accounts import ABSORBED_LABOUR, LABOUR
from ledger.books.models import JournalEntry, Transfer
from ledger.demo.many.case_facts import facts_of_drawn
from ledger.demo.many.drawing import Drawn, House, Row
from ledger.incidents.models import ClockRow, Entry, Impact, Incident
from ledger.kernel.db import Base
from ledger.recovery.action_parts import ActionRepeat, ActionStep
from ledger.recovery.models import Action, Promise
from ledger.trends.models import TrendFact

TABLES: tuple[type[Base], ...] = (
    Incident, Impact, Entry, ClockRow, Promise, Action, ActionStep, ActionRepeat, JournalEntry, Transfer, TrendFact,
)  # fmt: skip
"""In the order in which they are written."""
NARRATION = "Our own work on putting it right"
_FACT = attrgetter(*(column.name for column in TrendFact.__table__.columns))


class Collected:
    """The rows of many cases by table; what a later incident shows of an earlier action waits for that incident."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._zone = ZoneInfo(house.zone)
        self._waiting: dict[int, list[Row]] = {}
        self.rows: dict[type[Base], list[Row]] = {table: [] for table in TABLES[:-1]}
        self.facts: list[tuple[Any, ...]] = []
        """In the order of the table's columns."""

    def add(self, place: int, case: Drawn) -> None:
        """Add the rows of the case in this place."""
        rows = self.rows
        rows[Incident].append(_own(case.incident) | {"import_flags": "[]"})
        for table, found in ((Impact, case.impacts), (Entry, case.entries), (ClockRow, case.clocks)):
            rows[table] += map(_own, found)
        rows[Promise] += map(_own, case.promises)
        rows[ActionRepeat] += (row | {"incident_id": case.incident["id"]} for row in self._waiting.pop(place, ()))
        if case.repair:
            rows[Action].append(_own(case.repair.action))
            rows[ActionStep] += map(_own, case.repair.steps)
            self._wait(case)
        if case.cost:
            self._booked(case)
        self.facts += map(_FACT, facts_of_drawn(case, self._zone))

    def taken(self) -> Iterator[tuple[type[Base], Iterable[tuple[Any, ...]]]]:
        """Give what was collected by table, and begin anew."""
        found, self.rows = self.rows, {table: [] for table in TABLES[:-1]}
        facts, self.facts = self.facts, []
        yield from ((table, tuples(table, rows)) for table, rows in found.items() if rows)
        yield TrendFact, facts

    def _wait(self, case: Drawn) -> None:
        repair = case.repair
        if repair is None or repair.came_back_in is None:
            return
        row = repeat_of(repair.action["id"], repair.came_back_at)
        self._waiting.setdefault(repair.came_back_in, []).append(row | {"event_id": row["id"]})

    def _booked(self, case: Drawn) -> None:
        key = case.incident["id"]
        entry = {
            "id": f"{key[:-1]}e", "subject": key, "kind": "labour", "narration": NARRATION, "booked_on": booked_on(case),
            "event_id": key, "client_id": case.impacts[0]["client_id"] if len(case.impacts) == 1 else None,
        }  # fmt: skip
        line = {
            "id": f"{key[:-1]}f", "entry_id": entry["id"], "line": 1, "currency": self._house.currency, "debit": LABOUR,
            "credit": ABSORBED_LABOUR, "amount": case.cost, "event_id": key,
        }  # fmt: skip
        self.rows[JournalEntry].append(entry)
        self.rows[Transfer].append(line)


def repeat_of(action_id: str, found_at: Any) -> Row:
    """Return the row that says that an effective action did not hold, but for the incident that showed it."""
    key = f"{action_id[:-1]}{(int(action_id[-1], 16) + 1) % 16:x}"
    return {"id": key, "action_id": action_id, "from_status": "effective", "found_at": found_at}


def booked_on(case: Drawn) -> date:
    """Return the day on which the work on a case was booked."""
    day: date = (case.incident["resolved_at"] + timedelta(days=1)).date()
    return day


def columns_of(table: type[Base]) -> tuple[str, ...]:
    """Return the columns of a table in a fixed order."""
    return tuple(column.name for column in table.__table__.columns)


def _own(row: Row) -> Row:
    """Return a row as if an event of its own had written it: its own id stands for that event's."""
    row["event_id"] = row["id"]
    return row


def tuples(table: type[Base], rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    """Give rows as tuples in the order of the table's columns; a null column may be missing."""
    names = columns_of(table)
    for row in rows:
        said = row.get
        yield tuple(map(said, names))
