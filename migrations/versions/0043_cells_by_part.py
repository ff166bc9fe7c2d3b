"""What is asked for most stands together: parts of a cell before their months, open actions by month.

An action that ended in time is never late and its fact says so: nothing of it lies in the time to come. Cells are
left empty; with 0044 `amends db upgrade` makes all facts anew, for minutes in a ledger of a million. PostgreSQL looks after the tables that trends read more often than it would, for
only pages it has looked after are read from an index alone.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
_STOCK = "ix_trend_fact_stock"
_INDEXES = {
    _STOCK: (
        ["measure", "left_out", "month", "settled_at", "unmet_at"],
        "measure = 'action_ageing' AND unmet_at IS NULL",
    ),
    "ix_trend_fact_ended": (
        ["measure", "settled_at", "left_out", "month", "split", "met_at", "unmet_at"],
        "measure = 'action_ageing' AND unmet_at IS NOT NULL",
    ),
}
_BEFORE = ["measure", "settled_at", "month", "split", "met_at", "unmet_at", "left_out"]
_READ = ("trend_fact", "promise", "action", "incident")
_SOON = ("autovacuum_vacuum_scale_factor", "autovacuum_vacuum_insert_scale_factor")


def upgrade() -> None:
    """Make cells, indexes and those facts anew; what 0041 has yet to look at stays to be looked at."""
    _cells("part", "month")
    _promises("agreed_due_at", "agreed_at")
    op.drop_index(_STOCK, table_name="trend_fact")
    for name, (columns, condition) in _INDEXES.items():
        _index(name, columns, condition)
    op.execute(
        "UPDATE trend_fact SET met_at = NULL, settled_at = CASE WHEN unmet_at > anchor_at THEN unmet_at ELSE anchor_at"
        " END WHERE measure = 'action_ageing' AND unmet_at <= met_at"
    )
    counted = sa.text("DELETE FROM trend_horizon WHERE at > :beginning")
    op.get_bind().execute(counted.bindparams(_beginning("beginning")))
    if op.get_bind().dialect.name == "postgresql":
        for table in _READ:
            op.execute(f"ALTER TABLE {table} SET ({', '.join(f'{name} = 0.01' for name in _SOON)})")


def downgrade() -> None:
    """Make them as they were; the program of before makes its own facts."""
    if op.get_bind().dialect.name == "postgresql":
        for table in _READ:
            op.execute(f"ALTER TABLE {table} RESET ({', '.join(_SOON)})")
    _cells("month", "part")
    _promises()
    for name in _INDEXES:
        op.drop_index(name, table_name="trend_fact")
    _index(_STOCK, _BEFORE, "measure = 'action_ageing'")
    again = sa.text("UPDATE trend_horizon SET at = :beginning")
    op.get_bind().execute(again.bindparams(_beginning("beginning")))


def _beginning(name: str) -> "sa.BindParameter[datetime]":
    at = _BEGINNING.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else _BEGINNING
    return sa.bindparam(name, at, type_=sa.DateTime(timezone=True))


def _index(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "trend_fact", columns, unique=False, sqlite_where=where, postgresql_where=where)


def _promises(*more: str) -> None:
    name = "ix_promise_status_original_due_at"
    op.drop_index(name, table_name="promise")
    op.create_index(name, "promise", ["status", "original_due_at", *more], unique=False)


def _cells(third: str, fourth: str) -> None:
    """Make the table anew, empty, with its third and fourth column in this order."""
    op.drop_table("trend_cell")
    sizes = {"part": 400, "month": 7}
    op.create_table(
        "trend_cell",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("measure", sa.String(length=24), nullable=False),
        *(sa.Column(name, sa.String(length=sizes[name]), nullable=False) for name in (third, fourth)),
        sa.Column("severity", sa.String(length=2), nullable=False),
        sa.Column("left_out", sa.String(length=12), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "measure", third, fourth, "severity", "left_out", name=op.f("pk_trend_cell")),
        sqlite_with_rowid=False,
    )
