"""SQLite itself refuses a transfer on an account that is not there, or of a fraction of a minor unit.

SQLite looks at foreign keys only for a connection that asks for it, and keeps 1.5 as it is in a column of integers; who
opens the file with another program asks for neither. PostgreSQL refuses both by itself.
"""

from alembic import op

revision = "0019"
down_revision = "0018"

RULES = {
    "a transfer names two accounts of its own currency": (
        "NOT EXISTS (SELECT 1 FROM account a WHERE a.name = NEW.debit AND a.currency = NEW.currency)"
        " OR NOT EXISTS (SELECT 1 FROM account a WHERE a.name = NEW.credit AND a.currency = NEW.currency)"
    ),
    "an amount is a whole number of minor units": "NEW.amount <> CAST(NEW.amount AS INTEGER)",
}


def upgrade() -> None:
    """Set the trigger up."""
    if op.get_bind().dialect.name == "sqlite":
        checks = " ".join(f"SELECT RAISE(ABORT, '{sentence}') WHERE {broken};" for sentence, broken in RULES.items())
        op.execute(f"CREATE TRIGGER books_transfer_accounts BEFORE INSERT ON transfer BEGIN {checks} END")


def downgrade() -> None:
    """Take it away again."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER books_transfer_accounts")
