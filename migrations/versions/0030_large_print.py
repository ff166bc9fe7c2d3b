"""Letters in large print: a client's wish, and a choice for one letter."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Add both; nobody has wished for it yet."""
    op.add_column("client", sa.Column("large_print", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("letter", sa.Column("large_print", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Take both away again."""
    op.drop_column("letter", "large_print")
    op.drop_column("client", "large_print")
