"""Looking at what a page is about to show: where it is not as recorded the page says so, and everybody is told."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec

from sqlalchemy.orm import Session

from ledger.kernel.errors import Conflict
from ledger.notary.noticing import notice
from ledger.people.actor import SYSTEM, Actor
from ledger.people.queries import staff
from ledger.record.findings import Finding
from ledger.record.standing import standing_findings
from ledger.web.session import actor, ledger

P = ParamSpec("P")
_READING = frozenset({"sqlalchemy.engine.result", "sqlalchemy.engine.cursor", "sqlalchemy.orm.loading"})
"""Modules that make values of what the database gives."""


@dataclass(frozen=True)
class Mismatch:
    """What a page shows although it is not as recorded."""

    sentences: tuple[str, ...]
    """For our own people; clients are told that something is wrong, and whom to ask."""
    since_at: datetime | None
    """When the first of it was found."""
    clear_at: datetime | None
    """When a check last found nothing of it; none where that is unknown."""


def mismatch(
    look: Callable[Concatenate[Session, Actor, P], list[Finding]], *args: P.args, **named: P.kwargs
) -> Mismatch | None:
    """Look at rows with `look`; return what is wrong, after it was recorded that it is; none where all is well."""
    findings = ledger().ask(look, actor(), *args, **named)
    if not findings:
        return None
    notice(ledger(), findings)
    with ledger().database.read() as session:
        known = {one.finding: one for one in standing_findings(session)}
    found = [known[finding] for finding in findings if finding in known]
    cleared = [one.clear_at for one in found if one.clear_at]
    counts = Counter(finding.sentence for finding in findings if actor().is_staff)
    sentences = tuple(f"{one} ({count} times)" if count > 1 else one for one, count in counts.items())
    return Mismatch(sentences, min((one.since_at for one in found), default=None), max(cleared, default=None))


def refuse_mismatch(
    look: Callable[Concatenate[Session, Actor, P], list[Finding]], *args: P.args, **named: P.kwargs
) -> None:
    """Raise `Conflict` where what a program asked for is not as recorded: it would pass it on without a banner."""
    if wrong := mismatch(look, *args, **named):
        told = " ".join(["What you asked for is not all as it was recorded.", *wrong.sentences[:5]])
        raise Conflict(told)


def administrators() -> list[str]:
    """Return the names of those who look after the ledger, to be asked."""
    return [one.name for one in ledger().ask(staff, SYSTEM) if one.role == "admin"]


def is_unreadable(fault: Exception) -> bool:
    """Say whether a fault came up while a row was read: SQLite keeps in any column what an administrator puts there."""
    trace, places = fault.__traceback__, []
    while trace is not None:
        places.append(trace.tb_frame.f_globals.get("__name__", ""))
        trace = trace.tb_next
    return isinstance(fault, (ValueError, TypeError)) and any(place in _READING for place in places)
