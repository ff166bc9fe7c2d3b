"""Letters by mail: what is to go, what went and what came back; how a client wants its letters mailed."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Create the tables and the column; the application's role gets its rights on them from the models."""
    op.add_column("client", sa.Column("letter_mail", sa.String(length=8), server_default="attached", nullable=False))
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.String(length=36), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("style", sa.String(length=8), nullable=False),
        sa.Column("to_mail", sa.String(length=400), nullable=False),
        sa.Column("message_id", sa.String(length=400), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("may_be_double", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("bounced_by", sa.String(length=36), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounce_words", sa.Text(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("style IN ('attached', 'link')", name=op.f("ck_delivery_style")),
        sa.CheckConstraint("status IN ('waiting', 'sent', 'failed', 'bounced')", name=op.f("ck_delivery_status")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_delivery_letter_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_delivery_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "letter_id", "contact_id", "attempt", name=op.f("uq_delivery_letter_id_contact_id_attempt")
        ),
    )
    op.create_index(op.f("ix_delivery_letter_id"), "delivery", ["letter_id"], unique=False)
    op.create_index(op.f("ix_delivery_event_id"), "delivery", ["event_id"], unique=False)
    op.create_index("ix_delivery_status", "delivery", ["status"], unique=False)
    op.create_table(
        "delivery_try",
        sa.Column("delivery_id", sa.String(length=36), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_unsure", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_try_delivery_id")),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery_try")),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("delivery_try")
    op.drop_table("delivery")
    op.drop_column("client", "letter_mail")
