"""One invented case after the other, as plain rows by table, oldest first; the same shape gives the same cases.

Durations and delays are lognormal, clients Pareto. Nothing lies after the shape's `until`: what would happen later has
not happened, so that the newest cases are open as they would be.
"""

import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ledger.demo.many.chance import Chance
from ledger.demo.many.clocks_drawn import clocks_of, notified
from ledger.demo.many.promises_drawn import promises_of
from ledger.demo.many.repairs_drawn import Repair, repair_of
from ledger.demo.many.shape import FOUND_BY, OURS, UNFILED, Shape, instant
from ledger.demo.many.words import ACTS, RESTORED, SERVICES, TITLES, TOLD
from ledger.incidents.references import client_series, internal_series, written
from ledger.incidents.statuses import ENDED
from ledger.kernel.clock import month_in

Row = dict[str, Any]
_SEVERITIES = ("S1", "S2", "S3", "S4")
_OFTEN = (4, 20, 61, 15)
_TOUCHED = (84, 12, 4)
"""Of a hundred incidents so many touched one, two and three clients."""
_HOURS = timedelta(hours=1)
_COST = (2_500, 250_000)
"""Most costs of a case lie between these, in minor units."""


@dataclass(frozen=True)
class House:
    """Who is there before any case: clients (id and code, the most touched first) and our people by id."""

    clients: tuple[tuple[str, str], ...]
    people: tuple[str, ...]
    zone: str
    currency: str


@dataclass(slots=True)
class Drawn:
    """One case: its incident, and by table the rows that hang on it. Null columns may be missing from a row."""

    incident: Row
    impacts: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    clocks: list[Row] = field(default_factory=list)
    promises: list[Row] = field(default_factory=list)
    repair: Repair | None = None
    cost: int = 0
    """What our own work on it cost, in minor units; booked on the day after it was put right."""


def drawn(shape: Shape, house: House, counters: Counter[str]) -> Iterator[Drawn]:
    """Give the cases of a ledger in the order in which they were detected; `counters` keep the last references."""
    times = shape.detected()
    ids = Chance(random.Random(shape.seed + 1))  # noqa: S311 an invented ledger, the same each time
    chance = Chance(random.Random(shape.seed + 2))  # noqa: S311 see above
    for at in times:
        case = _case(chance, ids, shape, house, instant(at), counters)
        if case.repair and case.repair.comes_back_at:
            place = bisect_left(times, case.repair.comes_back_at.timestamp())
            if place < len(times):
                case.repair.came_back(place, instant(times[place]))
        yield case


def _case(  # noqa: PLR0913, PLR0917 what all parts of one case are drawn with
    chance: Chance, ids: Chance, shape: Shape, house: House, detected_at: datetime, counters: Counter[str]
) -> Drawn:
    incident = _incident(chance, ids, shape, house, detected_at, counters)
    case = Drawn(incident)
    year = incident["filed_at"].astimezone(ZoneInfo(house.zone)).year
    for client_id, code in _touched(chance, shape, house):
        impact = _impact(chance, ids, shape, incident, client_id)
        impact["client_reference"] = _next(counters, client_series(code, year))
        case.impacts.append(impact)
        case.clocks += clocks_of(chance, ids, shape.until, incident, impact)
    _told(ids, case)
    case.promises = promises_of(chance, ids, shape, incident, case.impacts[0]["client_id"])
    case.repair = repair_of(chance, ids, shape.until, house.people, incident)
    put_right_at = incident.get("resolved_at")
    if put_right_at and put_right_at < shape.until - timedelta(days=2) and chance.one_in(6):
        case.cost = round(chance.lognormal(sum(_COST) / 10, 1.1))
    return case


def _incident(  # noqa: PLR0913, PLR0917 see above
    chance: Chance, ids: Chance, shape: Shape, house: House, detected_at: datetime, counters: Counter[str]
) -> Row:
    severity = chance.of(_SEVERITIES, _OFTEN)
    service = chance.choice(SERVICES)
    aware_at = detected_at + chance.minutes(6, 0.9)
    filed_at = aware_at + (chance.minutes(4 * 1440, 0.8) if chance.share(0.06) else chance.minutes(20, 1.2))
    if filed_at > shape.until:
        filed_at = aware_at = detected_at + timedelta(minutes=1)
    filed_by = chance.choice(house.people)
    year = filed_at.astimezone(ZoneInfo(house.zone)).year
    row: Row = {
        "id": ids.id(filed_at), "version": 1, "reference": _next(counters, internal_series(year)),
        "title": TITLES[service], "act_statement": chance.choice(ACTS), "act_is_provisional": False, "ours": "yes",
        "severity": severity, "service": service, "found_by": _found_by(chance, shape, detected_at),
        "owner_id": filed_by, "acting_party": "", "authorised_by": "", "import_flags": [],
        "impact_started_at": None if chance.share(0.02) else detected_at - chance.minutes(35, 1.3),
        "detected_at": detected_at, "aware_at": aware_at, "filed_at": filed_at, "filed_by": filed_by,
        "report_month": month_in(aware_at, house.zone),
    }  # fmt: skip
    _went_on(chance, shape.until, row)
    return row


def _went_on(chance: Chance, until: datetime, row: Row) -> None:
    """Let time pass: taken on, contained, put right, closed; a few are never put right, and a few were none of ours."""
    aware_at, detected_at = row["aware_at"], row["detected_at"]
    resolved_at = None if chance.share(0.004) else detected_at + chance.minutes(210, 1.4)
    if resolved_at is not None:
        resolved_at = max(resolved_at, aware_at)
        if not chance.share(0.04):
            row["acknowledged_at"] = aware_at + (resolved_at - aware_at) * chance.random() * 0.2
        if not chance.share(0.05):
            row["contained_at"] = aware_at + (resolved_at - aware_at) * (0.4 + 0.5 * chance.random())
        row["resolved_at"] = resolved_at
        row["closed_at"] = resolved_at + chance.minutes(16 * 1440, 0.4)
    for name in ("acknowledged_at", "contained_at", "resolved_at", "closed_at"):
        at = row.get(name)
        row[name] = at.replace(microsecond=0) if at is not None and at <= until else None
    row["status"] = "closed" if row["closed_at"] else "resolved" if row["resolved_at"] else "open"
    if row["status"] == "open" and row["contained_at"]:
        row["status"] = "contained"
    if row["closed_at"] and chance.share(0.015):
        row["status"], row["closed_at"] = chance.choice(ENDED), None


def _found_by(chance: Chance, shape: Shape, at: datetime) -> str:
    """Draw who noticed; where much of what we find ourselves is not filed, clients find more of what is."""
    rare_from = shape.filed_less_from
    is_rare = rare_from is not None and at >= rare_from
    often = tuple(n * (1 - UNFILED if is_rare and who in OURS else 1) for who, n in FOUND_BY.items())
    return chance.of(tuple(FOUND_BY), often)


def _touched(chance: Chance, shape: Shape, house: House) -> Iterator[tuple[str, str]]:
    wanted = chance.of((1, 2, 3), _TOUCHED)
    sums, places = shape.client_weights, dict[int, None]()
    while len(places) < wanted:
        places[bisect_right(sums, chance.random() * sums[-1])] = None
    for place in places:
        yield house.clients[place]


def _impact(chance: Chance, ids: Chance, shape: Shape, incident: Row, client_id: str) -> Row:
    people = 5 + int(chance.random() * 60)
    reported_at, notified_at = notified(chance, shape.until, incident)
    return {
        "id": ids.id(incident["filed_at"]), "version": 1, "incident_id": incident["id"], "client_id": client_id,
        "statement": incident["title"], "people_affected": 1 + int(people * chance.random()), "people_total": people + 1,
        "from_at": incident["impact_started_at"], "to_at": incident["resolved_at"], "data_effect": "none",
        "client_reported_at": reported_at, "client_notified_at": notified_at,
    }  # fmt: skip


def _told(ids: Chance, case: Drawn) -> None:
    """Add what the timeline says: that they were told, and that it works again."""
    first = min((row["client_notified_at"] for row in case.impacts if row["client_notified_at"]), default=None)
    said = (("client_notice", TOLD, first), ("restoration", RESTORED, case.incident["resolved_at"]))
    for kind, text, at in said:
        if at is not None:
            case.entries.append(
                {
                    "id": ids.id(at), "incident_id": case.incident["id"], "kind": kind, "text": text, "occurred_at": at,
                    "recorded_at": max(at, case.incident["filed_at"]), "visibility": "all_clients",
                    "author_id": case.incident["owner_id"], "channel": "mail" if kind == "client_notice" else None,
                }
            )  # fmt: skip


def _next(counters: Counter[str], series: str) -> str:
    counters[series] += 1
    return written(series, counters[series])
