"""Actions with a plan, a window and a result; their history, evidence, attestations and repeats; read-across.

Rows that are there stay exactly as they are, in the states they have: no column that was recorded changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

STATES = (
    "'proposed', 'funded', 'in_progress', 'implemented', 'implementation_verified', 'watching',"
    " 'effective', 'not_effective', 'inconclusive', 'reopened', 'handed_over', 'cancelled'"
)
BEFORE = "'in_progress', 'implemented', 'implementation_verified', 'cancelled'"
VERIFIED = "verifier_id IS NOT NULL AND implemented_by IS NOT NULL"
NEW = (
    ("sort", sa.String(length=12)),
    ("estimate_minor", sa.BigInteger()),
    ("estimate_currency", sa.String(length=3)),
    ("approved_by", sa.String(length=36)),
    ("approved_at", sa.DateTime(timezone=True)),
    ("evaluation_criteria", sa.Text()),
    ("measure", sa.Text()),
    ("baseline", sa.Text()),
    ("window_days", sa.Integer()),
    ("min_opportunities", sa.Integer()),
    ("planned_verifier_id", sa.String(length=36)),
    ("started_at", sa.DateTime(timezone=True)),
    ("could_break", sa.Text()),
    ("how_undone", sa.Text()),
    ("watching_from_at", sa.DateTime(timezone=True)),
    ("window_ends_at", sa.DateTime(timezone=True)),
    ("extended_at", sa.DateTime(timezone=True)),
    ("opportunities", sa.Integer()),
    ("result", sa.Text()),
    ("result_by", sa.String(length=36)),
    ("effective_at", sa.DateTime(timezone=True)),
    ("removed_at", sa.DateTime(timezone=True)),
    ("stays_until_at", sa.DateTime(timezone=True)),
    ("handed_over_at", sa.DateTime(timezone=True)),
    ("handed_over_from", sa.String(length=24)),
)
CHECKS = (
    ("sort", "sort IN ('design', 'automation', 'procedure', 'check', 'training', 'reminder', 'other')"),
    ("estimate", "estimate_minor >= 0 AND estimate_minor < 1000000000000000"),
    ("estimate_has_currency", "(estimate_minor IS NULL) = (estimate_currency IS NULL)"),
    ("plan", "window_days > 0 AND min_opportunities > 0 AND opportunities >= 0"),
    ("result_is_not_by_owner", "result_by IS NULL OR result_by <> owner_id"),
    ("result_is_not_by_implementer", "result_by IS NULL OR result_by <> implemented_by"),
    (
        "effective_by_somebody",
        (
            "status <> 'effective' OR (result_by IS NOT NULL AND effective_at IS NOT NULL"
            " AND opportunities >= min_opportunities)"
        ),
    ),
    (
        "handed_over_from_somewhere",
        "status <> 'handed_over' OR (handed_over_at IS NOT NULL AND handed_over_from IS NOT NULL)",
    ),
)
VERIFIED_STATES = "'implementation_verified', 'watching', 'effective', 'not_effective', 'inconclusive', 'reopened'"


def upgrade() -> None:
    """Widen the table of actions, and create the tables of what belongs to them."""
    with op.batch_alter_table("action") as batch:
        for name, kind in NEW:
            batch.add_column(sa.Column(name, kind, nullable=True))
        _states(batch, STATES, f"status NOT IN ({VERIFIED_STATES}) OR ({VERIFIED})")
        for name, check in CHECKS:
            batch.create_check_constraint(op.f(f"ck_action_{name}"), check)
        for name in ("planned_verifier_id", "result_by"):
            batch.create_foreign_key(op.f(f"fk_action_{name}"), "user_account", [name], ["id"])
    op.create_index("ix_action_due_at_id", "action", ["due_at", "id"], unique=False)
    op.create_index("ix_action_planned_verifier_id", "action", ["planned_verifier_id"], unique=False)
    _create_parts()


def downgrade() -> None:
    """Drop them again; what none of the earlier states fits is in progress there."""
    for table in ("read_across", "action_repeat", "action_attestation", "action_evidence", "action_step"):
        op.drop_table(table)
    op.drop_index("ix_action_planned_verifier_id", "action")
    op.drop_index("ix_action_due_at_id", "action")
    later = f"status NOT IN ({BEFORE})"
    verified = "status IN ('watching', 'effective', 'inconclusive')"
    op.execute(f"UPDATE action SET status = 'implementation_verified' WHERE {verified}")  # noqa: S608 our own words
    op.execute(f"UPDATE action SET status = 'in_progress' WHERE {later}")  # noqa: S608 our own words
    with op.batch_alter_table("action") as batch:
        for name in ("planned_verifier_id", "result_by"):
            batch.drop_constraint(op.f(f"fk_action_{name}"), type_="foreignkey")
        for name, _ in CHECKS:
            batch.drop_constraint(op.f(f"ck_action_{name}"), type_="check")
        _states(batch, BEFORE, f"status <> 'implementation_verified' OR ({VERIFIED})")
        for name, _ in NEW:
            batch.drop_column(name)


def _states(batch: "op.BatchOperations", states: str, verified: str) -> None:
    for name in ("status", "verified_by_somebody"):
        batch.drop_constraint(op.f(f"ck_action_{name}"), type_="check")
    batch.create_check_constraint(op.f("ck_action_status"), f"status IN ({states})")
    batch.create_check_constraint(op.f("ck_action_verified_by_somebody"), verified)


def _create_parts() -> None:
    for name, columns, checks in (
        (
            "action_step",
            (
                sa.Column("verb", sa.String(length=24), nullable=False),
                sa.Column("from_status", sa.String(length=24), nullable=True),
                sa.Column("to_status", sa.String(length=24), nullable=False),
                sa.Column("by_id", sa.String(length=36), nullable=False),
                sa.Column("owner_id", sa.String(length=36), nullable=False),
                sa.Column("at", sa.DateTime(timezone=True), nullable=False),
                sa.Column("note", sa.Text(), nullable=False),
            ),
            (),
        ),
        (
            "action_evidence",
            (
                sa.Column("kind", sa.String(length=4), nullable=False),
                sa.Column("text", sa.Text(), nullable=False),
                sa.Column("link", sa.String(length=1000), nullable=True),
                sa.Column("sha256", sa.String(length=64), nullable=True),
                sa.Column("file_name", sa.String(length=120), nullable=True),
                sa.Column("media_type", sa.String(length=100), nullable=True),
                sa.Column("size", sa.Integer(), nullable=True),
                sa.Column("visible_to_client", sa.Boolean(), nullable=False),
                sa.Column("added_by", sa.String(length=36), nullable=False),
                sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
            ),
            (
                ("kind", "kind IN ('text', 'link', 'file')"),
                ("link", "(kind = 'link') = (link IS NOT NULL)"),
                ("file", "(kind = 'file') = (sha256 IS NOT NULL)"),
                (
                    "file_is_described",
                    "sha256 IS NULL OR (file_name IS NOT NULL AND media_type IS NOT NULL AND size > 0)",
                ),
            ),
        ),
        (
            "action_attestation",
            (
                sa.Column("client_id", sa.String(length=36), nullable=False),
                sa.Column("user_id", sa.String(length=36), nullable=False),
                sa.Column("agrees", sa.Boolean(), nullable=False),
                sa.Column("text", sa.Text(), nullable=False),
                sa.Column("at", sa.DateTime(timezone=True), nullable=False),
                sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_action_attestation_client_id")),
                sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_action_attestation_user_id")),
            ),
            (),
        ),
        (
            "action_repeat",
            (
                sa.Column("incident_id", sa.String(length=36), nullable=False),
                sa.Column("from_status", sa.String(length=24), nullable=False),
                sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
                sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
                sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
                sa.Column("undone_by", sa.String(length=36), nullable=True),
                sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_action_repeat_incident_id")),
                sa.UniqueConstraint("action_id", "incident_id", name=op.f("uq_action_repeat_action_id_incident_id")),
            ),
            (),
        ),
    ):
        _create(name, columns, checks)
    _create_read_across()
    op.create_index("ix_action_step_action_id_at", "action_step", ["action_id", "at", "id"], unique=False)
    op.create_index(op.f("ix_action_evidence_action_id"), "action_evidence", ["action_id"], unique=False)
    op.create_index(op.f("ix_action_evidence_sha256"), "action_evidence", ["sha256"], unique=False)
    op.create_index(op.f("ix_action_attestation_action_id"), "action_attestation", ["action_id"], unique=False)
    op.create_index(op.f("ix_action_repeat_incident_id"), "action_repeat", ["incident_id"], unique=False)


def _create(name: str, columns: tuple[sa.schema.SchemaItem, ...], checks: tuple[tuple[str, str], ...]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("action_id", sa.String(length=36), nullable=False),
        *columns,
        sa.Column("event_id", sa.String(length=36), nullable=False),
        *(sa.CheckConstraint(check, name=op.f(f"ck_{name}_{called}")) for called, check in checks),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f(f"fk_{name}_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_event_id"), name, ["event_id"], unique=False)


def _create_read_across() -> None:
    op.create_table(
        "read_across",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.String(length=400), nullable=False),
        sa.Column("by_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_read_across_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_across")),
    )
    op.create_index(op.f("ix_read_across_event_id"), "read_across", ["event_id"], unique=False)
    op.create_index("ix_read_across_incident_id_at", "read_across", ["incident_id", "at"], unique=False)
