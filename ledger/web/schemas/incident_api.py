"""Incidents as the API answers them, and what it takes that forms say in another way."""

from marshmallow import fields

from ledger.web.schemas.base import Command, Moment, Words
from ledger.web.schemas.incident_parts import EditImpact, EditIncident, SetMilestones
from ledger.web.schemas.timeline import AddEntry


class NextDue(Command):
    """What is due next."""

    kind = fields.String()
    label = fields.String()
    rule = fields.String()
    due_at = Moment(label="Due")
    state = fields.String(metadata={"description": "`due`, `at_risk` or `missed`."})


class ClientTouched(Command):
    """A client that an incident touched, and the reference under which it knows of it."""

    code = fields.String()
    name = fields.String()
    client_reference = fields.String()


class IncidentListed(Command):
    """One line of the list of incidents."""

    id = fields.String()
    reference = fields.String()
    title = fields.String()
    severity = fields.String()
    status = fields.String()
    ours = fields.String()
    service = fields.String()
    found_by = fields.String()
    external_reference = fields.String(allow_none=True)
    external_provider = fields.String(allow_none=True)
    clients = fields.List(fields.Nested(ClientTouched))
    impact_started_at = Moment(label="It began", allow_none=True)
    detected_at = Moment(label="It was noticed", allow_none=True)
    resolved_at = Moment(label="It was put right", allow_none=True)
    closed_at = Moment(label="It was closed", allow_none=True)
    filed_at = Moment(label="Filed")
    next_clock = fields.Nested(NextDue, allow_none=True)


class MilestonesShown(Command):
    """The milestones; one that is not recorded is null."""

    impact_started_at = Moment(label="It began", allow_none=True)
    detected_at = Moment(label="It was noticed", allow_none=True)
    aware_at = Moment(label="We knew", allow_none=True)
    acknowledged_at = Moment(label="Somebody took it on", allow_none=True)
    contained_at = Moment(label="It was contained", allow_none=True)
    resolved_at = Moment(label="It was put right", allow_none=True)
    closed_at = Moment(label="It was closed", allow_none=True)


class ImpactShownInApi(Command):
    """One incident on one client."""

    id = fields.String()
    version = fields.Integer()
    client_code = fields.String()
    client_name = fields.String()
    client_reference = fields.String()
    statement = fields.String()
    act_statement = fields.String(allow_none=True)
    people_affected = fields.Integer(allow_none=True)
    people_total = fields.Integer(allow_none=True)
    person_minutes = fields.Integer(allow_none=True)
    from_at = Moment(label="From", allow_none=True)
    to_at = Moment(label="To", allow_none=True)
    data_effect = fields.String()
    client_reported_at = Moment(label="They told us", allow_none=True)
    client_notified_at = Moment(label="We told them", allow_none=True)
    told_first = fields.Boolean(allow_none=True)
    delay_reason = fields.String(allow_none=True)
    no_remedy_reason = fields.String(allow_none=True)
    client_must_do = fields.String(allow_none=True)


class EntryShownInApi(Command):
    """One line of the timeline."""

    id = fields.String()
    kind = fields.String()
    text = fields.String()
    occurred_at = Moment(label="It happened")
    recorded_at = Moment(label="It was written")
    visibility = fields.String()
    client_code = fields.String(allow_none=True)
    author_id = fields.String()
    channel = fields.String(allow_none=True)
    outcome = fields.String(allow_none=True)
    next_update_at = Moment(label="Next update promised for", allow_none=True)
    external_id = fields.String(allow_none=True)
    supersedes_id = fields.String(allow_none=True)
    corrected_by_id = fields.String(allow_none=True)


class ClockShownInApi(Command):
    """One clock, for all clients to whom the same is due at the same time."""

    kind = fields.String()
    label = fields.String()
    rule = fields.String()
    zero_at = Moment(label="Counted from")
    due_at = Moment(label="Due")
    stopped_at = Moment(label="Stopped", allow_none=True)
    replaced_at = Moment(label="Replaced", allow_none=True)
    standing = fields.String(metadata={"description": "`due`, `at_risk`, `met`, `missed` or `ended`."})
    codes = fields.List(fields.String(), metadata={"description": "Codes of the clients it is due to."})


class FactorShownInApi(Command):
    """One contributing factor."""

    id = fields.String()
    text = fields.String()
    why_not_noticed = fields.String()


class IncidentWhole(Command):
    """One incident with its impacts, the newest 500 entries of its timeline (newest first), factors and clocks."""

    id = fields.String()
    version = fields.Integer(metadata={"description": "Of the incident's own facts; impacts have their own."})
    reference = fields.String()
    title = fields.String()
    act_statement = fields.String(allow_none=True)
    act_is_provisional = fields.Boolean()
    ours = fields.String()
    severity = fields.String()
    status = fields.String()
    service = fields.String()
    found_by = fields.String()
    cause_family = fields.String(allow_none=True)
    owner_id = fields.String()
    owner = fields.String()
    deputy_id = fields.String(allow_none=True)
    deputy = fields.String()
    external_reference = fields.String(allow_none=True)
    external_provider = fields.String(allow_none=True)
    external_priority = fields.String(allow_none=True)
    external_url = fields.String(allow_none=True)
    import_flags = fields.List(fields.String())
    acting_party = fields.String()
    authorised_by = fields.String()
    duplicate_of = fields.String(allow_none=True)
    milestones = fields.Nested(MilestonesShown)
    filed_at = Moment(label="Filed")
    filed_by = fields.String()
    impacts = fields.List(fields.Nested(ImpactShownInApi))
    entries = fields.List(fields.Nested(EntryShownInApi))
    has_older_entries = fields.Boolean()
    factors = fields.List(fields.Nested(FactorShownInApi))
    clocks = fields.List(fields.Nested(ClockShownInApi))


class WriteEntry(AddEntry):
    """Write one line of the timeline; `external_id` is the name another system has for it."""

    external_id = Words(100, label="Its name in another system")
    names_nobody = fields.Boolean(
        load_default=False,
        metadata={"description": "Words that could be somebody's name are none here; else they are refused."},
    )


class ChangeIncident(EditIncident):
    """Say more exactly what we did, whose it was, and of which family it is; what is left out stays."""

    class Meta(EditIncident.Meta):
        """The version is told by If-Match, a new family by its name."""

        exclude = ("version", "new_cause_family")


class ChangeImpact(EditImpact):
    """Say more exactly what the incident did to one client; what is left out stays."""

    class Meta(EditImpact.Meta):
        """The version is told by If-Match."""

        exclude = ("version",)


class MoveMilestones(SetMilestones):
    """Set milestones, or supersede them; awareness that stands is moved by a second person only."""

    class Meta(SetMilestones.Meta):
        """No reason: what would need one is proposed on the page."""

        exclude = ("reason",)
