"""Settled facts counted in cells; facts of before are made anew by `amends db upgrade`, which counts them too."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Create the tables; the application's role gets its rights on them from the models."""
    with op.batch_alter_table("trend_fact") as batch:
        batch.add_column(sa.Column("split", sa.String(length=36), nullable=False, server_default=""))
        batch.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("trend_fact") as batch:
        batch.alter_column("split", server_default=None)
    op.create_index("ix_trend_fact_settled_at", "trend_fact", ["settled_at"], unique=False)
    op.create_index("ix_trend_fact_split", "trend_fact", ["measure", "month", "split"], unique=False)
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
    op.create_table(
        "trend_horizon",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_trend_horizon_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trend_horizon")),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("trend_horizon")
    op.drop_table("trend_cell")
    op.drop_index("ix_trend_fact_split", table_name="trend_fact")
    op.drop_index("ix_trend_fact_settled_at", table_name="trend_fact")
    with op.batch_alter_table("trend_fact") as batch:
        batch.drop_column("settled_at")
        batch.drop_column("split")
