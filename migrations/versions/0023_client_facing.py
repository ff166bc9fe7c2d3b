"""The database refuses an account that is wrongly marked as standing, or not standing, between us and a client.

The triggers on transfers keep a client from owing anything on accounts marked so; a wrong mark would go round them.
"""

from alembic import op

revision = "0023"
down_revision = "0022"

SENTENCE = "an account says truly whether it stands between us and a client"
FACING = ("Assets:Receivable:Client:", "Liabilities:Client:Credit:")
_BEGINS = " OR ".join(f"substr(NEW.name, 1, {len(start)}) = '{start}'" for start in FACING)
BROKEN = f"NEW.client_facing <> ({_BEGINS})"


def upgrade() -> None:
    """Set the trigger up."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER books_account_rules BEFORE INSERT ON account BEGIN"
            f" SELECT RAISE(ABORT, '{SENTENCE}') WHERE {BROKEN}; END"
        )
        return
    op.execute(
        "CREATE FUNCTION books_account_rules() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {BROKEN} THEN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        " RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER books_account_rules BEFORE INSERT ON account"
        " FOR EACH ROW EXECUTE FUNCTION books_account_rules()"
    )
    op.execute("ALTER TABLE account ENABLE ALWAYS TRIGGER books_account_rules")


def downgrade() -> None:
    """Take it away again."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER books_account_rules")
        return
    op.execute("DROP TRIGGER books_account_rules ON account")
    op.execute("DROP FUNCTION books_account_rules()")
