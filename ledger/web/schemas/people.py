"""What can be said of people, their accounts and their tokens."""

from typing import Any

from marshmallow import fields, validate

from ledger.people.choices import zones
from ledger.people.operations.tokens import LONGEST_DAYS
from ledger.web.schemas.base import Choice, Choices, Command, Words
from ledger.web.schemas.kinds import number_field, version_field

ROLES: Choices = (
    ("service_manager", "Service manager: files incidents, answers, promises, writes letters"),
    ("leadership", "Leadership: approves funding and letters, decides, reads trends"),
    ("auditor", "Auditor: reads everything, changes nothing"),
    ("admin", "Administrator: people, roles, settings, keys; never approves"),
)
SIGNS: Choices = (("S3", "S3"), ("S2", "S2 and S3"), ("S1", "S1, S2 and S3"))
SCOPES: Choices = (("read", "Read only"), ("write", "Read and write"))
_TEL = {"widget": "tel", "autocomplete": "off"}


class Mail(Words):
    """A mail address."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            254, label="Mail address", required=True, metadata={"widget": "email", "autocomplete": "off"}, **more
        )
        self.validators = [*self.validators, validate.Email(error="Write a mail address such as name@firm.example.")]


class AddPerson(Command):
    """Give one of our people an account."""

    name = Words(200, label="Name", required=True)
    email = Mail(help="What the person signs in with.")
    role = Choice(ROLES, label="Role", required=True, widget="radio")
    title = Words(100, label="Title", help="As letters print it: Service director.")
    telephone = Words(60, label="Telephone", metadata=_TEL)
    manager_id = Words(36, label="Manager", metadata={"widget": "select", "options": []})
    signs_up_to = Choice(SIGNS, label="Signs letters up to", help="Of incidents this grave; empty means none.")


class ChangePerson(AddPerson):
    """Change an account of ours."""

    version = version_field()
    active = fields.Boolean(metadata={"label": "May sign in", "help": "Closing ends every session and token at once."})


class AddClientUser(Command):
    """Give one of a client's people a way in."""

    client = Words(8, label="Client", required=True, metadata={"widget": "select", "options": []})
    name = Words(200, label="Name", required=True)
    email = Mail(help="What the person signs in with.")
    title = Words(100, label="Title")
    telephone = Words(60, label="Telephone", metadata=_TEL)


class ChangeClientUser(Command):
    """Change an account of a client's person."""

    version = version_field()
    name = Words(200, label="Name", required=True)
    email = Mail(help="What the person signs in with.")
    title = Words(100, label="Title")
    telephone = Words(60, label="Telephone", metadata=_TEL)
    active = fields.Boolean(metadata={"label": "May sign in", "help": "Closing ends every session at once."})


class OwnAccount(Command):
    """What people may say of themselves."""

    version = version_field()
    name = Words(200, label="Name", required=True, metadata={"autocomplete": "name"})
    telephone = Words(60, label="Telephone", metadata={"widget": "tel", "autocomplete": "tel"})
    zone = Choice(zones(), label="Time zone", help="Where you read times.", metadata={"empty": "the provider's"})


class MakeToken(Command):
    """Make a personal token for the API."""

    name = Words(100, label="What it is for", required=True, help="So that you know later which one to revoke.")
    scope = Choice(SCOPES, label="It may", required=True, widget="radio", metadata={"preset": "read"})
    days = number_field(
        "Days until it expires", 1, LONGEST_DAYS, f"Write a number of days, 1 to {LONGEST_DAYS}.",
        required=True, metadata={"preset": 90},
    )  # fmt: skip


class AskLink(Command):
    """Ask for a link by mail."""

    email = Words(254, label="Mail address", required=True, metadata={"widget": "email", "autocomplete": "email"})


_NEW_PASSWORD = {"widget": "password", "autocomplete": "new-password"}


class RedeemInvitation(Command):
    """Come in by an invitation; a client's user may choose a password."""

    password = Words(200, label="Password", metadata=_NEW_PASSWORD)
    again = Words(200, label="Password again", metadata=_NEW_PASSWORD)


class RedeemAsStaff(Command):
    """Come in by an invitation; our own people choose a password."""

    password = Words(200, label="Password", required=True, metadata=_NEW_PASSWORD)
    again = Words(200, label="Password again", required=True, metadata=_NEW_PASSWORD)
