"""Who read what is kept for thirteen months; a client may be mailed its checkpoints; exceptions are found by time."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the table, the column and the index."""
    op.create_table(
        "reading",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("token_id", sa.String(length=36), nullable=True),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.CheckConstraint("way IN ('page', 'api', 'download', 'mail_link')", name=op.f("ck_reading_way")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index(op.f("ix_reading_reference_at"), "reading", ["reference", "at"], unique=False)
    op.create_index(op.f("ix_reading_user_id_at"), "reading", ["user_id", "at"], unique=False)
    op.create_index(op.f("ix_reading_at_id"), "reading", ["at", "id"], unique=False)
    op.add_column("client", sa.Column("mails_checkpoints", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_index(op.f("ix_log_entry_type"), table_name="log_entry")
    op.create_index(op.f("ix_log_entry_type_recorded_at"), "log_entry", ["type", "recorded_at"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_index(op.f("ix_log_entry_type_recorded_at"), table_name="log_entry")
    op.create_index(op.f("ix_log_entry_type"), "log_entry", ["type", "log_id", "seq"], unique=False)
    op.drop_column("client", "mails_checkpoints")
    op.drop_table("reading")
