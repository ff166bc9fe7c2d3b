"""Of a ticket brought in without a recorded notice nobody knows whether we told of it first: it leaves that measure.

Facts of before say otherwise: `amends db upgrade` holds all against the rows, for nothing counts as made here.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"

_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    """Forget what was counted, and say that facts are still to be looked at."""
    _begin_again()


def downgrade() -> None:
    """Forget it here too: the program of before makes its own facts by the next night."""
    _begin_again()


def _begin_again() -> None:
    op.execute("DELETE FROM trend_cell")
    op.execute("DELETE FROM trend_horizon")
    at = _BEGINNING.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else _BEGINNING
    horizon = sa.text("INSERT INTO trend_horizon (id, at, zone) SELECT 1, :at, zone FROM provider")
    op.get_bind().execute(horizon.bindparams(sa.bindparam("at", at, type_=sa.DateTime(timezone=True))))
