"""What can be said when a file is imported."""

from marshmallow import fields

from ledger.web.schemas.base import Command, Words


class ChosenFile(Command):
    """Choose a status page's file and the client it touched."""

    file = fields.Raw(
        metadata={
            "label": "File",
            "help": "The incidents.json of an Atlassian Statuspage, at most 50 MB.",
            "widget": "file",
            "accept": ".json,application/json",
            "must": True,
        }
    )
    client = Words(8, label="Client it touched", required=True, metadata={"widget": "select"})


class ChosenImport(Command):
    """Import the file that was shown, for this client."""

    client = Words(8, label="Client it touched", required=True)
