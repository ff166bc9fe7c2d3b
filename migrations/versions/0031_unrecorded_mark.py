"""The mark of an invented ledger that was filled past the record."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Create the table; the application's role gets its rights on it from the models."""
    op.create_table(
        "unrecorded_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_unrecorded_mark_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unrecorded_mark")),
    )


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("unrecorded_mark")
