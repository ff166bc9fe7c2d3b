"""Which page of a list is asked for, on pages and over the API alike."""

from marshmallow import fields, validate

from ledger.web.schemas.base import Command, Words

LARGEST_PAGE = 200


class PageQuery(Command):
    """Which page of a list; lists with filters have a child of this."""

    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, LARGEST_PAGE, error=f"Ask for 1 to {LARGEST_PAGE}."),
        metadata={"label": "How many at most"},
    )
    after = Words(500, label="The `next` of the page before")
