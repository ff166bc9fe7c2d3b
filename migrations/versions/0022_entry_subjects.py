"""Entries of the record are found by their subject, which their bodies say; what is there already gets its own.

`amends verify` compares the column with the bodies, like the others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

TRIGGER = "amends_log_entry_update"
INDEX = "ix_log_entry_log_id_subject_seq"
# A body that is no JSON was tampered with: it has no subject, and verification says so.
READ = """
CREATE FUNCTION pg_temp.amends_subject(body bytea) RETURNS text LANGUAGE plpgsql AS $$
BEGIN RETURN left(convert_from(body, 'UTF8')::json ->> 'subject', 400); EXCEPTION WHEN OTHERS THEN RETURN NULL; END $$
"""


def upgrade() -> None:
    """Add the column, fill it and index it."""
    op.add_column("log_entry", sa.Column("subject", sa.String(length=400), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _fill_sqlite()
    else:
        op.execute(READ)
        op.execute(f"ALTER TABLE log_entry DISABLE TRIGGER {TRIGGER}")
        op.execute("UPDATE log_entry SET subject = pg_temp.amends_subject(body)")
        op.execute(f"ALTER TABLE log_entry ENABLE ALWAYS TRIGGER {TRIGGER}")
        op.execute("DROP FUNCTION pg_temp.amends_subject")
    op.create_index(op.f(INDEX), "log_entry", ["log_id", "subject", "seq"], unique=False)


def downgrade() -> None:
    """Drop both again."""
    op.drop_index(op.f(INDEX), table_name="log_entry")
    op.drop_column("log_entry", "subject")


def _fill_sqlite() -> None:
    written = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    guard = op.get_bind().execute(written, {"name": TRIGGER}).scalar()
    if guard:
        op.execute(f"DROP TRIGGER {TRIGGER}")
    said = "CAST(body AS TEXT)"
    op.execute(f"UPDATE log_entry SET subject = json_extract({said}, '$.subject') WHERE json_valid({said})")  # noqa: S608 our own names
    if guard:
        op.execute(guard)
