"""Trust reviews, one a client and quarter."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Create the table; the application's role gets its rights on it from the models."""
    op.create_table(
        "trust_review",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("changed_terms", sa.Text(), nullable=False),
        sa.Column("our_part", sa.Text(), nullable=False),
        sa.Column("client_part", sa.Text(), nullable=False),
        sa.Column("renewal", sa.String(length=10), nullable=False),
        sa.Column("recommends", sa.String(length=3), nullable=False),
        sa.Column("begun_by", sa.String(length=36), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.String(length=36), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by", sa.String(length=36), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_words", sa.Text(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'offered', 'agreed')", name=op.f("ck_trust_review_status")),
        sa.CheckConstraint("renewal IN ('', 'renewed', 'left')", name=op.f("ck_trust_review_renewal")),
        sa.CheckConstraint("recommends IN ('', 'yes', 'no')", name=op.f("ck_trust_review_recommends")),
        sa.CheckConstraint("(status = 'draft') = (pdf_sha256 = '')", name=op.f("ck_trust_review_frozen")),
        sa.CheckConstraint("(status = 'agreed') = (agreed_at IS NOT NULL)", name=op.f("ck_trust_review_agreed")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_trust_review_client_id")),
        sa.ForeignKeyConstraint(["begun_by"], ["user_account.id"], name=op.f("fk_trust_review_begun_by")),
        sa.ForeignKeyConstraint(["signed_by"], ["user_account.id"], name=op.f("fk_trust_review_signed_by")),
        sa.ForeignKeyConstraint(["agreed_by"], ["user_account.id"], name=op.f("fk_trust_review_agreed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_review")),
        sa.UniqueConstraint("client_id", "quarter", name=op.f("uq_trust_review_once")),
        sa.UniqueConstraint("reference", name=op.f("uq_trust_review_reference")),
    )
    op.create_index(op.f("ix_trust_review_client_id"), "trust_review", ["client_id"], unique=False)
    op.create_index(op.f("ix_trust_review_event_id"), "trust_review", ["event_id"], unique=False)


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("trust_review")
