"""What a client said by mail or on paper can be recorded with the mail or the scan beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
COLUMNS = (("proof_sha256", 64), ("proof_name", 200), ("proof_type", 100))


def upgrade() -> None:
    """Add the columns; no answer has a file yet."""
    for name, length in COLUMNS:
        op.add_column("answer", sa.Column(name, sa.String(length=length), server_default="", nullable=False))


def downgrade() -> None:
    """Take them away again."""
    for name, _ in reversed(COLUMNS):
        op.drop_column("answer", name)
