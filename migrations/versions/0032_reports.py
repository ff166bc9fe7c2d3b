"""Quarterly accountability reports, frozen with their figures."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Create the table; the application's role gets its rights on it from the models."""
    op.create_table(
        "trend_report",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("figures_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=36), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_words", sa.Text(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("signed_by <> asked_by", name=op.f("ck_trend_report_second_person")),
        sa.CheckConstraint("(pdf_sha256 = '') = (drawn_at IS NULL)", name=op.f("ck_trend_report_drawn")),
        sa.ForeignKeyConstraint(["asked_by"], ["user_account.id"], name=op.f("fk_trend_report_asked_by")),
        sa.ForeignKeyConstraint(["signed_by"], ["user_account.id"], name=op.f("fk_trend_report_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trend_report")),
    )
    op.create_index(op.f("ix_trend_report_event_id"), "trend_report", ["event_id"], unique=False)
    op.create_index(op.f("ix_trend_report_quarter"), "trend_report", ["quarter"], unique=False)


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("trend_report")
