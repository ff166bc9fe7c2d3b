"""Effort that another system recorded, and which of its columns says what."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Create the tables; the application's role gets its rights on them from the models."""
    op.create_table(
        "effort_line",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=100), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=400), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hours", sa.String(length=12), nullable=False),
        sa.Column("rate_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("billable", sa.String(length=10), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("billable IN ('Billable', 'DoNotBill', 'NoCharge')", name=op.f("ck_effort_line_billable")),
        sa.CheckConstraint("cost_minor > 0 AND cost_minor < 1000000000000000", name=op.f("ck_effort_line_cost")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal_entry.id"], name=op.f("fk_effort_line_entry_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_effort_line_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effort_line")),
        sa.UniqueConstraint("external_id", name=op.f("uq_effort_line_external_id")),
    )
    op.create_index(op.f("ix_effort_line_event_id"), "effort_line", ["event_id"], unique=False)
    op.create_index(op.f("ix_effort_line_incident_id"), "effort_line", ["incident_id"], unique=False)
    op.create_table(
        "effort_mapping",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_effort_mapping_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effort_mapping")),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("effort_mapping")
    op.drop_table("effort_line")
