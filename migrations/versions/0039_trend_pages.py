"""Cells by month, service and split; bookings and their sums; indexes that pages and the night read by.

Cells, bookings and sums are counted by `amends db upgrade` once the tables stand.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

_STILL = {
    "ix_trend_fact_late": (["measure", "settled_at"], "settled_at > counts_at"),
    "ix_trend_fact_open": (["measure", "anchor_at", "month"], "split = 'open'"),
    "ix_trend_fact_stock": (
        ["measure", "settled_at", "month", "split", "met_at", "unmet_at", "left_out"],
        "measure = 'action_ageing'",
    ),
}  # fmt: skip
_STATUS = {
    "ix_incident_status_report_month": ("incident", "report_month"),
    "ix_promise_status_original_due_at": ("promise", "original_due_at"),
    "ix_action_status_original_due_at": ("action", "original_due_at"),
}


def upgrade() -> None:
    """Create the tables; the application's role gets its rights on them from the models."""
    op.execute("DELETE FROM trend_horizon")
    op.drop_table("trend_cell")
    op.create_table(
        "trend_cell",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("measure", sa.String(length=24), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("part", sa.String(length=400), nullable=False),
        sa.Column("severity", sa.String(length=2), nullable=False),
        sa.Column("left_out", sa.String(length=12), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "measure", "month", "part", "severity", "left_out", name=op.f("pk_trend_cell")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "trend_booking",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("booked_month", sa.String(length=7), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("funded", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trend_booking")),
    )
    op.create_index(op.f("ix_trend_booking_incident_id"), "trend_booking", ["incident_id"], unique=False)
    op.create_table(
        "trend_money",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "month", "part", "currency", name=op.f("pk_trend_money")),
        sqlite_with_rowid=False,
    )
    for name in ("settled_at", "split", "cell"):
        op.drop_index(f"ix_trend_fact_{name}", table_name="trend_fact")
    op.execute("UPDATE trend_fact SET split = '' WHERE measure = 'resolved_in_time' AND split NOT IN ('', 'open')")
    op.create_index("ix_trend_fact_settled_at", "trend_fact", ["measure", "settled_at"], unique=False)
    for name, (columns, condition) in _STILL.items():
        where = sa.text(condition)
        op.create_index(name, "trend_fact", columns, unique=False, sqlite_where=where, postgresql_where=where)
    for name, (table, column) in _STATUS.items():
        op.create_index(name, table, ["status", column], unique=False)


def downgrade() -> None:
    """Drop them again; what is counted and the bins of durations are made anew by the next night."""
    for name, (table, _) in _STATUS.items():
        op.drop_index(name, table_name=table)
    for name in (*_STILL, "ix_trend_fact_settled_at"):
        op.drop_index(name, table_name="trend_fact")
    op.create_index("ix_trend_fact_settled_at", "trend_fact", ["settled_at"], unique=False)
    op.create_index("ix_trend_fact_split", "trend_fact", ["measure", "month", "split"], unique=False)
    op.create_index("ix_trend_fact_cell", "trend_fact", ["measure", "month", "severity", "service"], unique=False)
    op.drop_table("trend_money")
    op.drop_table("trend_booking")
    op.execute("DELETE FROM trend_horizon")
    op.drop_table("trend_cell")
    op.create_table(
        "trend_cell",
        sa.Column("measure", sa.String(length=24), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("split", sa.String(length=36), nullable=False),
        sa.Column("severity", sa.String(length=2), nullable=False),
        sa.Column("service", sa.String(length=400), nullable=False),
        sa.Column("left_out", sa.String(length=12), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "measure", "month", "split", "severity", "service", "left_out", name=op.f("pk_trend_cell")
        ),
    )
