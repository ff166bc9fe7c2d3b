"""Actions that are checked from outside, where nobody of ours is independent.

Rows that are there stay exactly as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

VERIFIED_STATES = "'implementation_verified', 'watching', 'effective', 'not_effective', 'inconclusive', 'reopened'"
EFFECTIVE = "effective_at IS NOT NULL AND opportunities >= min_opportunities"
BEFORE = {
    "verified_by_somebody": (
        f"status NOT IN ({VERIFIED_STATES}) OR (verifier_id IS NOT NULL AND implemented_by IS NOT NULL)"
    ),
    "effective_by_somebody": f"status <> 'effective' OR (result_by IS NOT NULL AND {EFFECTIVE})",
}
SINCE = {
    name: check.replace(f"({who} IS NOT NULL", f"(({who} IS NOT NULL OR outsider IS NOT NULL)")
    for (name, check), who in zip(BEFORE.items(), ("verifier_id", "result_by"), strict=True)
}


def upgrade() -> None:
    """Add who it was, and let it count as the second person."""
    with op.batch_alter_table("action") as batch:
        batch.add_column(sa.Column("outsider", sa.String(length=200), nullable=True))
        _checks(batch, SINCE)


def downgrade() -> None:
    """Drop it again; what somebody from outside verified is in progress there."""
    op.execute("UPDATE action SET status = 'in_progress' WHERE status IN ('watching', 'inconclusive', 'effective',"
               " 'implementation_verified', 'not_effective', 'reopened') AND (verifier_id IS NULL"
               " OR status = 'effective' AND result_by IS NULL)")  # fmt: skip
    with op.batch_alter_table("action") as batch:
        _checks(batch, BEFORE)
        batch.drop_column("outsider")


def _checks(batch: "op.BatchOperations", checks: dict[str, str]) -> None:
    for name, check in checks.items():
        batch.drop_constraint(op.f(f"ck_action_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_action_{name}"), check)
