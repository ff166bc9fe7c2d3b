"""What can be said of an action's plan, money, window and result, and of its evidence."""

from marshmallow import fields

from ledger.recovery.action_presets import MOST_DAYS, MOST_OPPORTUNITIES
from ledger.web.schemas.actions import SORTS
from ledger.web.schemas.base import Amount, Choice, Command, Words
from ledger.web.schemas.kinds import (
    day_field,
    number_field,
    outsider_field,
    person_field,
    proof_field,
    version_field,
)

_DAYS = f"Write a whole number of days, 1 to {MOST_DAYS}."
_TIMES = f"Write a whole number, 0 to {MOST_OPPORTUNITIES}."
_AT_LEAST_ONCE = f"Write a whole number, 1 to {MOST_OPPORTUNITIES}."

_NEEDED = {"must": True}
"""Needed before it starts; a plan may be saved without."""


class PlanAction(Command):
    """Say by what it will be known that it works, and what it costs us."""

    version = version_field(required=False)
    sort = Choice(SORTS, label="Sort of change", help="Training or a reminder alone stops no repeat.", metadata=_NEEDED)
    estimate = Amount(
        label="What it costs us, estimated", help="0.00 where it costs only our own time. We pay it.", metadata=_NEEDED
    )
    evaluation_criteria = Words(
        1000, label="By what we will know that it works", rows=2, help="The client may read this.", metadata=_NEEDED
    )
    measure = Words(500, label="What is counted or measured", metadata=_NEEDED)
    baseline = Words(500, label="How it was before", metadata=_NEEDED)
    window_days = number_field("Days it is watched", 1, MOST_DAYS, _DAYS, metadata=_NEEDED)
    min_opportunities = number_field(
        "Times it has to be put to the test, at least", 1, MOST_OPPORTUNITIES, _AT_LEAST_ONCE,
        "No recurrence proves nothing if nothing was tried.", metadata=_NEEDED,
    )  # fmt: skip
    planned_verifier_id = person_field("Second person who will look at it")
    outsider = outsider_field("Where nobody of ours is independent of it; their word stands among the exceptions.")
    start = fields.Boolean(load_default=False, metadata={"label": "Start it now"})


class StepAction(Command):
    """Take a step that needs no words: approve the money, start, take up, open the window."""

    version = version_field(required=False)


class FundAction(StepAction):
    """Approve its money."""

    beyond_budget = fields.Boolean(load_default=False, metadata={"label": "Go beyond the budget"})


class ResumeAction(Command):
    """Take up again what did not hold."""

    version = version_field(required=False)
    due_on = day_field("By when, this time", required=True)
    reason = Words(1000, label="What we do otherwise", required=True, rows=2, help="Only we read this.")


class HandOverAction(Command):
    """Hand it over, outside its incident."""

    version = version_field(required=False)
    owner_id = person_field("New owner", required=True)
    due_on = day_field("New date", required=True)
    reason = Words(1000, label="Why", required=True, help="Only we read this.")


class EndContainment(Command):
    """Say that a containment was taken away, or until when it stays."""

    version = version_field(required=False)
    stays_until = day_field("It stays until", "Empty means: it was taken away.")
    note = Words(1000, label="In a few words", help="Only we read this.")


class RecordResult(Command):
    """Say whether it works."""

    version = version_field(required=False)
    held = fields.Boolean(load_default=False, metadata={"label": "It held each time"})
    opportunities = number_field("Times it was put to the test", 0, MOST_OPPORTUNITIES, _TIMES, required=True)
    result = Words(
        2000, label="What you found, with the figures", required=True, rows=2,
        help="The client reads this in the follow-up letter.",
    )  # fmt: skip
    outsider = outsider_field()
    proof = proof_field()


class AddEvidence(Command):
    """Attach words, a link or a file."""

    text = Words(1000, label="What it shows", required=True)
    link = Words(1000, label="Link", metadata={"widget": "url"})
    visible_to_client = fields.Boolean(load_default=False, metadata={"label": "Affected clients see it"})


class AddEvidenceFile(AddEvidence):
    """The same by the API, with a file in base64: at most 700 kB; larger ones are attached on the page."""

    file_name = Words(120, label="The file's name")
    content = fields.String(metadata={"label": "The file in base64"})


class AttestAction(Command):
    """What the client's own person says of it."""

    agrees = Choice(
        (("yes", "Yes, I see it"), ("no", "No, not as it should be")), label="Do you see it?", required=True
    )
    text = Words(1000, label="In your words", rows=2)


class AnswerReadAcross(Command):
    """Why it could happen nowhere else."""

    looked_at = Words(400, label="Where we looked", help="Which clients, which systems.")
    reason = Words(2000, label="Why it could happen nowhere else", rows=2)
