"""The candour check: what we decided about its rules and about names, and which warnings an approver waived."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Create the table and columns; the application's role gets its rights on them from the models."""
    op.add_column("letter", sa.Column("waived", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("letter", sa.Column("waived_reason", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "candour_choice",
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("grade", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "grade IN ('error', 'warning', 'hint', 'off', 'as_shipped', 'settled')",
            name=op.f("ck_candour_choice_grade"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_candour_choice_by_id")),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_candour_choice")),
    )
    op.create_index(op.f("ix_candour_choice_event_id"), "candour_choice", ["event_id"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("candour_choice")
    with op.batch_alter_table("letter") as table:
        for column in ("waived_reason", "waived"):
            table.drop_column(column)
