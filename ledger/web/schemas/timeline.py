"""What can be said of the timeline: one entry, many lines, a correction, a later publication, a call."""

from marshmallow import fields

from ledger.web.schemas.base import Choice, Choices, Command, Moment, Words
from ledger.web.schemas.kinds import day_field

KINDS: Choices = (
    ("action", "action: what we did"),
    ("observation", "observation: what we saw"),
    ("decision", "decision"),
    ("client_notice", "client notice: we told them"),
    ("update", "update: how it stands"),
    ("client_contact", "client contact: a talk or an attempt"),
    ("detection", "detection: how it was noticed"),
    ("containment", "containment: it gets no worse"),
    ("restoration", "restoration: it works again"),
    ("correction", "correction of something said elsewhere"),
)
VISIBILITIES: Choices = (
    ("internal", "internal: only we read it"),
    ("all_clients", "all affected clients"),
    ("one_client", "one client, named below"),
)
CHANNELS: Choices = (
    ("phone", "telephone"),
    ("mail", "mail"),
    ("message", "message"),
    ("in_person", "in person"),
    ("portal", "portal"),
    ("letter", "letter"),
)
OUTCOMES: Choices = (
    ("reached", "reached"),
    ("left_message", "left a message"),
    ("no_answer", "no answer"),
    ("they_chased_us", "they chased us"),
)
LONGEST = 4000


class AddEntry(Command):
    """Write one line of the timeline."""

    text = Words(LONGEST, label="What happened", required=True, rows=2)
    kind = Choice(KINDS, label="Kind", load_default="action")
    occurred_at = Moment(label="When it happened", help="Empty means now.")
    visibility = Choice(
        VISIBILITIES, label="Who may read it", help="Empty: clients read notices and updates, we read the rest.",
        metadata={"empty": "as the kind says"},
    )  # fmt: skip
    client_code = Words(8, label="Client", metadata={"widget": "select"})
    channel = Choice(CHANNELS, label="By")
    outcome = Choice(OUTCOMES, label="Outcome")
    next_update_at = Moment(label="Next update promised for")
    reported = fields.Boolean(
        load_default=False, metadata={"label": "With this the client told us of the incident (not we them)"}
    )


class PasteLines(Command):
    """Paste many lines "HH:MM text" from a notebook."""

    lines = Words(
        100_000, label="Lines", required=True, rows=6,
        help="One a line, such as “21:14 restarted the mail server”. After midnight just go on.",
    )  # fmt: skip
    day = day_field("Day of the first line", required=True)
    kind = Choice(KINDS, label="Kind of all of them", load_default="action")
    visibility = Choice(VISIBILITIES[:2], label="Who may read them", load_default="internal")


class CorrectEntry(Command):
    """Say what is right; both texts stay."""

    text = Words(LONGEST, label="What is right", required=True, rows=3)
    occurred_at = Moment(label="When it happened")
    reason = Words(400, label="What was wrong", required=True, help="Only we read this.")


class PublishEntry(Command):
    """Show an internal entry to all affected clients or to one."""

    visibility = Choice(VISIBILITIES[1:], label="Show it to", required=True)
    client_code = Words(8, label="Client", metadata={"widget": "select"})


class LogAttempt(Command):
    """Log a call, a mail or a message to a client."""

    client_code = Words(8, label="Client", required=True, metadata={"widget": "hidden"})
    contact = Words(200, label="Whom", required=True, metadata={"widget": "select"})
    channel = Choice(CHANNELS[:4], label="By", load_default="phone")
    outcome = Choice(OUTCOMES[:3], label="Outcome", required=True, widget="radio")
    text = Words(1000, label="Anything else they should read, or we should know", rows=2)
    occurred_at = Moment(label="When", help="Empty means now.")
    next_update_at = Moment(label="Next update promised for")
