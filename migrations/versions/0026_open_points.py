"""What nobody knows yet about an impact, and what clients answer to the four questions."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Create the tables; the application's role gets its rights on them from the models."""
    op.create_table(
        "letter_open_point",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("impact_id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tell_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.String(length=36), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.String(length=36), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["impact_id"], ["impact.id"], name=op.f("fk_letter_open_point_impact_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["user_account.id"], name=op.f("fk_letter_open_point_raised_by")),
        sa.ForeignKeyConstraint(["settled_by"], ["user_account.id"], name=op.f("fk_letter_open_point_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_open_point")),
    )
    op.create_index(op.f("ix_letter_open_point_event_id"), "letter_open_point", ["event_id"], unique=False)
    op.create_index(op.f("ix_letter_open_point_impact_id"), "letter_open_point", ["impact_id"], unique=False)
    op.create_table(
        "letter_verdict",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("impact_id", sa.String(length=36), nullable=False),
        sa.Column("fair", sa.Integer(), nullable=False),
        sa.Column("quick", sa.Integer(), nullable=False),
        sa.Column("honest", sa.Integer(), nullable=False),
        sa.Column("fixed", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=400), nullable=False),
        sa.Column("by_user_id", sa.String(length=36), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "fair BETWEEN 1 AND 5 AND quick BETWEEN 1 AND 5 AND honest BETWEEN 1 AND 5 AND fixed BETWEEN 1 AND 5",
            name=op.f("ck_letter_verdict_from_1_to_5"),
        ),
        sa.ForeignKeyConstraint(["impact_id"], ["impact.id"], name=op.f("fk_letter_verdict_impact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_verdict")),
        sa.UniqueConstraint("impact_id", "by_name", name=op.f("uq_letter_verdict_once")),
    )
    op.create_index(op.f("ix_letter_verdict_event_id"), "letter_verdict", ["event_id"], unique=False)
    op.create_index(op.f("ix_letter_verdict_impact_id"), "letter_verdict", ["impact_id"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("letter_verdict")
    op.drop_table("letter_open_point")
