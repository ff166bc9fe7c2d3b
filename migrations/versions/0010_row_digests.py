"""Every recorded row has a salted digest in the record: where the newest stands, and its salt.

Rows that are there already get theirs when `amends verify` next finds nothing wrong with them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create the table; what the application's role may do with it stands in the model."""
    op.create_table(
        "log_row",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=22), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_log_row")),
    )


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("log_row")
