"""Letters and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables of this room."""
    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("impact_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("signatory_id", sa.String(length=36), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=False),
        sa.Column("subject_line", sa.String(length=400), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("edited_by", sa.String(length=36), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("came_back", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.String(length=36), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_sha256", sa.String(length=64), nullable=True),
        sa.Column("alone_at_night", sa.Boolean(), nullable=False),
        sa.Column("second_look_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_look_by", sa.String(length=36), nullable=True),
        sa.Column("second_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by", sa.String(length=36), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_id", sa.String(length=36), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "(status IN ('issued', 'corrected', 'superseded')) = (pdf_sha256 IS NOT NULL)",
            name=op.f("ck_letter_issued_has_file"),
        ),
        sa.CheckConstraint(
            "kind IN ('first_notice', 'interim', 'final', 'follow_up', 'correction')", name=op.f("ck_letter_kind")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'in_review', 'approved', 'issuing', 'issued', 'corrected', 'superseded', 'discarded')",
            name=op.f("ck_letter_status"),
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> author_id OR alone_at_night",
            name=op.f("ck_letter_approver_is_not_author"),
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["user_account.id"], name=op.f("fk_letter_approved_by")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_letter_author_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_letter_contact_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["letter.id"], name=op.f("fk_letter_corrects_id")),
        sa.ForeignKeyConstraint(["edited_by"], ["user_account.id"], name=op.f("fk_letter_edited_by")),
        sa.ForeignKeyConstraint(["impact_id"], ["impact.id"], name=op.f("fk_letter_impact_id")),
        sa.ForeignKeyConstraint(["signatory_id"], ["user_account.id"], name=op.f("fk_letter_signatory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_event_id"), "letter", ["event_id"], unique=False)
    op.create_index(op.f("ix_letter_impact_id"), "letter", ["impact_id"], unique=False)
    op.create_index(op.f("ix_letter_pdf_sha256"), "letter", ["pdf_sha256"], unique=False)
    op.create_index("ix_letter_status", "letter", ["status"], unique=False)
    op.create_index(
        "uq_letter_kept_version",
        "letter",
        ["impact_id", "kind", "version_number"],
        unique=True,
        sqlite_where=sa.text("status <> 'discarded'"),
        postgresql_where=sa.text("status <> 'discarded'"),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("letter_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=400), nullable=False),
        sa.Column("by_user_id", sa.String(length=36), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_by", sa.String(length=36), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("kind IN ('acknowledged', 'question', 'dispute')", name=op.f("ck_answer_kind")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_answer_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_event_id"), "answer", ["event_id"], unique=False)
    op.create_index(op.f("ix_answer_letter_id"), "answer", ["letter_id"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("answer")
    op.drop_table("letter")
