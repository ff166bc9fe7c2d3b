"""What can be said of service plans: a span of time for each clock that is stricter than the standard."""

from collections.abc import Mapping
from typing import Any, cast

from marshmallow import ValidationError, fields

from ledger.clients.plan_shape import KINDS, SEVERITIES, PlanClocks, Span, read_span
from ledger.incidents.clock_plan import DEFAULT_PLAN, ClockKind, Unit, words_of
from ledger.incidents.clocks import LABELS
from ledger.incidents.severities import Severity
from ledger.web.schemas.base import Command, Words
from ledger.web.schemas.kinds import version_field


class SpanWords(fields.Field[Span | None]):
    """A span as people write it, `45 minutes`; empty means the standard clock."""

    def _serialize(self, value: Span | None, attr: str | None, obj: Any, **more: Any) -> str | None:  # noqa: ARG002 the library's signature
        return None if value is None else words_of(value[0], cast("Unit", value[1]))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Span | None:  # noqa: ARG002 the library's signature
        if not isinstance(value, str) or len(value) > 40:  # noqa: PLR2004 longer than any span
            fault = "Write a span such as 45 minutes."
            raise ValidationError(fault)
        try:
            return read_span(value) if value.strip() else None
        except ValueError as fault:
            raise ValidationError(str(fault)) from None


def _cell(kind: str, severity: str) -> SpanWords:
    standard = DEFAULT_PLAN[ClockKind(kind), cast("Severity", severity)].words
    help_text = f"Standard: {standard}."
    return SpanWords(
        allow_none=True, metadata={"label": severity, "help": help_text, "widget": "text", "maxlength": 40}
    )


def _clock(kind: str) -> fields.Nested:
    cells: dict[str, fields.Field[Any]] = {severity: _cell(kind, severity) for severity in SEVERITIES}
    name = "".join(part.capitalize() for part in kind.split("_"))
    made = Command.from_dict(cells, name=f"{name}Clocks")
    return fields.Nested(made, metadata={"label": LABELS[ClockKind(kind)]})


class PlanName(Command):
    """A service plan without its clocks."""

    name = Words(200, label="Name", required=True, help="As the client's page names it: Gold.")


EditPlan = PlanName.from_dict({kind: _clock(kind) for kind in KINDS}, name="EditPlan")
"""A service plan: its name, and for each kind of clock the span by severity; what is left out is standard."""
EditedPlan = EditPlan.from_dict({"version": version_field(required=False)}, name="EditedPlan")
"""The same from a form."""


def clocks_of(said: Mapping[str, Any]) -> dict[tuple[str, str], Span]:
    """Return the clocks that a loaded plan names."""
    return {(kind, severity): span for kind in KINDS for severity, span in said.get(kind, {}).items() if span}


def cells_of(clocks: PlanClocks) -> dict[str, dict[str, str]]:
    """Return clocks as a form takes them: kind to severity to words."""
    cells: dict[str, dict[str, str]] = {}
    for (kind, severity), (amount, unit) in clocks.items():
        cells.setdefault(kind, {})[severity] = words_of(amount, cast("Unit", unit))
    return cells


def clock_sentences(clocks: PlanClocks) -> list[tuple[str, str]]:
    """Return what a plan makes stricter, in words: (`First notice`, `S1 30 minutes, S2 2 hours`)."""
    cells = cells_of(clocks)
    named = ((kind, sorted(cells[kind].items())) for kind in KINDS if kind in cells)
    return [(LABELS[ClockKind(kind)], ", ".join(f"{severity} {span}" for severity, span in row)) for kind, row in named]


class PlanListed(Command):
    """One line of the list of service plans."""

    id = fields.String()
    name = fields.String()
    clocks = fields.Integer(metadata={"label": "How many clocks are stricter"})
    clients = fields.Integer(metadata={"label": "How many clients have it"})


class PlanShown(Command):
    """A service plan as the API answers it: the clocks it makes stricter, by kind and severity."""

    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    clocks = fields.Dict(keys=fields.String(), values=fields.Dict(keys=fields.String(), values=fields.String()))
