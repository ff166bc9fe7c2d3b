"""The record: what it costs a unit of work, verifying a million leaves, proofs, and the client's own check."""

import contextlib
import io
import random
import statistics
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.logs import log_named
from ledger.incidents.models import CauseFamily
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.ids import new_id
from ledger.notary.receipts import receipt
from ledger.notary.signing import checkpoint
from ledger.people.actor import SYSTEM
from ledger.record.entry_checks import verify_entries
from ledger.record.histories import events_about
from ledger.record.merkle import grown_by, leaf_hashes
from ledger.record.models import LogEntry
from ledger.record.node_checks import nodes_hold
from ledger.record.nodes import prove
from ledger.record.operations import note
from ledger.record.proofs import inclusion_proof
from ledger.record.signing_keys import known_keys
from ledger.record.verification import verify_leaves
from ledger.work import Ledger
from tests.bench.figures import Figure, in_turns, timed
from tests.bench.ground import DATABASES, Ground
from tests.bench.long_log import BATCH, OF_A_CASE, case_of, long_log
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.notary.client_script import script
from tests.notary.test_signing import keys_of

WITH_RECORD = {"SQLite": 1 / 0.5, "PostgreSQL": 1 / 0.4}
"""The most times as long a unit may take with the record (record.md: at least 0.5 and 0.4 as many a second)."""
VERIFYING = 2.5
PROOF, STANDALONE = 0.001, 0.2
"""Seconds for an inclusion proof, and for the client's check of a receipt."""
LEAVES, ENTRIES = 1_000_000, 1_000
UNITS, PROOFS, CHECKS = 400, 400, 9
LOG, SHORT = "long", "short"
SHORT_LEAVES, CASES = 1_000, 100
FINDING = 2
"""The most times as long the entries of one case may take to be found in a long log."""


def measure(ground: Ground) -> Iterator[Figure]:
    """Measure every figure of record.md's table."""
    for database in DATABASES:
        yield _unit(database, ground.ledger(database, "record_unit"))
        yield _entry(database, ground.ledger(database, "record_entry"))
    ledger = ground.ledger("SQLite", "record_long")
    a_provider(ledger)
    long_log(ledger, LOG, LEAVES)
    checkpoint(ledger, LOG)
    yield from _verifying(ledger)
    yield _proof(ledger)
    yield _case(ledger)
    yield _standalone(ground.ledger("SQLite", "record_receipt"))


def _unit(database: str, ledger: Ledger) -> Figure:
    """Write one row in a unit, with its event and without."""
    a_provider(ledger)

    def with_record() -> None:
        with ledger.unit() as session:
            key = new_id()
            told = note(session, "cause_family.added", actor="system", subjects=key, sealed={"name": key})
            session.add(CauseFamily(id=key, name=key, event_id=told))

    def without() -> None:
        with ledger.database.write() as session:
            key = new_id()
            session.add(CauseFamily(id=key, name=key, event_id=key))
            session.commit()

    ours, other = in_turns(with_record, without, UNITS)
    note_ = f"{1 / ours:,.0f} and {1 / other:,.0f} a second: {other / ours:.2f}"
    return Figure(f"A unit of one row ({database})", "without the record", ours, other, WITH_RECORD[database], note_)


def _entry(database: str, ledger: Ledger) -> Figure:
    """Write a line of a timeline, as its verb does it: in a unit with its record, and the same rows without."""
    a_provider(ledger)
    a_client(ledger)
    actor = an_actor(ledger)
    filed = an_incident(ledger, actor)
    said: Any = {"incident_id": filed.id, "kind": "observation", "text": "We looked at the second switch."}

    def with_record() -> None:
        ledger.do(add_entry, actor, **said)

    def without() -> None:
        with ledger.database.write() as session:
            add_entry(session, actor, **said)
            session.info.clear()
            session.commit()

    ours, other = in_turns(with_record, without, UNITS)
    note_ = f"{1 / ours:,.0f} and {1 / other:,.0f} a second: {other / ours:.2f}"
    return Figure(f"A line of a timeline ({database})", "without the record", ours, other, WITH_RECORD[database], note_)


def _verifying(ledger: Ledger) -> Iterator[Figure]:
    with ledger.database.read() as session:
        keys = [one.key for one in known_keys(session)]
        bare = _bare_hashing(session)

        def leaves() -> None:
            assert list(verify_leaves(session, LOG, (), keys, lambda _count: None)) == []

        def all_of_it() -> None:
            leaves()
            assert list(verify_entries(session, LOG)) == []

        what = f"Verify {LEAVES:,} leaves (SQLite)"
        yield Figure(what, "hashing the same bytes", min(timed(leaves) for _ in range(2)), bare, VERIFYING)
        yield Figure(f"{what}, also their columns and words", "hashing the same bytes", timed(all_of_it), bare)
        nodes = timed(lambda: [*nodes_hold(session)])
        yield Figure(f"{what}, the stored nodes over them alone", "hashing the same bytes", nodes, bare)


def _bare_hashing(session: Session) -> float:
    """Return the seconds of hashing all bodies of the log, and the tree over them; the reading is left out."""
    spent = 0.0
    leaves: list[bytes] = []
    for first in range(0, LEAVES, BATCH):
        query = select(LogEntry.body).where(LogEntry.log_id == LOG, LogEntry.seq.between(first, first + BATCH - 1))
        bodies = session.scalars(query).all()
        spent += timed(lambda: leaves.extend(leaf_hashes(bodies)))  # noqa: B023 used at once
    return spent + timed(lambda: grown_by((), 0, leaves))


def _proof(ledger: Ledger) -> Figure:
    chance = random.Random(1)  # noqa: S311 the same leaves each time
    with ledger.database.read() as session:

        def one() -> None:
            seq = chance.randrange(LEAVES)
            path = prove(session, LOG, lambda hash_of: inclusion_proof(hash_of, seq, LEAVES))
            assert path

        ours = _median(one, PROOFS)
    return Figure(f"Inclusion proof among {LEAVES:,} leaves (SQLite)", "", ours, longest=PROOF)


def _case(ledger: Ledger) -> Figure:
    """Read what the record says about one case: from a long log, and from a short one."""
    long_log(ledger, SHORT, SHORT_LEAVES)

    def of(log_id: str, size: int) -> Callable[[], None]:
        def one() -> None:
            with ledger.database.read() as session:
                assert len(events_about(session, {log_id: case_of(size // 2)})) == OF_A_CASE

        return one

    ours, other = in_turns(of(LOG, LEAVES), of(SHORT, SHORT_LEAVES), CASES)
    what = f"A case's {OF_A_CASE} entries among {LEAVES:,} (SQLite)"
    return Figure(what, f"among {SHORT_LEAVES:,}", ours, other, FINDING)


def _standalone(ledger: Ledger) -> Figure:
    a_provider(ledger)
    a_client(ledger)
    log_id = ledger.ask(log_named, SYSTEM, "HFO")
    with ledger.unit() as session:
        for _ in range(ENTRIES):
            note(session, "impact.changed", actor="system", subjects={log_id: "x"}, sealed={"statement": "Words"})
    text = receipt(ledger, SYSTEM, "HFO")[1]
    keys = [script.read_key(str(key)) for key in keys_of(ledger)]

    def one() -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            script.check(text, keys)

    return Figure(f"The client's script checks {ENTRIES:,} entries", "", _median(one, CHECKS), longest=STANDALONE)


def _median(work: Callable[[], object], rounds: int) -> float:
    work()
    return statistics.median(timed(work) for _ in range(rounds))
