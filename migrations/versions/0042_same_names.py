"""Two people of one client with one name each answer the four questions: once for each person, not for each name."""

from alembic import op

revision = "0042"
down_revision = "0041"

_NAME = "uq_letter_verdict_once"


def upgrade() -> None:
    """Let a name answer again where another user answers."""
    _once(["impact_id", "by_user_id", "by_name"])


def downgrade() -> None:
    """Let each name answer once; the second of one name is told apart by its user's id."""
    op.execute(
        "UPDATE letter_verdict SET by_name = by_name || ', ' || by_user_id WHERE EXISTS (SELECT 1 FROM letter_verdict"
        " AS earlier WHERE earlier.impact_id = letter_verdict.impact_id AND earlier.by_name = letter_verdict.by_name"
        " AND earlier.id < letter_verdict.id)"
    )
    _once(["impact_id", "by_name"])


def _once(columns: list[str]) -> None:
    with op.batch_alter_table("letter_verdict") as batch:
        batch.drop_constraint(op.f(_NAME), type_="unique")
        batch.create_unique_constraint(op.f(_NAME), columns)
