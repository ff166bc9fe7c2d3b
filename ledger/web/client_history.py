"""A client's whole history: incidents, letters, promises and remedies of one client in one order."""

from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from ledger.clients.history import HistoryLine, HistoryPart
from ledger.incidents.of_clients import incident_history
from ledger.letters.of_clients import letter_history
from ledger.recovery.of_clients import promise_history, remedy_history
from ledger.web.paging import Position
from ledger.web.session import actor, ledger, provider_zone

READS = {"incident": incident_history, "letter": letter_history, "promise": promise_history, "remedy": remedy_history}


def history(
    client_id: str, *, kind: str | None, year: int | None, after: Position | None, limit: int
) -> list[HistoryLine]:
    """Return the lines of a client's history that were asked for, newest first, at most `limit`.

    A year is one of the provider's zone.
    """
    from_at, to_at = _year(year, provider_zone())
    part = HistoryPart(client_id, from_at, to_at, after, limit)
    kinds = [kind] if kind else list(READS)
    found = [line for kind in kinds for line in ledger().ask(READS[kind], actor(), part)]
    return list(islice(sorted(found, key=lambda line: (line.at, line.id), reverse=True), limit))


def _year(year: int | None, zone: str) -> tuple[datetime | None, datetime | None]:
    """Return the first instant of a year in a zone and of the year after; none for no year."""
    if year is None:
        return None, None
    begins, ends = (datetime(one, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC) for one in (year, year + 1))
    return begins, ends
