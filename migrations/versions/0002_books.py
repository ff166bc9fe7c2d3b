"""The books: journal entries and transfers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of this room."""
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=36), nullable=False),
        sa.Column("line_subject", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("narration", sa.String(length=400), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("reverses_id", sa.String(length=36), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["reverses_id"], ["journal_entry.id"], name=op.f("fk_journal_entry_reverses_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_journal_entry_reverses_id")),
    )
    op.create_index(op.f("ix_journal_entry_event_id"), "journal_entry", ["event_id"], unique=False)
    op.create_index(op.f("ix_journal_entry_line_subject"), "journal_entry", ["line_subject"], unique=False)
    op.create_index(op.f("ix_journal_entry_subject"), "journal_entry", ["subject"], unique=False)
    op.create_table(
        "transfer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("debit", sa.String(length=120), nullable=False),
        sa.Column("credit", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("amount > 0 AND amount < 1000000000000000", name=op.f("ck_transfer_amount")),
        sa.CheckConstraint("debit <> credit", name=op.f("ck_transfer_two_accounts")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal_entry.id"], name=op.f("fk_transfer_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("entry_id", "line", name=op.f("uq_transfer_entry_id_line")),
    )
    op.create_index("ix_transfer_credit", "transfer", ["credit"], unique=False)
    op.create_index("ix_transfer_debit", "transfer", ["debit"], unique=False)
    op.create_index(op.f("ix_transfer_event_id"), "transfer", ["event_id"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("transfer")
    op.drop_table("journal_entry")
