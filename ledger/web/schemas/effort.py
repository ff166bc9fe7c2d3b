"""What can be said of an import of time entries: the file, how it was written, which column says what."""

from marshmallow import fields

from ledger.web.schemas.base import Choice, Command, Words

LOCALES = (
    ("en_GB", "1,234.56 and 20/11/2026"),
    ("en_US", "1,234.56 and 11/20/2026"),
    ("de_DE", "1.234,56 and 20.11.2026"),
    ("fr_FR", "1 234,56 and 20/11/2026"),
    ("de_CH", "1’234.56 and 20.11.2026"),  # noqa: RUF001 as it is written there
)


def _column(label: str, *, needed: bool = False) -> Words:
    return Words(200, label=label, metadata={"widget": "select", "must": needed, "empty": "no column"})


class ChosenEffort(Command):
    """The file, and how its numbers are written."""

    file = fields.String(
        metadata={
            "label": "File of time entries",
            "widget": "file",
            "must": True,
            "accept": ".csv,text/csv",
            "help": "CSV in UTF-8.",
        }
    )
    locale = Choice(LOCALES, label="How its numbers and days are written", metadata={"empty": "as in our settings"})


class EffortColumns(Command):
    """Which column says what."""

    external_id = _column("Id of the time entry", needed=True)
    ticket = _column("Ticket", needed=True)
    person = _column("Person", needed=True)
    start = _column("Start", needed=True)
    end = _column("End")
    hours = _column("Hours")
    rate = _column("What an hour cost us")
    billable = _column("Billable, DoNotBill or NoCharge", needed=True)
    notes = _column("Notes")
    locale = Choice(LOCALES, label="How its numbers and days are written", metadata={"empty": "as in our settings"})
