"""What can be said of the provider itself."""

from marshmallow import fields

from ledger.people.choices import countries, locales, named_currencies, zones
from ledger.web.schemas.base import Choice, Command, Words
from ledger.web.schemas.kinds import version_field


class ProviderSettings(Command):
    """Who we are: name, address, letterhead, zone, currency, calendar, contacts."""

    version = version_field(required=False)
    name = Words(200, label="Name", required=True, help="As clients know you.")
    domain = Words(
        200, label="Domain", required=True, help="Such as northgate.example; the record's logs begin with it."
    )
    address = Words(600, label="Address", required=True, rows=4, help="As the letter's head prints it, a line each.")
    letterhead = Words(300, label="Line under the name", help="Registration, website.")
    phone = Words(60, label="Telephone", required=True, metadata={"widget": "tel", "autocomplete": "tel"})
    mail = Words(254, label="Mail address", required=True, metadata={"widget": "email", "autocomplete": "email"})
    escalation_name = Words(
        200, label="Their name", required=True,
        help="Somebody outside the delivery line: chair, owner, a named partner.",
    )  # fmt: skip
    escalation_mail = Words(254, label="Their mail address", required=True, metadata={"widget": "email"})
    zone = Choice(zones(), label="Time zone", required=True, help="Years and months are counted in it.")
    currency = Choice(
        named_currencies(), label="Currency", required=True, help="What remedies cost us, unless said otherwise."
    )
    locale = Choice(locales(), label="Numbers and dates as in", required=True, metadata={"preset": "en_GB"})
    country = Choice(countries(), label="Country", required=True, help="For public holidays.")
    subdivision = Words(10, label="Part of the country", help="Only where holidays differ: ENG, SCT, BY.")
    opens = Words(5, label="Opens", required=True, metadata={"preset": "09:00", "placeholder": "09:00"})
    closes = Words(5, label="Closes", required=True, metadata={"preset": "17:30", "placeholder": "17:30"})


class ChosenLogo(Command):
    """Put a logo on letters."""

    file = fields.Raw(
        metadata={
            "label": "File",
            "help": "PNG or SVG, at most 512 KB; printed at most 20 mm high and 70 mm wide. An SVG has shapes only: "
            "turn its writing into paths.",
            "widget": "file",
            "accept": ".png,.svg,image/png,image/svg+xml",
            "must": True,
        }
    )
