"""The gate for facts: plain JSON in and out, as stored with a letter; an unknown or wrong-typed value is refused."""

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, fields, post_load, validate

from ledger.letters import letter_facts as plain
from ledger.letters.fact_fields import (
    Texts,
    YesNo,
    instant,
    instant_or_unknown,
    known_zone,
    one_of,
    whole,
    whole_or_unknown,
    words,
)


class _Plain(Schema):
    """A schema whose result is one of the frozen dataclasses of `letter_facts`."""

    target: type[Any]

    class Meta:
        """Unknown names are refused."""

        unknown = RAISE

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> Any:  # marshmallow's signature
        """Turn the loaded values into the dataclass, lists into tuples."""
        return self.target(**{name: tuple(value) if isinstance(value, list) else value for name, value in data.items()})


class _ProviderSchema(_Plain):
    target = plain.Provider
    name = words()
    address_lines = Texts()
    letterhead_line = words()
    phone = words()
    email = words()
    registration_line = words()
    website = words()


class _AddresseeSchema(_Plain):
    target = plain.Addressee
    name = words()
    title = words()
    client_name = words()
    address_lines = Texts()
    salutation = words()


class _PersonSchema(_Plain):
    target = plain.Person
    name = words()
    title = words()
    phone = words()
    email = words()


class _MilestonesSchema(_Plain):
    target = plain.Milestones
    impact_started_at = instant_or_unknown()
    detected_at = instant_or_unknown()
    contained_at = instant_or_unknown()
    resolved_at = instant_or_unknown()


class _TimelineEntrySchema(_Plain):
    target = plain.TimelineEntry
    occurred_at = instant()
    kind = words()
    text = words()


class _CorrectionDoneSchema(_Plain):
    target = plain.CorrectionDone
    text = words()
    done_at = instant()


class _ActionLineSchema(_Plain):
    target = plain.ActionLine
    text = words()
    owner_role = words()
    due_at = instant_or_unknown()
    done_at = instant_or_unknown()
    how_you_will_see_it = words()
    effective = YesNo(required=True, allow_none=True)
    evidence = words()


class _PromiseLineSchema(_Plain):
    target = plain.PromiseLine
    text = words()
    due_at = instant()
    owner_role = words()
    state = one_of(("open", "kept", "late", "broken", "released"))
    kept_at = instant_or_unknown()


class _RemedyLineSchema(_Plain):
    target = plain.RemedyLine
    code = words()
    text = words()
    currency = words()
    value_minor = whole_or_unknown()
    tax_minor = whole()
    how = words()
    by_when = instant_or_unknown()
    state = one_of(("promised", "delivered", "confirmed", "late", "declined_by_client"))


class _EarlierLetterSchema(_Plain):
    target = plain.EarlierLetter
    client_reference = words()
    kind = one_of(plain.KINDS)
    version = whole(1)
    dated_at = instant()
    promised = words()
    why_it_failed = words()


class _OpenPointSchema(_Plain):
    target = plain.OpenPoint
    text = words()
    tell_by = instant()


class LetterFactsSchema(_Plain):
    """All facts of one letter; every name must be present, so that what was not known is said and not left out."""

    target = plain.LetterFacts
    provider = fields.Nested(_ProviderSchema, required=True)
    addressee = fields.Nested(_AddresseeSchema, required=True)
    client_reference = fields.String(required=True, validate=validate.Length(min=1))
    kind = one_of(plain.KINDS)
    version = whole(1)
    dated_at = instant()
    zone = fields.String(required=True, validate=known_zone)
    locale = words()
    currency = fields.String(required=True, validate=validate.Regexp(r"[A-Z]{3}\Z"))
    sharing_label = words()
    subject = words()
    act_statement = words()
    ours = one_of(plain.OURS)
    contact = fields.Nested(_PersonSchema, required=True)
    signatory = fields.Nested(_PersonSchema, required=True)
    escalation = fields.Nested(_PersonSchema, required=True, allow_none=True)
    provisional = YesNo(required=True)
    severity = one_of(("S1", "S2", "S3", "S4"))
    tax_name = words()
    what_stopped = words()
    people_affected = whole_or_unknown()
    people_total = whole_or_unknown()
    from_at = instant_or_unknown()
    to_at = instant_or_unknown()
    person_minutes = whole_or_unknown()
    data_effect = one_of(plain.DATA_EFFECTS)
    data_note = words()
    milestones = fields.Nested(_MilestonesSchema, required=True)
    client_reported_at = instant_or_unknown()
    client_notified_at = instant_or_unknown()
    notice_missed = YesNo(required=True)
    delay_reason = words()
    found_by = one_of(plain.FOUND_BY)
    timeline = fields.List(fields.Nested(_TimelineEntrySchema), required=True)
    contributing_factors = Texts()
    corrections_done = fields.List(fields.Nested(_CorrectionDoneSchema), required=True)
    actions = fields.List(fields.Nested(_ActionLineSchema), required=True)
    promises = fields.List(fields.Nested(_PromiseLineSchema), required=True)
    remedies = fields.List(fields.Nested(_RemedyLineSchema), required=True)
    no_remedy_reason = words()
    client_must_do = words()
    next_update_at = instant_or_unknown()
    earlier_letters = fields.List(fields.Nested(_EarlierLetterSchema), required=True)
    answers = fields.Nested(_EarlierLetterSchema, required=True, allow_none=True)
    what_was_wrong = words()
    what_is_right = words()
    what_changed = words()
    mistakes_before = whole()
    open_points = fields.List(fields.Nested(_OpenPointSchema), required=True)
    open_reason = words()
    spoken_at = instant_or_unknown()
    has_data_clock = YesNo(required=True)
    result_due_at = instant_or_unknown()
    verify_url = fields.Url(required=True, allow_none=True, schemes={"http", "https"}, require_tld=False)
    checkpoint = fields.String(required=True, allow_none=True)
    logo_sha256 = words()
    large_print = YesNo(required=True)


_SCHEMA = LetterFactsSchema()


def to_json(facts: plain.LetterFacts) -> dict[str, Any]:
    """Return the facts as plain JSON values; times as ISO 8601 in UTC."""
    dumped: dict[str, Any] = dict(_SCHEMA.dump(facts))
    return dumped


def from_json(stored: Mapping[str, Any]) -> plain.LetterFacts:
    """Return the facts that `to_json` wrote; raise `marshmallow.ValidationError` for anything it would not write.

    Facts of `LATER` may be missing: an issued letter keeps what it saw.
    """
    loaded: plain.LetterFacts = _SCHEMA.load({**plain.LATER, **stored})
    return loaded
