"""An action as the API answers it, alone and with what belongs to it."""

from marshmallow import fields

from ledger.web.schemas.base import Amount, Command, Moment


class ActionShown(Command):
    """An action."""

    id = fields.String()
    version = fields.Integer()
    incident_reference = fields.String()
    severity = fields.String()
    kind = fields.String()
    sort = fields.String(allow_none=True)
    text = fields.String()
    how_seen = fields.String()
    status = fields.String()
    next_state = fields.String(metadata={"description": "What comes next; empty at an end."})
    missing = fields.List(fields.String(), metadata={"description": "What is missing for it, as sentences."})
    visible_to_client = fields.Boolean()
    owner_id = fields.String()
    owner = fields.String()
    due_at = Moment(label="Due")
    original_due_at = Moment(label="Original due date")
    is_overdue = fields.Boolean()
    estimate = Amount(
        label="What it costs us, estimated; null where nothing was said or not yours to see", allow_none=True
    )
    approver = fields.String()
    approved_at = Moment(label="Money approved", allow_none=True)
    evaluation_criteria = fields.String(allow_none=True)
    measure = fields.String(allow_none=True)
    baseline = fields.String(allow_none=True)
    window_days = fields.Integer(allow_none=True)
    min_opportunities = fields.Integer(allow_none=True)
    planned_verifier_id = fields.String(allow_none=True)
    planned_verifier = fields.String()
    outsider = fields.String(allow_none=True)
    started_at = Moment(label="Started", allow_none=True)
    evidence = fields.String()
    could_break = fields.String(allow_none=True)
    how_undone = fields.String(allow_none=True)
    implemented_at = Moment(label="Implemented", allow_none=True)
    implementer = fields.String()
    verifier = fields.String()
    verified_at = Moment(label="Verified", allow_none=True)
    verification_note = fields.String()
    watching_from_at = Moment(label="Watched from", allow_none=True)
    window_ends_at = Moment(label="Watched until", allow_none=True)
    extended_at = Moment(label="Window made longer", allow_none=True)
    opportunities = fields.Integer(allow_none=True)
    result = fields.String(allow_none=True)
    judge = fields.String()
    effective_at = Moment(label="Effective", allow_none=True)
    removed_at = Moment(label="Containment removed", allow_none=True)
    stays_until_at = Moment(label="Containment stays until", allow_none=True)
    handed_over_at = Moment(label="Handed over", allow_none=True)
    cancelled_reason = fields.String(allow_none=True)


class EvidenceShown(Command):
    """A piece of evidence; a file is fetched under `/actions/evidence/<id>`."""

    id = fields.String()
    kind = fields.String()
    text = fields.String()
    link = fields.String(allow_none=True)
    file_name = fields.String(allow_none=True)
    media_type = fields.String(allow_none=True)
    size = fields.Integer(allow_none=True)
    sha256 = fields.String(allow_none=True)
    visible_to_client = fields.Boolean()
    added_by = fields.String()
    added_at = Moment(label="Attached")
    deleted_at = Moment(label="Its file was deleted", allow_none=True)


class StepShown(Command):
    """One line of its history."""

    verb = fields.String()
    from_status = fields.String(allow_none=True)
    to_status = fields.String()
    by = fields.String()
    at = Moment(label="When")
    note = fields.String()


class AttestationShown(Command):
    """What a client's own person said of it."""

    client = fields.String()
    by = fields.String()
    agrees = fields.Boolean()
    text = fields.String()
    at = Moment(label="When")


class RepeatShown(Command):
    """An incident that showed that it did not hold."""

    incident_reference = fields.String()
    found_at = Moment(label="Found")
    undone_at = Moment(label="Found to be no repeat", allow_none=True)


class ActionHistory(Command):
    """What belongs to an action."""

    steps = fields.List(fields.Nested(StepShown))
    evidence = fields.List(fields.Nested(EvidenceShown))
    attestations = fields.List(fields.Nested(AttestationShown))
    repeats = fields.List(fields.Nested(RepeatShown))


class ReadAcrossShown(Command):
    """Why it could happen nowhere else."""

    reason = fields.String()
    looked_at = fields.String()
    by = fields.String()
    at = Moment(label="When")


class ReadAcrossAsked(Command):
    """Where else could this happen? Preventive actions answer it too; they stand among the actions."""

    answer = fields.Nested(ReadAcrossShown, allow_none=True)
