"""The record's outer side: stored nodes for proofs, checkpoints, anchors, the public part of signing keys."""

import hashlib
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

NODE = sa.table(
    "log_node", sa.column("log_id"), sa.column("level"), sa.column("idx"), sa.column("hash", sa.LargeBinary())
)


def upgrade() -> None:
    """Create the tables, and fill the nodes of what is recorded already."""
    op.create_index(op.f("ix_log_disclosure_log_id_seq"), "log_disclosure", ["log_id", "seq"], unique=False)
    op.create_index(op.f("ix_log_entry_type"), "log_entry", ["type", "log_id", "seq"], unique=False)
    op.create_table(
        "log_node",
        sa.Column("log_id", sa.String(length=36), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("idx", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["log_id"], ["log.id"], name=op.f("fk_log_node_log_id")),
        sa.PrimaryKeyConstraint("log_id", "level", "idx", name=op.f("pk_log_node")),
    )
    op.create_table(
        "log_checkpoint",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("log_id", sa.String(length=36), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["log_id"], ["log.id"], name=op.f("fk_log_checkpoint_log_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_checkpoint")),
    )
    op.create_index(op.f("ix_log_checkpoint_log_id_size"), "log_checkpoint", ["log_id", "size"], unique=False)
    op.create_table(
        "log_anchor",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("log_id", sa.String(length=36), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("token", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('letter', 'file', 'email')", name=op.f("ck_log_anchor_kind")),
        sa.ForeignKeyConstraint(["log_id"], ["log.id"], name=op.f("fk_log_anchor_log_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_anchor")),
    )
    op.create_index(op.f("ix_log_anchor_log_id"), "log_anchor", ["log_id"], unique=False)
    op.create_table(
        "signing_key",
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("line", sa.String(length=400), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("line", name=op.f("uq_signing_key_line")),
    )
    op.create_index(op.f("ix_signing_key_event_id"), "signing_key", ["event_id"], unique=False)
    _fill()


def downgrade() -> None:
    """Drop them again."""
    for table in ("signing_key", "log_anchor", "log_checkpoint", "log_node"):
        op.drop_table(table)
    op.drop_index(op.f("ix_log_entry_type"), "log_entry")
    op.drop_index(op.f("ix_log_disclosure_log_id_seq"), "log_disclosure")


def _fill() -> None:
    connection = op.get_bind()
    for log_id in list(connection.scalars(sa.text("SELECT id FROM log ORDER BY id"))):
        query = sa.text("SELECT leaf_hash FROM log_entry WHERE log_id = :log ORDER BY seq")
        leaves = [bytes(leaf) for leaf in connection.scalars(query, {"log": log_id})]
        rows = [{"log_id": log_id, "level": level, "idx": idx, "hash": found} for level, idx, found in _nodes(leaves)]
        for at in range(0, len(rows), 5000):
            connection.execute(sa.insert(NODE), rows[at : at + 5000])


def _nodes(hashes: list[bytes]) -> Iterator[tuple[int, int, bytes]]:
    level = 0
    while len(hashes) > 1:
        level += 1
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        hashes = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
        yield from ((level, idx, found) for idx, found in enumerate(hashes))
