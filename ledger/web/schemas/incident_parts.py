"""What can be said of one incident: its facts, milestones, impacts, factors, people, and steps for a second person."""

from ledger.web.schemas.base import Choice, Choices, Command, Moment, Words
from ledger.web.schemas.incidents import SEVERITIES
from ledger.web.schemas.kinds import number_field, version_field

OURS: Choices = (("not_yet_known", "not yet known"), ("yes", "yes, it was ours"))
DATA_EFFECTS: Choices = (
    ("unknown", "not yet known"),
    ("none", "none"),
    ("unavailable", "could not be reached"),
    ("lost", "lost"),
    ("altered", "altered"),
    ("exposed", "exposed to others"),
)
ENDS: Choices = (
    ("not_ours", "It was not ours"),
    ("duplicate", "It is a duplicate"),
    ("withdrawn", "Withdraw it"),
    ("not_a_repeat", "It is not a repeat"),
)
DECISIONS: Choices = (("agreed", "Agree, and do it"), ("declined", "Decline"))
_WE = 'One sentence that begins with "We". Until the cause is known: “We are finding out why …”.'
_A_NUMBER = (0, 10_000_000, "Write a whole number, zero or more.")


class EditIncident(Command):
    """Say more exactly what we did, whose it was, and of which family it is."""

    version = version_field(required=False)
    title = Words(200, label="What stopped", required=True)
    act_statement = Words(400, label="What we did or failed to do", rows=2, help=_WE)
    ours = Choice(OURS, label="Was it ours", load_default="not_yet_known")
    cause_family = Words(
        200, label="Cause family", help="Shared by similar incidents; repeats are found by it.",
        metadata={"widget": "select"},
    )  # fmt: skip
    new_cause_family = Words(200, label="or a new family")
    service = Words(100, label="Service")
    external_reference = Words(100, label="Ticket number")
    acting_party = Words(200, label="Who acted", help="We, or a partner of ours. Never shown to a client.")
    authorised_by = Words(200, label="Who authorised the change", help="Never shown to a client.")


class SetMilestones(Command):
    """Set or supersede milestones."""

    impact_started_at = Moment(label="It began")
    detected_at = Moment(label="It was noticed")
    aware_at = Moment(label="We knew", help="Zero of every clock; moving it needs a reason and a second person.")
    acknowledged_at = Moment(label="Somebody took it on")
    contained_at = Moment(label="It was contained")
    resolved_at = Moment(label="It was put right")
    reason = Words(400, label="Why we knew at another time", help="Only when that time is moved.")


class Reopen(Command):
    """Take back that it was put right."""

    reason = Words(400, label="Why it is open again", required=True)


class AddImpact(Command):
    """Add another client that the incident touched."""

    client_code = Words(8, label="Client", required=True, metadata={"widget": "select"})
    statement = Words(1000, label="What it did to them, in their words", required=True, rows=2)


class EditImpact(Command):
    """Say more exactly what the incident did to one client."""

    version = version_field(required=False)
    statement = Words(1000, label="What it did to them, in their words", required=True, rows=2)
    act_statement = Words(400, label="What we did to them, where it differs", rows=2, help=_WE)
    people_affected = number_field("People affected", *_A_NUMBER)
    people_total = number_field("of how many", *_A_NUMBER)
    from_at = Moment(label="From")
    to_at = Moment(label="To")
    data_effect = Choice(DATA_EFFECTS, label="Their data", load_default="unknown")
    client_reported_at = Moment(label="They told us")
    client_notified_at = Moment(label="We told them", help="Set by the first notice; an earlier time stops no clock.")
    delay_reason = Words(1000, label="Why we told them late", rows=2, help="The client reads this in its letter.")
    no_remedy_reason = Words(1000, label="Why no remedy is offered", rows=2)
    client_must_do = Words(1000, label="What they need to do now", rows=2, help="“Nothing” is an answer.")


class AddFactor(Command):
    """Add a contributing factor: something that can be changed, never a person."""

    text = Words(1000, label="What let this happen", required=True, rows=2, help="Never a person, never only a slip.")
    why_not_noticed = Words(1000, label="Why nothing caught it", rows=2)


class ChangeSeverity(Command):
    """Change the severity: raising it counts at once, lowering it waits for a second person."""

    severity = Choice(SEVERITIES, label="Severity", required=True)
    reason = Words(1000, label="Why", rows=2, help="Needed to lower it.")


class ProposeStep(Command):
    """Propose that it was not ours, is a duplicate, is withdrawn, or is no repeat."""

    kind = Choice(ENDS, label="What", required=True)
    of = Words(16, label="Duplicate of", metadata={"placeholder": "INC-2026-0042"})
    reason = Words(1000, label="Why", required=True, rows=2)


class Decide(Command):
    """Agree to a proposal, or decline it."""

    decision = Choice(DECISIONS, label="Decision", required=True, widget="radio")
    text = Words(1000, label="Note")


class HandOver(Command):
    """Hand the incident over to whoever comes on shift."""

    to_id = Words(36, label="To", required=True, metadata={"widget": "select"})
    deputy_id = Words(36, label="Deputy", metadata={"widget": "select", "empty": "as it is"})
    text = Words(1000, label="What they must know", rows=2)
