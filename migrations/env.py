"""Alembic's entry: `amends db upgrade` passes the connection in; nothing is read from a file."""

from alembic import context

import ledger.books.models
import ledger.clients.models
import ledger.duties.models
import ledger.incidents.models
import ledger.letters.candour_models
import ledger.letters.models
import ledger.people.models
import ledger.record.models
import ledger.recovery.action_parts
import ledger.recovery.effort_models
import ledger.recovery.models
import ledger.recovery.promise_links
import ledger.trends.act_models
import ledger.trends.models
import ledger.trends.report_models
import ledger.trends.review_models  # noqa: F401 tables register themselves
from ledger.kernel.db import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
