"""Targets of measures, and limits reckoned anew from a month on."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Create the tables; the application's role gets its rights on them from the models."""
    op.create_table(
        "trend_target",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("measure", sa.String(length=24), nullable=False),
        sa.Column("from_month", sa.String(length=7), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=36), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.String(length=36), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_trend_target_percent")),
        sa.ForeignKeyConstraint(["set_by"], ["user_account.id"], name=op.f("fk_trend_target_set_by")),
        sa.ForeignKeyConstraint(["undone_by"], ["user_account.id"], name=op.f("fk_trend_target_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trend_target")),
    )
    op.create_index(op.f("ix_trend_target_event_id"), "trend_target", ["event_id"], unique=False)
    op.create_index(op.f("ix_trend_target_measure"), "trend_target", ["measure"], unique=False)
    op.create_table(
        "trend_rebase",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("measure", sa.String(length=24), nullable=False),
        sa.Column("from_month", sa.String(length=7), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=36), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=7), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_words", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.String(length=36), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_trend_rebase_second_person")),
        sa.CheckConstraint("decision IN ('', 'agreed', 'refused')", name=op.f("ck_trend_rebase_decision")),
        sa.ForeignKeyConstraint(["proposed_by"], ["user_account.id"], name=op.f("fk_trend_rebase_proposed_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["user_account.id"], name=op.f("fk_trend_rebase_decided_by")),
        sa.ForeignKeyConstraint(["undone_by"], ["user_account.id"], name=op.f("fk_trend_rebase_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trend_rebase")),
    )
    op.create_index(op.f("ix_trend_rebase_event_id"), "trend_rebase", ["event_id"], unique=False)
    op.create_index(op.f("ix_trend_rebase_measure"), "trend_rebase", ["measure"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("trend_rebase")
    op.drop_table("trend_target")
