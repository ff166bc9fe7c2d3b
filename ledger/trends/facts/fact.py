"""One item of one measure: in which month it counts, from when, and whether it meets the measure.

Everything is an instant, so that a fact says by itself what was true at any moment: it counts from `counts_at`, and
meets the measure from `met_at` until `unmet_at`. Facts are derived from what other rooms recorded and can be made anew.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """All times aware UTC; `month` is that of `anchor_at` in the provider's zone."""

    measure: str
    item_id: str
    month: str
    anchor_at: datetime
    counts_at: datetime
    met_at: datetime | None = None
    unmet_at: datetime | None = None
    left_out: str | None = None
    """Why it leaves the denominator and is counted beside it; none where it takes part."""
    incident_id: str | None = None
    client_id: str | None = None
    severity: str | None = None
    service: str = ""
    minutes: int | None = None
    """How long it took, where the measure asks; none while it goes on."""
    ended_month: str | None = None
    """For stocks: the month in which it left them."""
    split: str = ""
    """What else it is counted by: the client of a notice, how long putting right took, when an action was late."""

    @property
    def id(self) -> str:
        """Its key: one fact a measure and item."""
        return f"{self.measure}:{self.item_id}"

    @property
    def settled_at(self) -> datetime:
        """From when on it says the same at every instant: nothing of it lies later."""
        last = max(self.anchor_at, self.counts_at)
        for at in (self.met_at, self.unmet_at):
            if at is not None and at > last:
                last = at
        return last

    def counts(self, as_of: datetime) -> bool:
        """Say whether it takes part at an instant."""
        return self.left_out is None and self.counts_at <= as_of

    def is_met(self, as_of: datetime) -> bool:
        """Say whether it meets the measure at an instant."""
        if not self.counts(as_of) or self.met_at is None or self.met_at > as_of:
            return False
        return self.unmet_at is None or self.unmet_at > as_of
