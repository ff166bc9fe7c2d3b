"""One thing that is due, whatever it is: what, to whom, by whom, by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ledger.recovery.keeping import due_words

KINDS: dict[str, str] = {
    "promise": "promise",
    "remedy": "remedy",
    "clock": "clock",
    "action": "action",
    "verification": "verification",
    "letter": "letter",
    "answer": "answer",
    "second_look": "second look",
    "open_point": "open point",
    "undelivered": "letter not delivered",
}
"""Kind to the word that pages print."""


@dataclass(frozen=True)
class Due:
    """One thing we owe. `owner_id` is empty where any second person may do it."""

    kind: str
    id: str
    version: int
    text: str
    client_codes: tuple[str, ...]
    client_names: tuple[str, ...]
    incident_reference: str | None
    owner_id: str
    deputy_id: str | None
    """Who stands in: the deputy of its incident."""
    owner: str
    began_at: datetime
    """When it was promised, asked or begun: nobody is reminded before."""
    due_at: datetime
    original_due_at: datetime
    is_day: bool
    zone: str
    """Where a day of it begins and ends."""
    is_overdue: bool
    detail: str
    """Kind of promise, action or clock, code of remedy."""
    is_grave: bool
    """Whether it belongs to an S1 or S2 that is not put right and closed: then owner and deputy are reminded."""
    event_id: str
    """What wrote it last."""
    place: str
    """Id of what it is seen on: itself, or the letter of an answer."""
    ended: str = ""
    """`done` or `cancelled` where it has ended; only calendars ask for such."""

    @property
    def due(self) -> str:
        """By when, in words: a day, or a time with its zone."""
        return due_words(self.due_at, self.zone, is_day=self.is_day)

    @property
    def first_due(self) -> str:
        """The original date in words, empty where it was never moved."""
        return (
            ""
            if self.original_due_at == self.due_at
            else due_words(self.original_due_at, self.zone, is_day=self.is_day)
        )

    @property
    def reference(self) -> str:
        """What it is called without a word of anybody's: the incident, else the clients."""
        return self.incident_reference or ", ".join(self.client_codes)

    @property
    def plainly(self) -> str:
        """What it is without a word of anybody's: a clock's own name, else its kind."""
        return self.text if self.kind == "clock" else KINDS[self.kind]


def in_order(found: Iterable[Due]) -> list[Due]:
    """Return what is due, overdue first, then by due time."""
    return sorted(found, key=lambda row: (not row.is_overdue, row.due_at, row.kind, row.id))
