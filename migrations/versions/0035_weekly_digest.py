"""A weekly digest of trends, for who wishes it."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Add the wish; nobody has it yet."""
    op.add_column("reminder_wish", sa.Column("weekly", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("reminder_wish", "weekly")
