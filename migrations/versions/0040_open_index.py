"""The index of what goes on holds all that is asked of it, so that no fact is looked up for a curve."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

_NAME = "ix_trend_fact_open"
_BEFORE = ["measure", "anchor_at", "month"]
_WHOLE = [*_BEFORE, "left_out", "split"]


def upgrade() -> None:
    """Make it anew with two columns more."""
    _make(_WHOLE)


def downgrade() -> None:
    """Make it as it was."""
    _make(_BEFORE)


def _make(columns: list[str]) -> None:
    op.drop_index(_NAME, table_name="trend_fact")
    where = sa.text("split = 'open'")
    op.create_index(_NAME, "trend_fact", columns, sqlite_where=where, postgresql_where=where)
