"""The logo on letters."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Add which file it is; none until an administrator chooses one."""
    op.add_column("provider", sa.Column("logo_sha256", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("provider", "logo_sha256")
