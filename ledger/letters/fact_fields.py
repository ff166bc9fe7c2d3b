"""Kinds of field in stored facts: aware instants in UTC, lists of texts, plain yes or no, whole numbers, codes."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import ValidationError, fields, validate


class MomentField(fields.AwareDateTime):
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


class Texts(fields.List[str]):
    """A list in JSON, a tuple in the facts."""

    def __init__(self) -> None:
        super().__init__(fields.String(), required=True)

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        return tuple(super()._deserialize(*args, **kwargs))


class YesNo(fields.Boolean):
    """True or false, and not a word or number that may mean it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:  # as above
        del attr, data, kwargs
        if not isinstance(value, bool):
            raise self.make_error(key="invalid", input=value)
        return value


def whole(least: int = 0) -> fields.Integer:
    """Return a whole number of at least `least`."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=least))


def whole_or_unknown() -> fields.Integer:
    """Return a whole number, or none where it is not known."""
    return fields.Integer(required=True, strict=True, allow_none=True, validate=validate.Range(min=0))


def words() -> fields.String:
    """Return any text."""
    return fields.String(required=True)


def one_of(choices: tuple[str, ...]) -> fields.String:
    """Return one of the codes."""
    return fields.String(required=True, validate=validate.OneOf(choices))


def instant() -> MomentField:
    """Return an instant."""
    return MomentField(required=True)


def instant_or_unknown() -> MomentField:
    """Return an instant, or none where it is not known."""
    return MomentField(required=True, allow_none=True)


def known_zone(name: str) -> None:
    """Raise `ValidationError` for what is no time zone of the IANA list."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        sentence = f"{name} is not a time zone."
        raise ValidationError(sentence) from fault
