"""The moment that a page is asked to go back to."""

from ledger.web.schemas.base import Command, Moment


class AsKnown(Command):
    """Show what was known at this moment; a time of the reader's zone."""

    as_known_at = Moment(label="Show what was known at", required=True)
