"""What can be asked of many letters at once."""

from marshmallow import fields

from ledger.web.schemas.base import Choice, Choices, Command, Moment, Words

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


class BatchStepShown(Command):
    """A step that can be asked for now."""

    step = fields.String()
    count = fields.Integer(metadata={"description": "Of how many letters."})
    seen = fields.String(metadata={"description": "What it would be about; sent back with the step."})


class BatchProgressShown(Command):
    """How far the step that was asked for last has come."""

    step = fields.String()
    asked_at = Moment(label="Asked for")
    done = fields.Integer()
    refused = fields.Integer()
    of = fields.Integer()
    is_running = fields.Boolean()


class BatchRowShown(Command):
    """One client's letter in a batch."""

    client_code = fields.String()
    client_reference = fields.String()
    letter_id = fields.String(metadata={"description": "Empty where none is drafted."})
    version = fields.Integer()
    version_number = fields.Integer()
    status = fields.String(metadata={"description": "`none` where none is drafted."})
    held = fields.List(fields.String(), metadata={"description": "What it lacks, or why the last step was refused."})


class BatchShown(Command):
    """The letters of one kind about one incident, by client's name."""

    incident_reference = fields.String()
    kind = fields.String()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    steps = fields.List(fields.Nested(BatchStepShown))
    progress = fields.Nested(BatchProgressShown, allow_none=True)
    letters = fields.List(fields.Nested(BatchRowShown))
