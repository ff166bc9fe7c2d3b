"""Pages of a small and of a large ledger: 100 and 100,000 incidents."""

from collections.abc import Iterator

from sqlalchemy import select

from ledger.incidents.models import Incident
from ledger.work import Ledger
from tests.bench.figures import Figure, in_turns
from tests.bench.filling import fill
from tests.bench.ground import DATABASES, Ground, page_of

SMALL, LARGE = 100, 100_000
MOST = 3.0
ROUNDS = 15


def measure(ground: Ground) -> Iterator[Figure]:
    """Ask for the list, the board and an incident in both ledgers, on each database."""
    for database in DATABASES:
        small, large = (ground.ledger(database, f"lists_{size}") for size in (SMALL, LARGE))
        ask_small, ask_large = page_of(small, fill(small, SMALL)), page_of(large, fill(large, LARGE))
        one_small, one_large = _newest(small), _newest(large)
        pages = {
            "List of incidents": ("/incidents", "/incidents"),
            "List of severity S3": ("/incidents?severity=S3", "/incidents?severity=S3"),
            "Board": ("/board", "/board"),
            "One incident": (f"/incidents/{one_small}", f"/incidents/{one_large}"),
        }
        for what, (in_small, in_large) in pages.items():
            ours, other = in_turns(lambda: ask_large(in_large), lambda: ask_small(in_small), ROUNDS)  # noqa: B023 used at once
            yield Figure(f"{what}, {LARGE:,} incidents ({database})", f"with {SMALL}", ours, other, MOST)


def _newest(ledger: Ledger) -> str:
    with ledger.database.read() as session:
        return session.scalars(select(Incident.reference).order_by(Incident.filed_at.desc()).limit(1)).one()
