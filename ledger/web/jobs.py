"""The queue of background jobs of this application."""

from flask import current_app

from ledger.worker.jobs import Jobs

EXTENSION = "amends_jobs"


def jobs() -> Jobs:
    """Return the queue of the ledger that this application serves."""
    found: Jobs = current_app.extensions[EXTENSION]
    return found
