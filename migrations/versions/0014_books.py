"""Books that the database guards itself: accounts by currency, commitments, cost centres, budgets, periods, rates.

A transfer that mixes currencies, names an account that is not there, overdraws a commitment or makes a client owe, an
entry that is no mirror of what it undoes, and a booking in a closed month are refused whoever writes them. The journal
is append-only; of an entry only its words may be erased.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# Table to its unique keys.
KEPT = {
    "currency": (("code",),),
    "account": (("id",), ("name", "currency")),
    "journal_entry": (("id",),),
    "transfer": (("id",), ("entry_id", "line")),
    "exchange_rate": (("id",),),
}
NARRATION_ONLY = (
    "NEW.narration = '[erased]' AND NEW.id = OLD.id AND NEW.subject = OLD.subject AND NEW.kind = OLD.kind"
    " AND NEW.booked_on = OLD.booked_on AND NEW.event_id = OLD.event_id AND {line_subject} AND {reverses_id}"
    " AND {occurred_on} AND {client_id} AND {cost_centre_id} AND {calculation}"
)
DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
PROVISION = "Liabilities:Provision:Recovery"
BOOKED = "the books are not changed: undo an entry by its mirror"
ENTRY_RULES = {
    "a reversal is not reversed, and belongs to the same case as what it undoes": (
        "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM journal_entry o WHERE o.id = NEW.reverses_id"
        " AND o.reverses_id IS NULL AND o.subject = NEW.subject)"
    ),
    "an entry is undone only once": "NEW.reverses_id IS NOT NULL AND EXISTS (SELECT 1 FROM journal_entry o WHERE o.reverses_id = NEW.reverses_id)",
    "this month is closed": (
        "EXISTS (SELECT 1 FROM period p WHERE p.status = 'closed' AND NEW.booked_on BETWEEN p.starts_on AND p.ends_on)"
    ),
}
TRANSFER_RULES = {
    "a transfer belongs to the event of its entry": (
        "NOT EXISTS (SELECT 1 FROM journal_entry e WHERE e.id = NEW.entry_id AND e.event_id = NEW.event_id)"
    ),
    "an entry that undoes another is its exact mirror": (
        "EXISTS (SELECT 1 FROM journal_entry e WHERE e.id = NEW.entry_id AND e.reverses_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM transfer o WHERE o.entry_id = e.reverses_id AND o.line = NEW.line AND o.debit = NEW.credit AND o.credit = NEW.debit"
        " AND o.amount = NEW.amount AND o.currency = NEW.currency AND coalesce(o.commitment_id, '') = coalesce(NEW.commitment_id, '')))"
    ),
    "a draw never exceeds its commitment": (
        f"NEW.debit = '{PROVISION}' AND NEW.amount > coalesce((SELECT sum(CASE WHEN o.credit = '{PROVISION}' THEN o.amount"  # noqa: S608 our own names
        f" WHEN o.debit = '{PROVISION}' THEN -o.amount ELSE 0 END) FROM transfer o WHERE o.commitment_id = NEW.commitment_id"
        " AND o.currency = NEW.currency), 0)"
    ),
    "a client never owes anything for our mistake": (
        "EXISTS (SELECT 1 FROM account a WHERE a.name = NEW.debit AND a.currency = NEW.currency AND a.client_facing) AND NEW.amount >"
        " coalesce((SELECT sum(CASE WHEN o.credit = NEW.debit THEN o.amount ELSE -o.amount END)"
        " FROM journal_entry s JOIN journal_entry e ON e.subject = s.subject JOIN transfer o ON o.entry_id = e.id"
        " WHERE s.id = NEW.entry_id AND o.currency = NEW.currency AND (o.debit = NEW.debit OR o.credit = NEW.debit)), 0)"
    ),
}


def upgrade() -> None:
    """Create the tables, name the accounts that are booked on already, and set the guards up."""
    _create_chart()
    _name_what_is_booked()
    _create_rest()
    op.add_column("journal_entry", sa.Column("occurred_on", sa.Date(), nullable=True))
    op.add_column("journal_entry", sa.Column("client_id", sa.String(length=36), nullable=True))
    op.add_column("journal_entry", sa.Column("calculation", sa.String(length=400), nullable=True))
    # Without a name, as it stands in one statement: SQLite would build the table anew otherwise, under its children.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE journal_entry ADD COLUMN cost_centre_id VARCHAR(36) CONSTRAINT fk_journal_entry_cost_centre_id REFERENCES cost_centre(id)"
        )
    else:
        op.add_column(
            "journal_entry",
            sa.Column(
                "cost_centre_id",
                sa.String(length=36),
                sa.ForeignKey("cost_centre.id", name="fk_journal_entry_cost_centre_id"),
                nullable=True,
            ),
        )
    for name, columns in (
        ("booked_on", ["booked_on", "id"]),
        ("client_id", ["client_id"]),
        ("cost_centre_id", ["cost_centre_id"]),
    ):
        op.create_index(f"ix_journal_entry_{name}", "journal_entry", columns)
    _bind_transfers()
    op.execute(
        "CREATE VIEW posting AS SELECT entry_id, line, debit AS account, currency, amount, commitment_id FROM transfer"
        " UNION ALL SELECT entry_id, line, credit, currency, -amount, commitment_id FROM transfer"
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    """Take the guards and the tables away again."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    _unguard(is_sqlite)
    op.execute("DROP VIEW posting")
    with op.batch_alter_table("transfer", table_args=_checks()) as batch:
        for name in ("fk_transfer_debit", "fk_transfer_credit", "fk_transfer_commitment_id"):
            batch.drop_constraint(name, type_="foreignkey")
        for name in ("commitment_id", "debit", "credit"):
            batch.drop_index(f"ix_transfer_{name}")
        batch.drop_column("commitment_id")
        batch.create_index("ix_transfer_debit", ["debit"])
        batch.create_index("ix_transfer_credit", ["credit"])
    for name in ("booked_on", "client_id", "cost_centre_id"):
        op.drop_index(f"ix_journal_entry_{name}", "journal_entry")
    if not is_sqlite:
        op.drop_constraint("fk_journal_entry_cost_centre_id", "journal_entry")
    for name in ("occurred_on", "client_id", "calculation", "cost_centre_id"):
        op.drop_column("journal_entry", name)
    for table in ("exchange_rate", "account_mapping", "period", "budget", "cost_centre", "account", "currency"):
        op.drop_table(table)


def _unguard(is_sqlite: bool) -> None:  # noqa: FBT001 which of two
    for table in KEPT:
        for kind in ("update", "delete", "insert" if is_sqlite else "truncate"):
            op.execute(f"DROP TRIGGER books_{table}_{kind}" + ("" if is_sqlite else f" ON {table}"))
    for table in ("journal_entry", "transfer"):
        op.execute(f"DROP TRIGGER books_{table}_rules" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION books_{table}_rules()")
    if not is_sqlite:
        op.execute("DROP FUNCTION books_refuse()")


def _create_chart() -> None:
    op.create_table(
        "currency",
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("exponent", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("exponent BETWEEN 0 AND 4", name=op.f("ck_currency_exponent")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_currency")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("client_facing", sa.Boolean(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["currency"], ["currency.code"], name=op.f("fk_account_currency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", "currency", name=op.f("uq_account_name_currency")),
    )
    for table in ("currency", "account"):
        op.create_index(op.f(f"ix_{table}_event_id"), table, ["event_id"], unique=False)


def _name_what_is_booked() -> None:
    """Open the accounts and currencies that the transfers name, under the event of the first of them."""
    digits = " ".join(
        f"WHEN currency IN ({', '.join(repr(code) for code in codes.split())}) THEN {count}"
        for count, codes in DIGITS.items()
    )
    named = "SELECT debit AS name, currency, event_id FROM transfer UNION ALL SELECT credit, currency, event_id FROM transfer"
    op.execute(
        f"INSERT INTO currency (code, exponent, event_id) SELECT currency, CASE {digits} ELSE 2 END, min(event_id) FROM transfer GROUP BY currency"  # noqa: S608 our own names
    )
    op.execute(
        "INSERT INTO account (id, name, currency, client_facing, event_id)"  # noqa: S608 our own names
        f" SELECT substr(min(event_id), 1, 24) || substr('000000000000' || row_number() OVER (ORDER BY name, currency), -12), name, currency,"
        f" name LIKE 'Assets:Receivable:Client:%' OR name LIKE 'Liabilities:Client:Credit:%', min(event_id) FROM ({named}) AS named GROUP BY name, currency"
        if op.get_bind().dialect.name == "sqlite"
        else "INSERT INTO account (id, name, currency, client_facing, event_id)"  # noqa: S608 our own names
        " SELECT gen_random_uuid()::text, name, currency,"
        f" name LIKE 'Assets:Receivable:Client:%' OR name LIKE 'Liabilities:Client:Credit:%', min(event_id) FROM ({named}) AS named GROUP BY name, currency"
    )


def _create_rest() -> None:
    op.create_table(
        "cost_centre",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_centre")),
        sa.UniqueConstraint("code", name=op.f("uq_cost_centre_code")),
    )
    op.create_table(
        "budget",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cost_centre_id", sa.String(length=36), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("amount_minor >= 0 AND amount_minor < 1000000000000000", name=op.f("ck_budget_amount")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_budget_days")),
        sa.ForeignKeyConstraint(["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_budget_cost_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        sa.UniqueConstraint(
            "cost_centre_id", "period", "currency", name=op.f("uq_budget_cost_centre_id_period_currency")
        ),
    )
    op.create_table(
        "period",
        sa.Column("name", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=6), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_period_status")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_period")),
    )
    op.create_table(
        "account_mapping",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=120), nullable=False),
        sa.Column("own_account", sa.String(length=40), nullable=False),
        sa.Column("tax_code", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_mapping")),
        sa.UniqueConstraint("account", name=op.f("uq_account_mapping_account")),
    )
    op.create_table(
        "exchange_rate",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("base", sa.String(length=3), nullable=False),
        sa.Column("quote", sa.String(length=3), nullable=False),
        sa.Column("rate", sa.String(length=30), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("base <> quote", name=op.f("ck_exchange_rate_two_currencies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_rate")),
    )
    op.create_index("ix_exchange_rate_pair", "exchange_rate", ["base", "quote", "on_date"])
    for table in ("cost_centre", "budget", "period", "account_mapping", "exchange_rate"):
        op.create_index(op.f(f"ix_{table}_event_id"), table, ["event_id"], unique=False)


def _bind_transfers() -> None:
    with op.batch_alter_table("transfer", table_args=_checks()) as batch:
        batch.add_column(sa.Column("commitment_id", sa.String(length=36), nullable=True))
        batch.create_foreign_key("fk_transfer_commitment_id", "journal_entry", ["commitment_id"], ["id"])
        for side in ("debit", "credit"):
            batch.create_foreign_key(f"fk_transfer_{side}", "account", [side, "currency"], ["name", "currency"])
            batch.drop_index(f"ix_transfer_{side}")
            batch.create_index(f"ix_transfer_{side}", [side, "currency", "amount"])
        batch.create_index("ix_transfer_commitment_id", ["commitment_id"])


def _checks() -> list[sa.CheckConstraint]:
    """Return the table's constraints, which SQLite's new copy of the table would lose."""
    return [
        sa.CheckConstraint("amount > 0 AND amount < 1000000000000000", name=op.f("ck_transfer_amount")),
        sa.CheckConstraint("debit <> credit", name=op.f("ck_transfer_two_accounts")),
    ]


def _unchanged(is_sqlite: bool) -> str:  # noqa: FBT001 which of two
    same = "IS" if is_sqlite else "IS NOT DISTINCT FROM"
    columns = ("line_subject", "reverses_id", "occurred_on", "client_id", "cost_centre_id", "calculation")
    return NARRATION_ONLY.format(**{name: f"NEW.{name} {same} OLD.{name}" for name in columns})


def _guard_sqlite() -> None:
    raised = f"BEGIN SELECT RAISE(ABORT, '{BOOKED}'); END"
    for table, keys in KEPT.items():
        taken = " OR ".join("(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")" for key in keys)
        when = f"WHEN NOT ({_unchanged(is_sqlite=True)}) " if table == "journal_entry" else ""
        op.execute(f"CREATE TRIGGER books_{table}_update BEFORE UPDATE ON {table} {when}{raised}")
        op.execute(f"CREATE TRIGGER books_{table}_delete BEFORE DELETE ON {table} {raised}")
        # INSERT OR REPLACE removes rows that share any unique key, and asks no BEFORE DELETE trigger of other connections.
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608 our own names
        op.execute(f"CREATE TRIGGER books_{table}_insert BEFORE INSERT ON {table} WHEN {there} {raised}")
    for table, rules in (("journal_entry", ENTRY_RULES), ("transfer", TRANSFER_RULES)):
        checks = " ".join(f"SELECT RAISE(ABORT, '{sentence}') WHERE {broken};" for sentence, broken in rules.items())
        op.execute(f"CREATE TRIGGER books_{table}_rules BEFORE INSERT ON {table} BEGIN {checks} END")


def _guard_postgresql() -> None:
    code = "USING ERRCODE = 'integrity_constraint_violation'"
    op.execute(
        f"CREATE FUNCTION books_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{BOOKED}' {code}; END $$"
    )
    for table in KEPT:
        when = f"WHEN (NOT ({_unchanged(is_sqlite=False)})) " if table == "journal_entry" else ""
        op.execute(
            f"CREATE TRIGGER books_{table}_update BEFORE UPDATE ON {table} FOR EACH ROW {when}EXECUTE FUNCTION books_refuse()"
        )
        op.execute(
            f"CREATE TRIGGER books_{table}_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION books_refuse()"
        )
        op.execute(
            f"CREATE TRIGGER books_{table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION books_refuse()"
        )
    for table, rules in (("journal_entry", ENTRY_RULES), ("transfer", TRANSFER_RULES)):
        checks = " ".join(
            f"IF {broken} THEN RAISE EXCEPTION '{sentence}' {code}; END IF;" for sentence, broken in rules.items()
        )
        op.execute(
            f"CREATE FUNCTION books_{table}_rules() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {checks} RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER books_{table}_rules BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION books_{table}_rules()"
        )
    for table in KEPT:
        for kind in ("update", "delete", "truncate"):
            # Also for a session that calls itself a replica, which otherwise runs no triggers.
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER books_{table}_{kind}")
    for table in ("journal_entry", "transfer"):
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER books_{table}_rules")
