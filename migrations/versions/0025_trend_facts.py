"""The facts that trends count: derived, so an older ledger's are made by `amends db upgrade` once the table stands."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Create the table; the application's role gets its rights on it from the models."""
    op.create_table(
        "trend_fact",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("measure", sa.String(length=24), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("anchor_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unmet_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_out", sa.String(length=12), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=True),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("severity", sa.String(length=2), nullable=True),
        sa.Column("service", sa.String(length=400), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("ended_month", sa.String(length=7), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trend_fact")),
    )
    counted = ["measure", "month", "left_out", "counts_at", "met_at", "unmet_at", "ended_month"]
    op.create_index("ix_trend_fact_counted", "trend_fact", counted, unique=False)
    op.create_index("ix_trend_fact_client_id", "trend_fact", ["client_id", "measure", "month"], unique=False)
    op.create_index("ix_trend_fact_incident_id", "trend_fact", ["incident_id"], unique=False)


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("trend_fact")
