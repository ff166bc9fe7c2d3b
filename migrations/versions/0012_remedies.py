"""Remedies: what each kind must record, the client's confirmation, the extra for a late one; limits and labour rates."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the tables and columns; the application's role gets its rights on them from the models."""
    op.add_column("remedy", sa.Column("details", sa.Text(), server_default="{}", nullable=False))
    op.add_column("remedy", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("remedy", sa.Column("confirmation", sa.Text(), server_default="", nullable=False))
    late = sa.Column("extra_of", sa.String(length=36), sa.ForeignKey("remedy.id", name=op.f("fk_remedy_extra_of")))
    op.add_column("remedy", late, inline_references=True)
    op.create_index(op.f("ix_remedy_extra_of"), "remedy", ["extra_of"], unique=False)
    op.create_table(
        "approval_limit",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "amount_minor >= 0 AND amount_minor < 1000000000000000", name=op.f("ck_approval_limit_amount")
        ),
        sa.CheckConstraint("role IN ('service_manager', 'leadership')", name=op.f("ck_approval_limit_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_limit")),
        sa.UniqueConstraint("role", "currency", name=op.f("uq_approval_limit_role_currency")),
    )
    op.create_index(op.f("ix_approval_limit_event_id"), "approval_limit", ["event_id"], unique=False)
    op.create_table(
        "labour_rate",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("amount_minor > 0 AND amount_minor < 1000000000000000", name=op.f("ck_labour_rate_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labour_rate")),
        sa.UniqueConstraint("name", "currency", "valid_from", name=op.f("uq_labour_rate_name_currency_valid_from")),
    )
    op.create_index(op.f("ix_labour_rate_event_id"), "labour_rate", ["event_id"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("labour_rate")
    op.drop_table("approval_limit")
    op.drop_index(op.f("ix_remedy_extra_of"), "remedy")
    with op.batch_alter_table("remedy") as table:
        for column in ("extra_of", "confirmation", "confirmed_at", "details"):
            table.drop_column(column)
