"""What can be said when a case is closed."""

from ledger.web.schemas.base import Command, Words


class CloseIncident(Command):
    """Close a case, with the reason where a client has no final letter."""

    no_letter_reason = Words(
        500,
        label="Why a client gets no final letter",
        rows=2,
        help="Only where one is missing: the client asked for none, for example. It stays on record.",
    )
