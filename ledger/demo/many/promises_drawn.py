"""What a client was promised beside the clocks, and what became of it."""

from datetime import datetime, timedelta
from typing import Any

from ledger.demo.many.chance import Chance
from ledger.demo.many.shape import KEPT_AFTER, KEPT_BEFORE, Shape
from ledger.demo.many.words import PROMISES

Row = dict[str, Any]
_HOW_MANY = (25, 45, 20, 10)
"""Of a hundred cases so many have none, one, two, three."""
_DAYS = (1, 2, 5, 10, 20)
_RELEASED, _BROKEN = 0.02, 0.25
"""Released by the client; and of what is not kept on time this share is given up."""
_DAY = timedelta(days=1)


def promises_of(chance: Chance, ids: Chance, shape: Shape, incident: Row, client_id: str) -> list[Row]:
    """Return the promises of a case to one client."""
    count = chance.of(range(4), _HOW_MANY)
    return [_promise(chance, ids, shape, incident, client_id) for _ in range(count)]


def _promise(chance: Chance, ids: Chance, shape: Shape, incident: Row, client_id: str) -> Row:
    kind = chance.choice(tuple(PROMISES))
    made_at = incident["filed_at"]
    due_at = made_at + chance.choice(_DAYS) * _DAY
    row: Row = {
        "id": ids.id(made_at), "version": 1, "client_id": client_id, "incident_id": incident["id"], "kind": kind,
        "text": PROMISES[kind], "owner_id": incident["owner_id"], "promised_at": made_at, "due_at": due_at,
        "original_due_at": due_at, "due_is_day": False, "status": "open", "kept_at": None, "ended_at": None,
        "evidence": "", "ending_words": "", "visible_to_client": True,
    }  # fmt: skip
    status, ended_at = _end(chance, shape, made_at, due_at)
    if status != "open" and ended_at <= shape.until:
        row |= {"status": status, "ended_at": ended_at, "ending_words": _WORDS.get(status, "")}
        row["kept_at"] = ended_at if status in {"kept", "late"} else None
    return row


_WORDS = {"released": "You need not any more, thank you.", "broken": "The supplier withdrew the part."}


def _end(chance: Chance, shape: Shape, made_at: datetime, due_at: datetime) -> tuple[str, datetime]:
    better_from = shape.kept_better_from
    kept = KEPT_AFTER if better_from is not None and due_at >= better_from else KEPT_BEFORE
    within = made_at + (due_at - made_at) * (0.1 + 0.9 * chance.random())
    within = within.replace(microsecond=0)
    if chance.share(_RELEASED):
        return "released", within
    if chance.share(kept):
        return "kept", within
    if chance.share(_BROKEN):
        return "broken", due_at + chance.minutes(3 * 1440, 0.8)
    return "late", due_at + _DAY + chance.minutes(2 * 1440, 1.0)
