"""The record's tables refuse to be rewritten: triggers on both databases, and the leaf hash checked on PostgreSQL.

They prevent accidents. Whoever owns the database can drop them, and `amends verify` says so.
"""

from alembic import op

revision = "0009"
down_revision = "0008"

# Table to its unique keys.
TABLES = {
    "log": (("id",), ("origin",)),
    "log_head": (("log_id",),),
    "log_entry": (("log_id", "seq"), ("log_id", "event_id")),
    "log_disclosure": (("digest",),),
    "log_node": (("log_id", "level", "idx"),),
    "log_checkpoint": (("id",),),
    "log_anchor": (("id",),),
    "signing_key": (("key_id",), ("line",)),
}
ALLOWED = {
    "log": "NEW.id = OLD.id",
    "log_head": "NEW.log_id = OLD.log_id AND NEW.size >= OLD.size",
    "log_disclosure": "NEW.text IS NULL AND NEW.digest = OLD.digest AND NEW.log_id = OLD.log_id AND NEW.seq = OLD.seq",
    "signing_key": "NEW.key_id = OLD.key_id AND NEW.line = OLD.line AND NEW.added_at = OLD.added_at AND OLD.retired_at IS NULL",
}
SENTENCE = "the record is not changed"


def upgrade() -> None:
    """Create the triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for table, keys in TABLES.items():
            _on_sqlite(table, keys)
        return
    op.execute(
        f"CREATE FUNCTION amends_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table in TABLES:
        _on_postgresql(table)
    op.execute(
        r"ALTER TABLE log_entry ADD CONSTRAINT ck_log_entry_leaf_hash CHECK (leaf_hash = sha256('\x00'::bytea || body))"
    )


def downgrade() -> None:
    """Drop them again."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in TABLES:
        for kind in ("update", "delete", "insert" if is_sqlite else "truncate"):
            op.execute(f"DROP TRIGGER amends_{table}_{kind}" + ("" if is_sqlite else f" ON {table}"))
    if not is_sqlite:
        op.execute("ALTER TABLE log_entry DROP CONSTRAINT ck_log_entry_leaf_hash")
        op.execute("DROP FUNCTION amends_refuse()")


def _on_sqlite(table: str, keys: tuple[tuple[str, ...], ...]) -> None:
    raised = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    # INSERT OR REPLACE removes rows that share any unique key, and asks no BEFORE DELETE trigger of other connections.
    taken = " OR ".join("(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")" for key in keys)
    when = f"WHEN NOT ({ALLOWED[table]}) " if table in ALLOWED else ""
    op.execute(f"CREATE TRIGGER amends_{table}_update BEFORE UPDATE ON {table} {when}{raised}")
    op.execute(f"CREATE TRIGGER amends_{table}_delete BEFORE DELETE ON {table} {raised}")
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608 our own names
    op.execute(f"CREATE TRIGGER amends_{table}_insert BEFORE INSERT ON {table} WHEN {there} {raised}")


def _on_postgresql(table: str) -> None:
    refuse = "EXECUTE FUNCTION amends_refuse()"
    when = f"WHEN (NOT ({ALLOWED[table]})) " if table in ALLOWED else ""
    op.execute(f"CREATE TRIGGER amends_{table}_update BEFORE UPDATE ON {table} FOR EACH ROW {when}{refuse}")
    op.execute(f"CREATE TRIGGER amends_{table}_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
    op.execute(f"CREATE TRIGGER amends_{table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}")
    for kind in ("update", "delete", "truncate"):
        # Also for a session that calls itself a replica, which otherwise runs no triggers.
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER amends_{table}_{kind}")
