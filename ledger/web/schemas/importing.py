"""What can be said when a file is imported."""

from marshmallow import fields

from ledger.web.schemas.base import Command, Words


class ChosenFile(Command):
    """Choose a file of another system and the client it touched."""

    file = fields.Raw(
        metadata={
            "label": "File",
            "help": "The incidents.json of a Statuspage, or a ticket system's event log as CSV; at most 50 MB.",
            "widget": "file",
            "accept": ".json,.csv,application/json,text/csv",
            "must": True,
        }
    )
    client = Words(8, label="Client it touched", required=True, metadata={"widget": "select"})


class ChosenImport(Command):
    """Import the file that was shown, for this client."""

    client = Words(8, label="Client it touched", required=True)
