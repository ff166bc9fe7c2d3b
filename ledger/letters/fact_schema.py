"""The gate for facts: plain JSON in and out, as stored with a letter; an unknown or wrong-typed value is refused."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from ledger.letters import letter_facts as plain


class _Moment(fields.AwareDateTime):
    """ISO 8601 with an offset; kept in UTC."""

    def __init__(self, **options: Any) -> None:  # marshmallow's own options
        super().__init__(format="iso", **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> datetime:  # marshmallow's signature
        moment = super()._deserialize(value, attr, data, **kwargs)
        if not isinstance(moment, datetime):
            raise self.make_error(key="invalid", input=value, obj_type=self.OBJ_TYPE)
        return moment.astimezone(UTC)


class _Texts(fields.List[str]):
    """A list in JSON, a tuple in the facts."""

    def __init__(self) -> None:
        super().__init__(fields.String(), required=True)

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        return tuple(super()._deserialize(*args, **kwargs))


class _YesNo(fields.Boolean):
    """True or false, and not a word or number that may mean it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:  # as above
        del attr, data, kwargs
        if not isinstance(value, bool):
            raise self.make_error(key="invalid", input=value)
        return value


def _whole(least: int = 0) -> fields.Integer:
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=least))


def _whole_or_unknown() -> fields.Integer:
    return fields.Integer(required=True, strict=True, allow_none=True, validate=validate.Range(min=0))


def _text() -> fields.String:
    return fields.String(required=True)


def _one_of(choices: tuple[str, ...]) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(choices))


def _moment() -> _Moment:
    return _Moment(required=True)


def _moment_or_unknown() -> _Moment:
    return _Moment(required=True, allow_none=True)


def _known_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        sentence = f"{name} is not a time zone."
        raise ValidationError(sentence) from fault


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
    name = _text()
    address_lines = _Texts()
    letterhead_line = _text()
    phone = _text()
    email = _text()
    registration_line = _text()
    website = _text()


class _AddresseeSchema(_Plain):
    target = plain.Addressee
    name = _text()
    title = _text()
    client_name = _text()
    address_lines = _Texts()
    salutation = _text()


class _PersonSchema(_Plain):
    target = plain.Person
    name = _text()
    title = _text()
    phone = _text()
    email = _text()


class _MilestonesSchema(_Plain):
    target = plain.Milestones
    impact_started_at = _moment_or_unknown()
    detected_at = _moment_or_unknown()
    contained_at = _moment_or_unknown()
    resolved_at = _moment_or_unknown()


class _TimelineEntrySchema(_Plain):
    target = plain.TimelineEntry
    occurred_at = _moment()
    kind = _text()
    text = _text()


class _CorrectionDoneSchema(_Plain):
    target = plain.CorrectionDone
    text = _text()
    done_at = _moment()


class _ActionLineSchema(_Plain):
    target = plain.ActionLine
    text = _text()
    owner_role = _text()
    due_at = _moment_or_unknown()
    done_at = _moment_or_unknown()
    how_you_will_see_it = _text()
    effective = _YesNo(required=True, allow_none=True)
    evidence = _text()


class _PromiseLineSchema(_Plain):
    target = plain.PromiseLine
    text = _text()
    due_at = _moment()
    owner_role = _text()
    state = _one_of(("open", "kept", "late", "broken", "released"))
    kept_at = _moment_or_unknown()


class _RemedyLineSchema(_Plain):
    target = plain.RemedyLine
    code = _text()
    text = _text()
    currency = _text()
    value_minor = _whole_or_unknown()
    tax_minor = _whole()
    how = _text()
    by_when = _moment_or_unknown()
    state = _one_of(("promised", "delivered", "confirmed", "late", "declined_by_client"))


class _EarlierLetterSchema(_Plain):
    target = plain.EarlierLetter
    client_reference = _text()
    kind = _one_of(plain.KINDS)
    version = _whole(1)
    dated_at = _moment()
    promised = _text()
    why_it_failed = _text()


class LetterFactsSchema(_Plain):
    """All facts of one letter; every name must be present, so that what was not known is said and not left out."""

    target = plain.LetterFacts
    provider = fields.Nested(_ProviderSchema, required=True)
    addressee = fields.Nested(_AddresseeSchema, required=True)
    client_reference = fields.String(required=True, validate=validate.Length(min=1))
    kind = _one_of(plain.KINDS)
    version = _whole(1)
    dated_at = _moment()
    zone = fields.String(required=True, validate=_known_zone)
    locale = _text()
    currency = fields.String(required=True, validate=validate.Regexp(r"[A-Z]{3}\Z"))
    sharing_label = _text()
    subject = _text()
    act_statement = _text()
    ours = _one_of(plain.OURS)
    contact = fields.Nested(_PersonSchema, required=True)
    signatory = fields.Nested(_PersonSchema, required=True)
    escalation = fields.Nested(_PersonSchema, required=True, allow_none=True)
    provisional = _YesNo(required=True)
    severity = _one_of(("S1", "S2", "S3", "S4"))
    tax_name = _text()
    what_stopped = _text()
    people_affected = _whole_or_unknown()
    people_total = _whole_or_unknown()
    from_at = _moment_or_unknown()
    to_at = _moment_or_unknown()
    person_minutes = _whole_or_unknown()
    data_effect = _one_of(plain.DATA_EFFECTS)
    data_note = _text()
    milestones = fields.Nested(_MilestonesSchema, required=True)
    client_reported_at = _moment_or_unknown()
    client_notified_at = _moment_or_unknown()
    notice_missed = _YesNo(required=True)
    delay_reason = _text()
    found_by = _one_of(plain.FOUND_BY)
    timeline = fields.List(fields.Nested(_TimelineEntrySchema), required=True)
    contributing_factors = _Texts()
    corrections_done = fields.List(fields.Nested(_CorrectionDoneSchema), required=True)
    actions = fields.List(fields.Nested(_ActionLineSchema), required=True)
    promises = fields.List(fields.Nested(_PromiseLineSchema), required=True)
    remedies = fields.List(fields.Nested(_RemedyLineSchema), required=True)
    no_remedy_reason = _text()
    client_must_do = _text()
    next_update_at = _moment_or_unknown()
    earlier_letters = fields.List(fields.Nested(_EarlierLetterSchema), required=True)
    answers = fields.Nested(_EarlierLetterSchema, required=True, allow_none=True)
    what_was_wrong = _text()
    what_is_right = _text()
    verify_url = fields.Url(required=True, allow_none=True, schemes={"http", "https"}, require_tld=False)
    checkpoint = fields.String(required=True, allow_none=True)


_SCHEMA = LetterFactsSchema()


def to_json(facts: plain.LetterFacts) -> dict[str, Any]:
    """Return the facts as plain JSON values; times as ISO 8601 in UTC."""
    dumped: dict[str, Any] = dict(_SCHEMA.dump(facts))
    return dumped


def from_json(stored: Mapping[str, Any]) -> plain.LetterFacts:
    """Return the facts that `to_json` wrote; raise `marshmallow.ValidationError` for anything it would not write."""
    loaded: plain.LetterFacts = _SCHEMA.load(dict(stored))
    return loaded
