"""Stored nodes: only complete subtrees, the same tree as the leaves', proofs from a few of them."""

from collections.abc import Sequence
from functools import partial

import pytest
from alembic import command
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from ledger.config import home
from ledger.kernel.db import open_database
from ledger.kernel.schema import configuration, upgrade
from ledger.people.actor import SYSTEM
from ledger.record import node_checks, nodes
from ledger.record.driver import by_driver
from ledger.record.heads import log_head
from ledger.record.merkle import leaf_hash
from ledger.record.models import PROVIDER_LOG, LogEntry, LogNode
from ledger.record.node_checks import nodes_hold
from ledger.record.nodes import MissingNode, prove, root_at
from ledger.record.operations import note
from ledger.record.proofs import check_consistency, check_inclusion, consistency_proof, inclusion_proof
from ledger.work import Ledger
from tests.factories import a_provider
from tests.notary.tampering import as_owner, run
from tests.record.test_merkle import defined_root
from tests.support.databases import APPLICATION, Place

SIZE = 21


def fill(ledger: Ledger, to: int = SIZE) -> list[bytes]:
    """Note events until the provider's log holds `to`, and return all bodies."""
    a_provider(ledger)
    with ledger.unit() as session:
        head = log_head(session, PROVIDER_LOG)
        assert head is not None
        for number in range(to - head.size):
            note(session, "test.noted", actor=SYSTEM.user_id, subjects="x", data={"n": number})
    with ledger.database.read() as session:
        query = select(LogEntry.body).where(LogEntry.log_id == PROVIDER_LOG).order_by(LogEntry.seq)
        return list(session.scalars(query))


def test_only_complete_subtrees_are_stored_and_all_of_them(ledger: Ledger) -> None:
    bodies = fill(ledger)
    assert len(bodies) == SIZE
    with ledger.database.read() as session:
        stored = {(row.level, row.idx): row.hash for row in session.scalars(select(LogNode))}
    wanted = {
        (level, index): defined_root(bodies[index << level : (index + 1) << level])
        for level in range(1, 5)
        for index in range(SIZE >> level)
    }
    assert stored == wanted


def test_stored_nodes_give_the_root_at_every_size(ledger: Ledger) -> None:
    bodies = fill(ledger)
    with ledger.database.read() as session:
        for size in range(1, SIZE + 1):
            assert root_at(session, PROVIDER_LOG, size) == defined_root(bodies[:size])
        head = log_head(session, PROVIDER_LOG)
    assert head is not None
    assert head.root == defined_root(bodies)


def test_proofs_from_stored_nodes_hold_for_each_leaf_and_each_older_size(ledger: Ledger) -> None:
    bodies = fill(ledger)
    whole = defined_root(bodies)
    with ledger.database.read() as session:
        for index, body in enumerate(bodies):
            path = prove(session, PROVIDER_LOG, partial(inclusion_proof, index=index, size=SIZE))
            check_inclusion(index, SIZE, leaf_hash(body), path, whole)
            older = index + 1
            grown = prove(session, PROVIDER_LOG, partial(consistency_proof, older=older, newer=SIZE))
            check_consistency(older, SIZE, defined_root(bodies[:older]), whole, grown)


def test_proofs_of_all_leaves_ask_a_server_twice_and_sqlite_once_for_each_hash(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(ledger)
    asked: list[str] = []
    looked_up: list[object] = []

    def looking_up(session: Session, statement: str, rows: Sequence[tuple[object, ...]]) -> object:
        looked_up.extend(rows)
        return by_driver(session, statement, rows)

    wanted: set[tuple[int, int]] = set()

    def noting(level: int, index: int) -> bytes:
        wanted.add((level, index))
        return bytes(32)

    for at in range(SIZE):
        inclusion_proof(noting, at, SIZE)
    monkeypatch.setattr(nodes, "by_driver", looking_up)
    with ledger.database.read() as session:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *args: asked.append(args[2]))
        prove(session, PROVIDER_LOG, lambda tree: [inclusion_proof(tree, at, SIZE) for at in range(SIZE)])
    assert len([line for line in asked if line.startswith("SELECT")]) == (0 if ledger.database.is_sqlite else 2)
    assert len(looked_up) == len(set(looked_up)) == (len(wanted) if ledger.database.is_sqlite else 0)


def test_a_missing_node_is_said_and_not_guessed(own_ledger: Ledger) -> None:
    fill(own_ledger)
    with own_ledger.database.read() as session:
        assert max(session.scalars(select(LogNode.level))) == 4
        with pytest.raises(MissingNode, match="64 entries"):
            root_at(session, PROVIDER_LOG, 64)


def test_stored_nodes_that_are_the_tree_hold(ledger: Ledger) -> None:
    fill(ledger)
    with ledger.database.read() as session:
        assert list(nodes_hold(session)) == []


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("UPDATE log_node SET hash = :zeros", "too many: 18, the first of them over entry 0."),
        ("UPDATE log_node SET hash = :short WHERE level = 2 AND idx = 3", "many: 1, the first of them over entry 12."),
        ("DELETE FROM log_node WHERE level = 1 AND idx = 9", "too many: 1, the first of them over entry 18."),
        ("UPDATE log_node SET idx = 77 WHERE level = 4", "too many: 2, the first of them over entry 0."),
        ("INSERT INTO log_node SELECT log_id, 7, 7, hash FROM log_node WHERE level = 4", "too many: 1. The entries"),
    ],
)  # fmt: skip
def test_a_stored_node_that_is_not_the_tree_is_found(
    own_ledger: Ledger, own_place: Place, act: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(own_ledger)
    # Few at once, so that so small a tree is looked at in several blocks.
    monkeypatch.setattr(node_checks, "AT_ONCE", 2)
    values = {name: value for name, value in {"zeros": bytes(32), "short": b"x"}.items() if f":{name}" in act}
    with as_owner(own_place) as connection:
        run(connection, act, **values)
    with own_ledger.database.read() as session:
        (finding,) = nodes_hold(session)
    assert told in finding.sentence


def test_what_is_no_hash_counts_as_missing(own_ledger: Ledger, own_place: Place) -> None:
    fill(own_ledger)
    with as_owner(own_place) as connection:
        run(connection, "UPDATE log_node SET hash = :junk", junk="text" if own_ledger.database.is_sqlite else b"text")
    with own_ledger.database.read() as session:
        assert len(list(nodes_hold(session))) == 1
        with pytest.raises(MissingNode, match="is not stored, or is none"):
            root_at(session, PROVIDER_LOG, SIZE)


def test_the_migration_fills_the_nodes_of_a_filled_ledger(own_ledger: Ledger, own_place: Place) -> None:
    bodies = fill(own_ledger)
    engine = open_database(own_place.owner_url).engine
    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(configuration(home() / "migrations", connection), "0007")
    upgrade(engine, home() / "migrations", APPLICATION)
    engine.dispose()
    with own_ledger.database.read() as session:
        assert root_at(session, PROVIDER_LOG, SIZE) == defined_root(bodies)
        assert session.scalar(select(func.count()).select_from(LogNode)) == SIZE - SIZE.bit_count()
