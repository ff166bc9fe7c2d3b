"""What can be said of clients and their contacts."""

from marshmallow import fields

from ledger.people.choices import countries, locales, named_currencies, zones
from ledger.web.schemas.base import Choice, Choices, Command, Moment, Words
from ledger.web.schemas.kinds import number_field, version_field
from ledger.web.schemas.paging import PageQuery

STATUSES: Choices = (("active", "with us"), ("left", "has left"))
KINDS: Choices = (("incident", "incidents"), ("letter", "letters"), ("promise", "promises"), ("remedy", "remedies"))
_TEL = {"widget": "tel", "autocomplete": "off"}
_PEOPLE = ("People who use our services", 1, 10_000_000, "Write a number of people, 1 or more.")
_A_PLAN = {"widget": "select", "options": [], "empty": "the standard clocks"}


class EditClient(Command):
    """Change what we know of a client."""

    name = Words(200, label="Name", required=True, help="As letters write it.")
    address = Words(600, label="Address", rows=4, load_default="", help="As it stands in a letter's window.")
    currency = Choice(named_currencies(), label="Currency", required=True, help="Of what this client gets from us.")
    zone = Choice(zones(), label="Time zone", required=True, help="All times this client reads are of this zone.")
    country = Choice(countries(), label="Country", required=True, help="Its public holidays are no business days.")
    locale = Choice(locales(), label="Numbers and dates as in", required=True)
    sharing_label = Words(
        200, label="Sharing label", required=True, help="On each page of a letter: For Harbour Foods only."
    )
    people_total = number_field(
        *_PEOPLE, "Preset for “how many of how many” of an incident.", load_default=None, allow_none=True
    )
    plan = Words(200, label="Service plan", load_default=None, allow_none=True, metadata=_A_PLAN)


class EditedClient(EditClient):
    """The same from a form, which carries the version it was drawn from."""

    version = version_field()


class AddClient(Command):
    """Take on a client: a code and a name are enough, the rest is preset from our own settings."""

    code = Words(
        8, label="Code", required=True, metadata={"autocapitalize": "characters", "spellcheck": "false"},
        help="2 to 8 capital letters or digits, such as HFO. It begins every reference this client sees, choose well.",
    )  # fmt: skip
    name = Words(200, label="Name", required=True, help="As letters write it.")
    address = Words(600, label="Address", rows=4, help="As it stands in a letter's window.")
    currency = Choice(named_currencies(), label="Currency", metadata={"empty": "ours"})
    zone = Choice(zones(), label="Time zone", metadata={"empty": "ours"})
    country = Choice(countries(), label="Country", help="For public holidays.", metadata={"empty": "ours"})
    locale = Choice(locales(), label="Numbers and dates as in", metadata={"empty": "ours"})
    sharing_label = Words(200, label="Sharing label", help="On each page of a letter. Empty: For (name) only.")
    people_total = number_field(*_PEOPLE)
    plan = Words(200, label="Service plan", metadata=_A_PLAN)


class ChangeCode(Command):
    """Give a client another code, while no reference carries the old one."""

    code = Words(8, label="Another code", required=True, metadata={"autocapitalize": "characters"})


class ChangedCode(ChangeCode):
    """The same from a form."""

    version = version_field()


class ChangeStatus(Command):
    """Note that a client has left, or is with us again."""

    status = Choice(STATUSES, label="Status", required=True)


class ChangedStatus(ChangeStatus):
    """The same from a form."""

    version = version_field()


class MailCheckpoints(Command):
    """Mail a client its newest checkpoint each week, or no more."""

    wanted = fields.Boolean(required=True, metadata={"label": "Mail the newest checkpoint each week"})
    version = version_field()


class EditContact(Command):
    """Say who somebody at a client is, how they are reached, and whether they may be told."""

    name = Words(200, label="Name", required=True)
    salutation = Words(100, label="Greeting", load_default="", help="As a letter greets: Ms Okafor.")
    title = Words(100, label="Title", load_default="", help="Finance director.")
    mail = Words(254, label="Mail address", load_default="", metadata={"widget": "email", "autocomplete": "off"})
    phone = Words(60, label="Telephone", load_default="", metadata=_TEL)
    night_phone = Words(60, label="Number at night", load_default="", metadata=_TEL)
    may_receive_notices = fields.Boolean(
        load_default=False,
        metadata={
            "label": "May receive notices and letters",
            "help": "Only people the client has named. Without one, no letter can be addressed.",
        },
    )


class EditedContact(EditContact):
    """The same from a form."""

    version = version_field()


class ContactStatus(Command):
    """Take a contact out of the ring, or back in."""

    active = fields.Boolean(required=True, metadata={"label": "In the list to ring"})


class ChangedContactStatus(ContactStatus):
    """The same from a button."""

    version = version_field()


class MoveContact(Command):
    """Put a contact at a place in the order to ring."""

    to = number_field("Place", 1, 1000, "Give a place, 1 or more.", required=True)


class ClientFilters(PageQuery):
    """Narrow the list of clients."""

    q = Words(200, label="Words", help="In the code, the name or the name of a contact.")
    status = Choice(STATUSES, label="Status")


class HistoryFilters(PageQuery):
    """Narrow a client's history."""

    kind = Choice(KINDS, label="Kind")
    year = number_field("Year", 1971, 2199, "Write a year such as 2026.")


class ContactListed(Command):
    """A contact as the API answers it."""

    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    salutation = fields.String()
    title = fields.String()
    mail = fields.String()
    phone = fields.String()
    night_phone = fields.String()
    ring_order = fields.Integer()
    may_receive_notices = fields.Boolean()
    active = fields.Boolean()


class ClientListed(Command):
    """One line of the list of clients."""

    id = fields.String()
    code = fields.String()
    name = fields.String()
    status = fields.String()
    currency = fields.String()
    zone = fields.String()
    plan = fields.String(allow_none=True)


class ClientShown(ClientListed):
    """A client as the API answers it."""

    version = fields.Integer()
    address = fields.String()
    locale = fields.String()
    country = fields.String()
    sharing_label = fields.String()
    people_total = fields.Integer(allow_none=True)
    letter_mail = fields.String(metadata={"description": "attached, link or none."})
    large_print = fields.Boolean()
    contacts = fields.List(fields.Nested(ContactListed))


class HistoryListed(Command):
    """One line of a client's history."""

    kind = fields.String()
    at = Moment(label="When")
    id = fields.String()
    incident = fields.String(allow_none=True)
    reference = fields.String()
    text = fields.String()
    state = fields.String()
    severity = fields.String(allow_none=True)
