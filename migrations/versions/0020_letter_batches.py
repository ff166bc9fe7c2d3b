"""Steps of letters that were asked for many at once."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Create the table; the application's role gets its rights on it from the models."""
    op.create_table(
        "letter_task",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("impact_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("letter_id", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "step IN ('draft', 'refresh', 'submit', 'approve', 'issue')", name=op.f("ck_letter_task_step")
        ),
        sa.CheckConstraint("status IN ('waiting', 'done', 'refused')", name=op.f("ck_letter_task_status")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_letter_task_incident_id")),
        sa.ForeignKeyConstraint(["impact_id"], ["impact.id"], name=op.f("fk_letter_task_impact_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_task_letter_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["user_account.id"], name=op.f("fk_letter_task_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_task")),
    )
    op.create_index(op.f("ix_letter_task_batch_id"), "letter_task", ["batch_id"], unique=False)
    op.create_index("ix_letter_task_status", "letter_task", ["status"], unique=False)
    op.create_index("ix_letter_task_incident_id_kind", "letter_task", ["incident_id", "kind"], unique=False)


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("letter_task")
