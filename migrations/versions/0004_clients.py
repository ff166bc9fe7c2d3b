"""Clients, contacts, service plans."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables of this room."""
    op.create_table(
        "service_plan",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_plan")),
        sa.UniqueConstraint("name", name=op.f("uq_service_plan_name")),
    )
    op.create_index(op.f("ix_service_plan_event_id"), "service_plan", ["event_id"], unique=False)
    op.create_table(
        "client",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("sharing_label", sa.String(length=400), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=True),
        sa.Column("log_id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("people_total", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("status IN ('active', 'left')", name=op.f("ck_client_status")),
        sa.ForeignKeyConstraint(["log_id"], ["log.id"], name=op.f("fk_client_log_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["service_plan.id"], name=op.f("fk_client_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("code", name=op.f("uq_client_code")),
        sa.UniqueConstraint("log_id", name=op.f("uq_client_log_id")),
        sa.UniqueConstraint("name", name=op.f("uq_client_name")),
    )
    op.create_index(op.f("ix_client_event_id"), "client", ["event_id"], unique=False)
    op.create_table(
        "plan_clock",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("severity", sa.String(length=2), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_plan_clock_amount")),
        sa.ForeignKeyConstraint(["plan_id"], ["service_plan.id"], name=op.f("fk_plan_clock_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_clock")),
        sa.UniqueConstraint("plan_id", "kind", "severity", name=op.f("uq_plan_clock_plan_id_kind_severity")),
    )
    op.create_index(op.f("ix_plan_clock_event_id"), "plan_clock", ["event_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("salutation", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("mail", sa.String(length=400), nullable=False),
        sa.Column("phone", sa.String(length=400), nullable=False),
        sa.Column("night_phone", sa.String(length=400), nullable=False),
        sa.Column("ring_order", sa.Integer(), nullable=False),
        sa.Column("may_receive_notices", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_contact_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_client_id"), "contact", ["client_id"], unique=False)
    op.create_index(op.f("ix_contact_event_id"), "contact", ["event_id"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("contact")
    op.drop_table("plan_clock")
    op.drop_table("client")
    op.drop_table("service_plan")
