"""What can be said of incidents."""

from marshmallow import fields, validate

from ledger.web.schemas.base import MISSING, Choice, Choices, Command, Moment, Words

SEVERITIES: Choices = (
    ("S1", "S1: service stopped, data lost or exposed, money or a deadline hit"),
    ("S2", "S2: important work hindered"),
    ("S3", "S3: small, one person"),
    ("S4", "S4: near miss, no letter"),
)
FOUND_BY: Choices = (
    ("client", "The client told us"),
    ("our_monitoring", "Our monitoring"),
    ("our_staff", "One of us"),
    ("third_party", "Somebody else"),
)


class FileIncident(Command):
    """File an incident: client, what stopped, who noticed, severity, since when."""

    clients = fields.List(
        Words(8, label="Client", required=True),
        required=True,
        validate=validate.Length(1, 500, error="Name at least one client."),
        metadata={"label": "Clients it touched", "widget": "checkboxes"},
        error_messages={"required": MISSING},
    )
    title = Words(
        200, label="What stopped", required=True, help="In a few plain words; the client's letter is written later."
    )
    severity = Choice(SEVERITIES, label="Severity", required=True, widget="radio")
    found_by = Choice(FOUND_BY, label="Who noticed", required=True, widget="radio")
    found_by_client = Words(
        8, label="Which client told us", metadata={"widget": "select"},
        help="Needed only where a client told us and several are touched.",
    )  # fmt: skip
    impact_started_at = Moment(label="Since when", help="Leave empty if not known yet.")
    aware_at = Moment(label="When did we know", help="Zero of every clock. Empty means now.")
    act_statement = Words(
        400, label="What we did or failed to do", rows=2,
        help='One sentence that begins with "We". Leave empty while we are finding out.',
    )  # fmt: skip
    service = Words(100, label="Service")
    external_reference = Words(100, label="Ticket number")


class IncidentShown(Command):
    """An incident as the API answers it."""

    id = fields.String()
    reference = fields.String()
    client_references = fields.List(fields.String())
