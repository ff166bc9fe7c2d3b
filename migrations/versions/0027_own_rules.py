"""Rules of the candour check that a provider adds."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Create the table; the application's role gets its rights on it from the models."""
    op.create_table(
        "candour_own_rule",
        sa.Column("id", sa.String(length=5), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("severity", sa.String(length=7), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("case_sensitive", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.Column("must_match", sa.JSON(), nullable=False),
        sa.Column("must_not_match", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("severity IN ('error', 'warning', 'hint')", name=op.f("ck_candour_own_rule_severity")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_candour_own_rule_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candour_own_rule")),
    )
    op.create_index(op.f("ix_candour_own_rule_event_id"), "candour_own_rule", ["event_id"], unique=False)


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("candour_own_rule")
