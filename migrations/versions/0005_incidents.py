"""Incidents, impacts, timeline, clocks."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables of this room."""
    op.create_table(
        "cause_family",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_family")),
        sa.UniqueConstraint("name", name=op.f("uq_cause_family_name")),
    )
    op.create_index(op.f("ix_cause_family_event_id"), "cause_family", ["event_id"], unique=False)
    op.create_table(
        "reference_counter",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_reference_counter")),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("act_statement", sa.Text(), nullable=True),
        sa.Column("act_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("ours", sa.String(length=16), nullable=False),
        sa.Column("severity", sa.String(length=2), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("service", sa.String(length=400), nullable=False),
        sa.Column("found_by", sa.String(length=16), nullable=False),
        sa.Column("found_by_client_id", sa.String(length=36), nullable=True),
        sa.Column("cause_family_id", sa.String(length=36), nullable=True),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("deputy_id", sa.String(length=36), nullable=True),
        sa.Column("external_reference", sa.String(length=100), nullable=True),
        sa.Column("external_provider", sa.String(length=100), nullable=True),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("external_state", sa.JSON(), nullable=True),
        sa.Column("external_priority", sa.String(length=40), nullable=True),
        sa.Column("external_url", sa.String(length=400), nullable=True),
        sa.Column("import_flags", sa.JSON(), nullable=False),
        sa.Column("acting_party", sa.String(length=400), nullable=False),
        sa.Column("authorised_by", sa.String(length=400), nullable=False),
        sa.Column("duplicate_of_id", sa.String(length=36), nullable=True),
        sa.Column("impact_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("detected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("aware_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by", sa.String(length=36), nullable=False),
        sa.Column("report_month", sa.String(length=7), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "found_by IN ('our_monitoring', 'our_staff', 'client', 'third_party', 'not_recorded')",
            name=op.f("ck_incident_found_by"),
        ),
        sa.CheckConstraint("ours IN ('yes', 'not_yet_known', 'no')", name=op.f("ck_incident_ours")),
        sa.CheckConstraint("severity IN ('S1', 'S2', 'S3', 'S4')", name=op.f("ck_incident_severity")),
        sa.CheckConstraint(
            "status IN ('open', 'contained', 'resolved', 'watching', 'closed', 'not_ours', 'duplicate', 'withdrawn')",
            name=op.f("ck_incident_status"),
        ),
        sa.ForeignKeyConstraint(["cause_family_id"], ["cause_family.id"], name=op.f("fk_incident_cause_family_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["user_account.id"], name=op.f("fk_incident_deputy_id")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["incident.id"], name=op.f("fk_incident_duplicate_of_id")),
        sa.ForeignKeyConstraint(["found_by_client_id"], ["client.id"], name=op.f("fk_incident_found_by_client_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_incident_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("external_provider", "external_id", name=op.f("uq_incident_external_provider_external_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_incident_reference")),
    )
    op.create_index(op.f("ix_incident_cause_family_id"), "incident", ["cause_family_id"], unique=False)
    op.create_index(op.f("ix_incident_detected_at"), "incident", ["detected_at"], unique=False)
    op.create_index(op.f("ix_incident_event_id"), "incident", ["event_id"], unique=False)
    op.create_index("ix_incident_filed_at_id", "incident", ["filed_at", "id"], unique=False)
    op.create_index(op.f("ix_incident_report_month"), "incident", ["report_month"], unique=False)
    op.create_index(op.f("ix_incident_service"), "incident", ["service"], unique=False)
    op.create_index("ix_incident_severity_filed_at", "incident", ["severity", "filed_at", "id"], unique=False)
    op.create_index("ix_incident_status_filed_at", "incident", ["status", "filed_at"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("about_client_id", sa.String(length=36), nullable=True),
        sa.Column("author_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("next_update_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supersedes_id", sa.String(length=36), nullable=True),
        sa.Column("correction_reason", sa.Text(), nullable=True),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("external_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "(visibility = 'one_client') = (client_id IS NOT NULL)", name=op.f("ck_entry_one_client_is_named")
        ),
        sa.CheckConstraint(
            "kind IN ('detection', 'decision', 'action', 'client_notice', 'update', 'client_contact', 'containment', 'restoration', 'observation', 'correction')",
            name=op.f("ck_entry_kind"),
        ),
        sa.CheckConstraint("visibility IN ('internal', 'all_clients', 'one_client')", name=op.f("ck_entry_visibility")),
        sa.ForeignKeyConstraint(["about_client_id"], ["client.id"], name=op.f("fk_entry_about_client_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_entry_client_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_entry_incident_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["entry.id"], name=op.f("fk_entry_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_entry_supersedes_id")),
    )
    op.create_index(op.f("ix_entry_event_id"), "entry", ["event_id"], unique=False)
    op.create_index(op.f("ix_entry_external_id"), "entry", ["external_id"], unique=False)
    op.create_index("ix_entry_incident_id_occurred_at", "entry", ["incident_id", "occurred_at"], unique=False)
    op.create_table(
        "factor",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why_not_noticed", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_factor_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor")),
    )
    op.create_index(op.f("ix_factor_event_id"), "factor", ["event_id"], unique=False)
    op.create_index(op.f("ix_factor_incident_id"), "factor", ["incident_id"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("from_id", sa.String(length=36), nullable=False),
        sa.Column("to_id", sa.String(length=36), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_handover_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_event_id"), "handover", ["event_id"], unique=False)
    op.create_index(op.f("ix_handover_incident_id"), "handover", ["incident_id"], unique=False)
    op.create_table(
        "impact",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("client_reference", sa.String(length=20), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("act_statement", sa.Text(), nullable=True),
        sa.Column("people_affected", sa.Integer(), nullable=True),
        sa.Column("people_total", sa.Integer(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data_effect", sa.String(length=12), nullable=False),
        sa.Column("client_reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delay_reason", sa.Text(), nullable=True),
        sa.Column("no_remedy_reason", sa.Text(), nullable=True),
        sa.Column("client_must_do", sa.Text(), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "data_effect IN ('none', 'lost', 'altered', 'exposed', 'unavailable', 'unknown')",
            name=op.f("ck_impact_data_effect"),
        ),
        sa.CheckConstraint(
            "people_affected >= 0 AND people_total >= 0 AND people_affected <= people_total",
            name=op.f("ck_impact_people"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_impact_client_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_impact_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact")),
        sa.UniqueConstraint("client_reference", name=op.f("uq_impact_client_reference")),
        sa.UniqueConstraint("incident_id", "client_id", name=op.f("uq_impact_incident_id_client_id")),
    )
    op.create_index(op.f("ix_impact_client_id"), "impact", ["client_id"], unique=False)
    op.create_index(op.f("ix_impact_event_id"), "impact", ["event_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=36), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("decision IN ('agreed', 'declined')", name=op.f("ck_proposal_decision")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_proposal_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_event_id"), "proposal", ["event_id"], unique=False)
    op.create_index(op.f("ix_proposal_incident_id"), "proposal", ["incident_id"], unique=False)
    op.create_table(
        "clock",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("impact_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("zero_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(length=400), nullable=False),
        sa.Column("severity", sa.String(length=2), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("plan", sa.String(length=400), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["impact_id"], ["impact.id"], name=op.f("fk_clock_impact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    op.create_index(op.f("ix_clock_event_id"), "clock", ["event_id"], unique=False)
    op.create_index("ix_clock_impact_id_kind", "clock", ["impact_id", "kind"], unique=False)
    op.create_index("ix_clock_open", "clock", ["stopped_at", "due_at"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("clock")
    op.drop_table("proposal")
    op.drop_table("impact")
    op.drop_table("handover")
    op.drop_table("factor")
    op.drop_table("entry")
    op.drop_table("incident")
    op.drop_table("reference_counter")
    op.drop_table("cause_family")
