"""What can be said of letters by mail."""

from marshmallow import fields

from ledger.web.schemas.base import Choice, Choices, Command, Moment, Words
from ledger.web.schemas.kinds import version_field

WISHES: Choices = (
    ("attached", "The PDF attached"),
    ("link", "A link to the portal alone"),
    ("none", "No letters by mail"),
)


class MailLetter(Command):
    """Mail an issued letter; the addressee where nobody else is named."""

    contact_id = Words(36, label="To", metadata={"widget": "select"})


class RecordBounce(Command):
    """A mail came back."""

    words = Words(
        4000, label="What the returned mail says", required=True, rows=2, help="The line with the reason is enough."
    )


class ChooseLetterMail(Command):
    """How a client wants its letters: by mail, and in which print."""

    wish = Choice(WISHES, label="Letters by mail", required=True, widget="radio")
    large_print = fields.Boolean(
        load_default=False,
        metadata={"label": "In large print", "help": "18 point, for people who read it more easily."},
    )
    version = version_field()


class DeliveryShown(Command):
    """One letter by mail to one contact."""

    id = fields.String()
    contact_id = fields.String()
    contact = fields.String()
    to_mail = fields.String()
    style = fields.String()
    status = fields.String()
    asked_at = Moment(label="Asked")
    ended_at = Moment(label="Sent, or given up", allow_none=True)
    may_be_double = fields.Boolean(
        metadata={"description": "A try broke off after the message was handed over: it may have arrived twice."}
    )
    answer = fields.String()
    tries = fields.Integer()
    next_try_at = Moment(label="Next try", allow_none=True)
    bounced_at = Moment(label="Came back", allow_none=True)
    bounced_by = fields.String()
    bounce_words = fields.String()
