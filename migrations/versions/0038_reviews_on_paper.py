"""A client's signature on a trust review can be written down by us: who signed, how we know, the file that shows it."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
COLUMNS = (("agreed_name", 200), ("proof", None), ("proof_sha256", 64), ("proof_name", 200), ("proof_type", 100))


def upgrade() -> None:
    """Add the columns; nobody has signed that way yet."""
    for name, length in COLUMNS:
        kind = sa.String(length=length) if length else sa.Text()
        op.add_column("trust_review", sa.Column(name, kind, server_default="", nullable=False))


def downgrade() -> None:
    """Take them away again."""
    for name, _ in reversed(COLUMNS):
        op.drop_column("trust_review", name)
