"""Looking whether the database still refuses to rewrite the record: triggers, constraint, and the role's rights."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from ledger.record.findings import Finding

TABLES = (
    "log",
    "log_anchor",
    "log_checkpoint",
    "log_disclosure",
    "log_entry",
    "log_head",
    "log_node",
    "signing_key",
)
_SQLITE_TEXT = "77714d2263327404c1b184d4bd61aa0107c798ba4d91fd1145e1999446b82220"
"""SHA-256 of the triggers' texts as the migration wrote them, sorted by name, a line each."""
_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 7) = 'amends_'"
_POSTGRESQL = (
    "SELECT t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND p.proname = 'amends_refuse' AND p.prosrc LIKE '%RAISE EXCEPTION%'"
)
_CHECKED = "SELECT count(*) FROM pg_constraint WHERE conname = 'ck_log_entry_leaf_hash' AND convalidated"
_MORE = (
    "SELECT c.relname FROM pg_class c WHERE c.relname = ANY(:tables) AND c.relkind = 'r' AND "
    "(pg_has_role(current_user, c.relowner, 'MEMBER') OR has_table_privilege(c.oid, 'DELETE') OR "
    "has_table_privilege(c.oid, 'TRUNCATE') OR has_table_privilege(c.oid, 'UPDATE'))"
)


def hardened(session: Session) -> Iterator[Finding]:
    """Give every trigger, constraint and right that is not as the migrations made it."""
    if session.get_bind().dialect.name == "sqlite":
        yield from _sqlite(session)
    else:
        yield from _postgresql(session)


def _sqlite(session: Session) -> Iterator[Finding]:
    found = _pairs(session, _SQLITE)
    missing = triggers_of_record(is_sqlite=True) - found.keys()
    yield from _missing(missing)
    told = hashlib.sha256("\n".join(f"{name} {sql}" for name, sql in sorted(found.items())).encode()).hexdigest()
    if not missing and told != _SQLITE_TEXT:
        yield Finding("trigger", "database", "A trigger that protects the record is not the one that was set up.")


def _postgresql(session: Session) -> Iterator[Finding]:
    found = _pairs(session, _POSTGRESQL)
    yield from _missing({name for name in triggers_of_record(is_sqlite=False) if found.get(name) != "A"})
    if not session.scalar(text(_CHECKED)):
        yield Finding("trigger", "log_entry", "The database does not check the entries' hashes any more.")
    for table in session.scalars(text(_MORE), {"tables": list(TABLES)}):
        sentence = f"The application may rewrite {table}: it should connect as a role that owns nothing."
        yield Finding("grant", str(table), sentence)


def _pairs(session: Session, query: str) -> dict[str, str]:
    return {str(name): str(value) for name, value in session.execute(text(query))}


def _missing(names: set[str]) -> Iterator[Finding]:
    for name in sorted(names):
        sentence = f"The trigger {name}, which protects the record, is missing or switched off."
        yield Finding("trigger", name, sentence)


def triggers_of_record(*, is_sqlite: bool) -> set[str]:
    """Return the names of the triggers that protect the record's tables."""
    kinds = ("update", "delete", "insert" if is_sqlite else "truncate")
    return {f"amends_{table}_{kind}" for table in TABLES for kind in kinds}
