"""What was changed so that it does not come back: one corrective action of a case, checked, and whether it held."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ledger.demo.many.chance import Chance
from ledger.demo.many.words import ACTIONS

Row = dict[str, Any]
_OFTEN = {"S1": 0.9, "S2": 0.7, "S3": 0.2, "S4": 0.1}
_DUE_DAYS = (14, 30, 45)
_WINDOW = timedelta(days=60)
_TRIED = 4
_STEPS = (
    ("added", None, "in_progress"),
    ("implemented", "in_progress", "implemented"),
    ("verified", "implemented", "implementation_verified"),
    ("effective", "watching", "effective"),
)


@dataclass(slots=True)
class Repair:
    """An action and its history."""

    action: Row
    steps: list[Row] = field(default_factory=list)
    comes_back_at: datetime | None = None
    """When it may be seen that it did not hold."""
    came_back_at: datetime | None = None
    """When the incident was detected that showed it, the one in this place of all."""
    came_back_in: int | None = None

    def came_back(self, place: int, at: datetime) -> None:
        """Remember the incident that showed that it did not hold; it was done again since, and is being watched."""
        self.came_back_in, self.came_back_at = place, at
        self.action["status"] = "watching"


def repair_of(chance: Chance, ids: Chance, until: datetime, people: Sequence[str], incident: Row) -> Repair | None:
    """Return the action of a case, as far as it has come by `until`; none where nothing was changed."""
    if not chance.share(_OFTEN[incident["severity"]]):
        return None
    created_at = incident["filed_at"] + chance.minutes(1440, 0.8)
    if created_at > until:
        return None
    due_at = created_at + timedelta(days=chance.choice(_DUE_DAYS))
    times = _times(chance, created_at, due_at)
    done = [at for at in times if at <= until]
    action = _action(chance, ids, people, incident, created_at, due_at)
    names = ("implemented_at", "verified_at", "effective_at")
    action |= dict(zip(names, done[1:], strict=False))
    _as_far_as(action, len(done), people)
    repair = Repair(action, [_step(ids, action, place, at) for place, at in enumerate(done)])
    if len(done) == len(_STEPS) and chance.share(0.06):
        repair.comes_back_at = done[-1] + chance.minutes(60 * 1440, 0.8)
    return repair


def _times(chance: Chance, created_at: datetime, due_at: datetime) -> list[datetime]:
    """Draw when it was written down, done, verified and found to work; later steps may lie beyond any horizon."""
    done_at = created_at + chance.minutes((due_at - created_at).total_seconds() / 60 * 0.75, 0.45)
    verified_at = done_at + chance.minutes(9 * 1440, 0.8)
    times = [created_at, done_at, verified_at]
    return times + ([verified_at + _WINDOW + chance.minutes(2 * 1440, 0.5)] if chance.share(0.8) else [])


def _action(  # noqa: PLR0913, PLR0917 what an action consists of
    chance: Chance, ids: Chance, people: Sequence[str], incident: Row, created_at: datetime, due_at: datetime
) -> Row:
    return {
        "id": ids.id(created_at), "version": 1, "incident_id": incident["id"], "kind": "corrective",
        "text": chance.choice(ACTIONS), "how_seen": "", "visible_to_client": False, "owner_id": incident["owner_id"],
        "due_at": due_at, "original_due_at": due_at, "created_at": created_at, "evidence": "", "verification_note": "",
        "sort": "automation", "planned_verifier_id": _other(people, incident["owner_id"]),
    }  # fmt: skip


def _as_far_as(action: Row, steps: int, people: Sequence[str]) -> None:
    """Say in the action's columns what its last step left it at."""
    action["status"] = _STEPS[steps - 1][2]
    second = _other(people, action["owner_id"])
    if steps > 1:
        action |= {"implemented_by": action["owner_id"], "evidence": "Seen on the machine."}
    if steps > 2:  # noqa: PLR2004 verified
        action |= {"verifier_id": second, "verification_note": "Tried it with them."}
        action |= {"watching_from_at": action["verified_at"], "window_ends_at": action["verified_at"] + _WINDOW}
        action |= {"window_days": _WINDOW.days, "min_opportunities": _TRIED, "status": "watching"}
    if steps > 3:  # noqa: PLR2004 found to work
        action |= {"result_by": second, "opportunities": _TRIED, "result": "It held each time.", "status": "effective"}


def _step(ids: Chance, action: Row, place: int, at: datetime) -> Row:
    verb, before, after = _STEPS[place]
    by = action["verifier_id"] if verb in {"verified", "effective"} else action["owner_id"]
    return {
        "id": ids.id(at), "action_id": action["id"], "verb": verb, "from_status": before, "to_status": after,
        "by_id": by, "owner_id": action["owner_id"], "at": at, "note": "",
    }  # fmt: skip


def _other(people: Sequence[str], owner_id: str) -> str:
    return people[(people.index(owner_id) + 1) % len(people)]
