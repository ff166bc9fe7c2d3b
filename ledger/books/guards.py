"""Looking whether the database still guards the books: the triggers that migrations set up, each by its text."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from ledger.record.findings import Finding

KEPT = ("account", "currency", "exchange_rate", "journal_entry", "transfer")
"""Tables whose rows are never rewritten."""
RULED = ("account", "journal_entry", "transfer")
"""Tables whose new rows the database itself looks at."""
_SQLITE_TEXT = "65d85ddcf7587067681989b7f4a0e9de3ae36a842b1679f72ca46ae783b2a45a"
_POSTGRESQL_TEXT = "6f022df2d68ebcb5a5a6288e095245b507be5f06727e99814ebf0d19eb20e22f"
"""SHA-256 of what the migration wrote, sorted by name, a line each: triggers, and the functions they run."""
_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 6) = 'books_'"
_TRIGGERS = (
    "SELECT t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND substr(p.proname, 1, 6) = 'books_'"
)
_FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE substr(proname, 1, 6) = 'books_'"


def books_guarded(session: Session) -> Iterator[Finding]:
    """Give every trigger of the books that is missing, switched off, or not the one that was set up."""
    if session.get_bind().dialect.name == "sqlite":
        found, wanted = _pairs(session, _SQLITE), triggers_of_books(is_sqlite=True)
        there, texts, expected = set(found), found, _SQLITE_TEXT
    else:
        wanted = triggers_of_books(is_sqlite=False)
        there = {name for name, enabled in _pairs(session, _TRIGGERS).items() if enabled == "A"}
        texts, expected = _pairs(session, _FUNCTIONS), _POSTGRESQL_TEXT
    for name in sorted(wanted - there):
        yield Finding("trigger", name, f"The trigger {name}, which protects the books, is missing or switched off.")
    if not wanted - there and digest_of(texts) != expected:
        yield Finding("trigger", "database", "A trigger that protects the books is not the one that was set up.")


def digest_of(texts: dict[str, str]) -> str:
    """Return the SHA-256 of texts by their names."""
    return hashlib.sha256("\n".join(f"{name} {sql}" for name, sql in sorted(texts.items())).encode()).hexdigest()


def _pairs(session: Session, query: str) -> dict[str, str]:
    return {str(name): str(value) for name, value in session.execute(text(query))}


def triggers_of_books(*, is_sqlite: bool) -> set[str]:
    """Return the names of the triggers that protect the books."""
    kinds = ("update", "delete", "insert" if is_sqlite else "truncate")
    named = {f"books_{table}_{kind}" for table in KEPT for kind in kinds} | {f"books_{table}_rules" for table in RULED}
    return named | ({"books_transfer_accounts"} if is_sqlite else set())
