"""Cases to count, small enough to count by hand; factories say only what differs."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ledger.trends.action_history import Spell
from ledger.trends.catalogue import MEASURES
from ledger.trends.facts.case_rows import ActionRow, CaseRow, ClockRun, ImpactRow, PromiseRow
from ledger.trends.facts.fact import Fact

BERLIN = ZoneInfo("Europe/Berlin")
CHICAGO = ZoneInfo("America/Chicago")
AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)
NOON = datetime(2026, 9, 10, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def a_case(**differs: Any) -> CaseRow:
    """Make a closed S2, noticed by our monitoring at noon of 10 September."""
    given: dict[str, Any] = {
        "id": "case",
        "severity": "S2",
        "status": "closed",
        "service": "mail",
        "found_by": "our_monitoring",
        "imported": False,
        "report_month": "2026-09",
        "filed_at": NOON + 10 * MINUTE,
        "zone": BERLIN,
        "detected_at": NOON,
        "aware_at": NOON,
    }
    return CaseRow(**(given | differs))


def an_impact(key: str, notified: int | None = 10, reported: int | None = None) -> ImpactRow:
    """Make an impact; notice and report are minutes after noon."""
    return ImpactRow(key, "client", CHICAGO, _after(notified), _after(reported))


def a_clock(key: str, kind: str, due: int, stopped: int | None, *, replaced: int | None = None) -> ClockRun:
    """Make a clock that runs from noon; due, stopped and replaced are minutes after it."""
    return ClockRun(key, "i", kind, NOON, NOON + due * MINUTE, _after(stopped), _after(replaced))


def a_promise(key: str, **differs: Any) -> PromiseRow:
    """Make a promise due at noon."""
    given: dict[str, Any] = {"id": key, "client_id": "client", "original_due_at": NOON}
    return PromiseRow(**(given | differs))


def an_action(key: str, **differs: Any) -> ActionRow:
    """Make an action open since noon and due a day later."""
    given: dict[str, Any] = {"id": key, "spells": (Spell(key, NOON, NOON + DAY),)}
    return ActionRow(**(given | differs))


def facts(measure: str, *cases: CaseRow) -> list[Fact]:
    """Give the facts of cases for one measure."""
    maker = MEASURES[measure].maker
    assert maker is not None
    return [fact for case in cases for fact in maker(case)]


def k_of_n(found: list[Fact], as_of: datetime = AS_OF) -> tuple[list[str], list[str]]:
    """Give the items that met a measure at an instant, and those that took part."""
    return [f.item_id for f in found if f.is_met(as_of)], [f.item_id for f in found if f.counts(as_of)]


def _after(minutes: int | None) -> datetime | None:
    return None if minutes is None else NOON + minutes * MINUTE
