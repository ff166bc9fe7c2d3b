"""What can be asked of many letters at once."""

from ledger.web.schemas.base import Choice, Choices, Command, Words

STEPS: Choices = (
    ("draft", "Draft"),
    ("refresh", "Take over what has changed"),
    ("submit", "Check, and send for review"),
    ("approve", "Approve"),
    ("issue", "Issue"),
)


class AskForAll(Command):
    """One step of all letters that it is for."""

    step = Choice(STEPS, label="Step", required=True)
    seen = Words(64, label="What was seen", required=True, metadata={"widget": "hidden"})
