"""The record: logs, heads, entries, disclosures."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables of this room."""
    op.create_table(
        "log",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log")),
        sa.UniqueConstraint("origin", name=op.f("uq_log_origin")),
    )
    op.create_table(
        "log_disclosure",
        sa.Column("digest", sa.String(length=43), nullable=False),
        sa.Column("log_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["log_id"], ["log.id"], name=op.f("fk_log_disclosure_log_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_log_disclosure")),
    )
    op.create_table(
        "log_entry",
        sa.Column("log_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supersedes", sa.String(length=36), nullable=True),
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["log_id"], ["log.id"], name=op.f("fk_log_entry_log_id")),
        sa.PrimaryKeyConstraint("log_id", "seq", name=op.f("pk_log_entry")),
        sa.UniqueConstraint("log_id", "event_id", name=op.f("uq_log_entry_log_id_event_id")),
    )
    op.create_index(op.f("ix_log_entry_event_id"), "log_entry", ["event_id"], unique=False)
    op.create_table(
        "log_head",
        sa.Column("log_id", sa.String(length=36), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.Column("last_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size >= 0", name=op.f("ck_log_head_size")),
        sa.ForeignKeyConstraint(["log_id"], ["log.id"], name=op.f("fk_log_head_log_id")),
        sa.PrimaryKeyConstraint("log_id", name=op.f("pk_log_head")),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("log_head")
    op.drop_table("log_entry")
    op.drop_table("log_disclosure")
    op.drop_table("log")
