"""What the list of actions can be narrowed to: on the page, in its sheet and over the API, by the same names."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from marshmallow import fields

from ledger.recovery.action_list import OPEN, ActionFilters
from ledger.recovery.action_rules import STATES
from ledger.recovery.keeping import end_of_day
from ledger.web.schemas.actions import KINDS
from ledger.web.schemas.base import Choice, Choices, Words
from ledger.web.schemas.kinds import day_field, person_field
from ledger.web.schemas.paging import PageQuery

STATE_CHOICES: Choices = ((OPEN, "open"), *((state, state.replace("_", " ")) for state in STATES))


class ActionQuery(PageQuery):
    """Narrow the list; each filter may stand once, and all of them hold together."""

    q = Words(200, label="Words", help="In the action, or its incident's reference and title.")
    state = Choice(STATE_CHOICES, label="State")
    kind = Choice(KINDS, label="Kind")
    owner = person_field("Owner")
    client = Words(8, label="Client")
    due_until = day_field("Due until", "This day included.")
    overdue = fields.Boolean(load_default=False, metadata={"label": "Overdue"})
    mine = fields.Boolean(load_default=False, metadata={"label": "Waits for me as second person"})
    handed_over = fields.Boolean(load_default=False, metadata={"label": "Handed over"})


def filters_of(said: Mapping[str, Any], zone: str) -> ActionFilters:
    """Return the filters that a loaded `ActionQuery` means for a reader in `zone`."""
    names = ("q", "state", "kind", "owner", "client", "overdue", "mine", "handed_over")
    until: date | None = said.get("due_until")
    before = end_of_day(until, zone) + timedelta(microseconds=1) if until else None
    return ActionFilters(**{name: said[name] for name in names if name in said}, due_before=before)
