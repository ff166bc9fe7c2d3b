"""Actions, remedies, promises."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables of this room."""
    op.create_table(
        "action",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("how_seen", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("visible_to_client", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("original_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("implemented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("implemented_by", sa.String(length=36), nullable=True),
        sa.Column("verifier_id", sa.String(length=36), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verification_note", sa.Text(), nullable=False),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "kind IN ('containment', 'correction', 'corrective', 'preventive')", name=op.f("ck_action_kind")
        ),
        sa.CheckConstraint(
            "status <> 'implementation_verified' OR (verifier_id IS NOT NULL AND implemented_by IS NOT NULL)",
            name=op.f("ck_action_verified_by_somebody"),
        ),
        sa.CheckConstraint(
            "status IN ('in_progress', 'implemented', 'implementation_verified', 'cancelled')",
            name=op.f("ck_action_status"),
        ),
        sa.CheckConstraint(
            "verifier_id IS NULL OR verifier_id <> implemented_by", name=op.f("ck_action_verifier_is_not_implementer")
        ),
        sa.CheckConstraint(
            "verifier_id IS NULL OR verifier_id <> owner_id", name=op.f("ck_action_verifier_is_not_owner")
        ),
        sa.ForeignKeyConstraint(["implemented_by"], ["user_account.id"], name=op.f("fk_action_implemented_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_action_incident_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_action_owner_id")),
        sa.ForeignKeyConstraint(["verifier_id"], ["user_account.id"], name=op.f("fk_action_verifier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_event_id"), "action", ["event_id"], unique=False)
    op.create_index(op.f("ix_action_incident_id"), "action", ["incident_id"], unique=False)
    op.create_index(op.f("ix_action_owner_id"), "action", ["owner_id"], unique=False)
    op.create_index("ix_action_status_due_at", "action", ["status", "due_at"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("original_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_is_day", sa.Boolean(), nullable=False),
        sa.Column("agreed_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("ending_words", sa.Text(), nullable=False),
        sa.Column("visible_to_client", sa.Boolean(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "(status IN ('kept', 'late')) = (kept_at IS NOT NULL)", name=op.f("ck_promise_kept_has_a_time")
        ),
        sa.CheckConstraint(
            "kind IN ('update', 'callback', 'visit', 'invoice', 'fix', 'letter', 'remedy', 'review', 'other')",
            name=op.f("ck_promise_kind"),
        ),
        sa.CheckConstraint("status IN ('open', 'kept', 'late', 'broken', 'released')", name=op.f("ck_promise_status")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_promise_client_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_promise_incident_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_promise_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index("ix_promise_client_id_original_due_at", "promise", ["client_id", "original_due_at"], unique=False)
    op.create_index(op.f("ix_promise_event_id"), "promise", ["event_id"], unique=False)
    op.create_index(op.f("ix_promise_incident_id"), "promise", ["incident_id"], unique=False)
    op.create_index(op.f("ix_promise_owner_id"), "promise", ["owner_id"], unique=False)
    op.create_index("ix_promise_status_due_at", "promise", ["status", "due_at"], unique=False)
    op.create_table(
        "remedy",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("impact_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("how", sa.String(length=400), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_currency", sa.String(length=3), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("value_currency", sa.String(length=3), nullable=False),
        sa.Column("shown", sa.String(length=10), nullable=False),
        sa.Column("entitlement", sa.String(length=14), nullable=False),
        sa.Column("trigger", sa.String(length=10), nullable=False),
        sa.Column("quality_cost", sa.String(length=18), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.String(length=36), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(length=36), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("supplier", sa.String(length=20), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "approved_by IS NOT NULL OR status NOT IN ('approved', 'promised', 'delivered', 'confirmed')",
            name=op.f("ck_remedy_approved_by_somebody"),
        ),
        sa.CheckConstraint(
            "code IN ('RW', 'XS', 'SC', 'WI', 'RF', 'CL', 'TP', 'EQ', 'MO', 'GW', 'NM', 'EX')",
            name=op.f("ck_remedy_code"),
        ),
        sa.CheckConstraint(
            "entitlement IN ('law', 'contract', 'owed_repair', 'goodwill')", name=op.f("ck_remedy_entitlement")
        ),
        sa.CheckConstraint(
            "quality_cost IN ('prevention', 'appraisal', 'internal_failure', 'external_failure')",
            name=op.f("ck_remedy_quality_cost"),
        ),
        sa.CheckConstraint("shown IN ('NoCharge', 'DoNotBill')", name=op.f("ck_remedy_shown")),
        sa.CheckConstraint(
            "status IN ('proposed', 'approved', 'promised', 'delivered', 'confirmed', 'declined_by_client', 'withdrawn')",
            name=op.f("ck_remedy_status"),
        ),
        sa.CheckConstraint("trigger IN ('automatic', 'offered', 'asked')", name=op.f("ck_remedy_trigger")),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> proposed_by", name=op.f("ck_remedy_approver_is_not_proposer")
        ),
        sa.CheckConstraint("cost_minor >= 0 AND cost_minor < 1000000000000000", name=op.f("ck_remedy_cost")),
        sa.CheckConstraint("tax_minor >= 0", name=op.f("ck_remedy_tax")),
        sa.CheckConstraint("value_minor >= 0 AND value_minor < 1000000000000000", name=op.f("ck_remedy_value")),
        sa.ForeignKeyConstraint(["impact_id"], ["impact.id"], name=op.f("fk_remedy_impact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy")),
    )
    op.create_index(op.f("ix_remedy_event_id"), "remedy", ["event_id"], unique=False)
    op.create_index(op.f("ix_remedy_impact_id"), "remedy", ["impact_id"], unique=False)
    op.create_index("ix_remedy_status_due_on", "remedy", ["status", "due_on"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("remedy")
    op.drop_table("promise")
    op.drop_table("action")
