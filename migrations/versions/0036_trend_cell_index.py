"""The facts of one cell are found by its severity and service too."""

from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """Create the index."""
    columns = ["measure", "month", "severity", "service"]
    op.create_index("ix_trend_fact_cell", "trend_fact", columns, unique=False)


def downgrade() -> None:
    """Drop it again."""
    op.drop_index("ix_trend_fact_cell", table_name="trend_fact")
