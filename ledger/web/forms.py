"""Forms: from posted names to what a schema loads, and back to the page with what was typed when it is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec
from zoneinfo import ZoneInfo

from flask import flash, g, request
from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from ledger.kernel.errors import Conflict, Invalid, Refused, Stale
from ledger.web.both_texts import SEEN, Both, differences, fingerprints, merged
from ledger.web.confirming import CONFIRMED, NOBODY_NAMED
from ledger.web.schemas.base import Moment
from ledger.web.session import actor, provider_locale
from ledger.web.typed_numbers import plain_numbers

P = ParamSpec("P")
NOT_FIELDS = frozenset({"csrf_token", CONFIRMED, NOBODY_NAMED, "form", "once", SEEN})
"""What every form sends beside its fields: a schema that has such a field itself would never hear of it."""
CHANGED_MEANWHILE = (
    "Somebody changed this after you opened it; here it is as it stands now. Press again if it still fits."
)
"""Said of a button that carries no words, for which there is nothing to compare."""
Answer = Any


@dataclass
class Form:
    """A form on a page: its schema, what stands in its fields, and what is wrong with them."""

    schema: Schema
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    kept: Sequence[Both] = ()
    """When somebody else saved in between: both texts of the fields that differ."""
    stands: Mapping[str, Any] = field(default_factory=dict)
    """What stands in the fields without what was typed."""

    @property
    def seen(self) -> str:
        """What a form with a version is drawn with, so that what its writer does not touch stays as others left it."""
        return fingerprints(self.stands, actor().zone)


@dataclass(frozen=True)
class _Read:
    """What was read of the request's form, for the page that may have to show it again."""

    schema: type[Schema]
    zone: str


@dataclass(frozen=True)
class _Refused:
    """The form that was refused in this request, as it was typed."""

    read: _Read | None
    typed: Mapping[str, Any]
    errors: Mapping[str, list[str]]
    is_stale: bool


def form(schema: Schema, **presets: Any) -> Form:
    """Return the form of `schema` for a page: as it was typed if this very schema was just refused, else preset."""
    refused: _Refused | None = g.get("refused_form")
    if refused is not None and refused.read is not None and refused.read.schema is type(schema):
        zone = refused.read.zone
        typed = merged(refused.typed, presets, zone) if refused.is_stale else refused.typed
        kept = differences(schema, typed, presets, zone) if refused.is_stale else ()
        return Form(schema, typed, refused.errors, kept, presets)
    return Form(schema, {name: value for name, value in presets.items() if value is not None}, stands=presets)


def refused_errors() -> Mapping[str, list[str]]:
    """Return what was wrong with the form that was just refused, whichever of the page's forms it was."""
    refused: _Refused | None = g.get("refused_form")
    return refused.errors if refused else {}


def or_again(page: Callable[..., Answer]) -> Callable[[Callable[P, Answer]], Callable[P, Answer]]:
    """Show `page` again, with what was typed and the sentences beside the fields, when the decorated route is refused.

    The page is called with the route's own arguments; nothing typed is lost and nothing was changed. When somebody else
    saved in between (`Stale`), it is shown with the newest version's number and both texts in `Form.kept`, which its
    template draws with `forms.both_texts`. What may not be, or no longer fits, is said above the page as it stands now.
    """

    def decorate(route: Callable[P, Answer]) -> Callable[P, Answer]:
        @wraps(route)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Answer:
            try:
                return route(*args, **kwargs)
            except Invalid as fault:
                g.refused_form = _Refused(g.get("read_form"), _typed(request.form), fault.fields, is_stale=False)
                return page(*args, **kwargs), fault.status
            except Stale as fault:
                g.refused_form = _Refused(g.get("read_form"), _typed(request.form), {}, is_stale=True)
                flash(fault.sentence if _has_words(request.form) else CHANGED_MEANWHILE, "error")
                return page(*args, **kwargs), fault.status
            except (Conflict, Refused) as fault:
                g.refused_form = _Refused(g.get("read_form"), _typed(request.form), {}, is_stale=False)
                flash(fault.sentence, "error")
                return page(*args, **kwargs), fault.status

        return guarded

    return decorate


def read_form(schema: Schema, zone: str = "UTC") -> dict[str, Any]:
    """Return what the posted form says, loaded by `schema`; local times are of `zone`, numbers as in our settings.

    Raises `Invalid` with the sentences of each field.
    """
    g.read_form = _Read(type(schema), zone)
    data, faults = plain_numbers(unflattened(request.form, schema, zone), schema, provider_locale)
    if not faults:
        return load(schema, data)
    try:
        load(schema, data)
    except Invalid as more:
        raise Invalid({**more.fields, **faults}) from None
    raise Invalid(faults)


def load(schema: Schema, data: Any) -> dict[str, Any]:
    """Load plain data through a schema; raise `Invalid` with dotted field names."""
    try:
        loaded: dict[str, Any] = schema.load(data)
    except ValidationError as fault:
        raise Invalid(flat_errors(fault.messages)) from None
    return loaded


def flat_errors(messages: Any, prefix: str = "") -> dict[str, list[str]]:
    """Return marshmallow's nested messages as dotted names to sentences."""
    if not isinstance(messages, dict):
        return {prefix or "_schema": [str(text) for text in messages]}
    flat: dict[str, list[str]] = {}
    for name, inner in messages.items():
        flat |= flat_errors(inner, f"{prefix}.{name}" if prefix else str(name))
    return flat


def unflattened(posted: MultiDict[str, str], schema: Schema, zone: str) -> dict[str, Any]:
    """Return posted names as nested data: `cost.amount` goes into `cost`; empty fields are left out.

    Raises `TypeError` for a schema with a field of a name that forms send beside their fields.
    """
    if taken := NOT_FIELDS & schema.fields.keys():
        sentence = f"{type(schema).__name__}: every form sends {', '.join(sorted(taken))} for itself."
        raise TypeError(sentence)
    data: dict[str, Any] = {}
    for name in posted:
        if name in NOT_FIELDS:
            continue
        head, _, rest = name.partition(".")
        kind = schema.fields.get(head)
        if isinstance(kind, fields.List):
            data[head] = [text for text in posted.getlist(name) if text.strip()]
        elif rest:
            data.setdefault(head, {})[rest] = posted[name]
        elif posted[name].strip():
            data[head] = _aware(posted[name], zone) if isinstance(kind, Moment) else posted[name]
    for name, kind in schema.fields.items():
        if isinstance(kind, fields.Boolean) and name not in data:
            data[name] = False
    return data


def _aware(text: str, zone: str) -> str:
    """Return a local time of `zone` with its offset; what is no local time is left for the schema to refuse."""
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    if local.tzinfo is not None:
        return text
    return local.replace(tzinfo=ZoneInfo(zone)).isoformat()


def _has_words(posted: MultiDict[str, str]) -> bool:
    return any(text.strip() for name, text in posted.items() if name not in NOT_FIELDS | {"version"})


def _typed(posted: MultiDict[str, str]) -> dict[str, Any]:
    """Return what was typed, by field name, as the form macros take it."""
    values: dict[str, Any] = {}
    for name in posted:
        head, _, rest = name.partition(".")
        if rest:
            values.setdefault(head, {})[rest] = posted[name]
            values[name] = posted[name]
        else:
            found = posted.getlist(name)
            values[name] = found if len(found) > 1 else found[0]
    return values
