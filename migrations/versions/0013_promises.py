"""Promises: where they come from, and the incident that a broken one became."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create the tables; the application's role gets its rights on them from the models."""
    op.create_table(
        "promise_origin",
        sa.Column("promise_id", sa.String(length=36), nullable=False),
        sa.Column("letter_id", sa.String(length=36), nullable=True),
        sa.Column("remedy_id", sa.String(length=36), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_promise_origin_promise_id")),
        sa.ForeignKeyConstraint(["remedy_id"], ["remedy.id"], name=op.f("fk_promise_origin_remedy_id")),
        sa.PrimaryKeyConstraint("promise_id", name=op.f("pk_promise_origin")),
    )
    for column in ("event_id", "letter_id", "remedy_id"):
        op.create_index(op.f(f"ix_promise_origin_{column}"), "promise_origin", [column], unique=False)
    op.create_table(
        "broken_promise_case",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("promise_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_broken_promise_case_incident_id")),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_broken_promise_case_promise_id")),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_broken_promise_case")),
    )
    for column in ("event_id", "promise_id"):
        op.create_index(op.f(f"ix_broken_promise_case_{column}"), "broken_promise_case", [column], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("broken_promise_case")
    op.drop_table("promise_origin")
