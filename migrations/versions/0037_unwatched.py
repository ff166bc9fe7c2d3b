"""A repeat says when it took its case off the watch, so that taking it back can undo that too.

Rows that are there stay exactly as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    """Add the instant; of repeats found before nobody knows it."""
    op.add_column("action_repeat", sa.Column("unwatched_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("action_repeat", "unwatched_at")
