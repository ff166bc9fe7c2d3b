"""One measure on a page of its own: judged, with what stands under it, what it leaves out, and its durations."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.trends.act_rows import ActsShown, acts_of
from ledger.trends.catalogue import MEASURES, Measure
from ledger.trends.counting import client_exists, left_out
from ledger.trends.judging import Judged
from ledger.trends.leadership import judged_measures, lasting_quarters, may_see
from ledger.trends.scope import Scope
from ledger.trends.step_chart import Lasting

WITH_DURATIONS = ("first_notice", "resolved_in_time")


@dataclass(frozen=True)
class MeasurePage:
    """A measure and the sub-rows under it, the measure first."""

    measure: Measure
    measures: tuple[Judged, ...]
    left_out: Mapping[str, int]
    lasting: tuple[Lasting, ...]
    acts: ActsShown
    """Its targets and rebases, also those refused and taken back."""

    @property
    def judged(self) -> Judged:
        """The measure itself, without its sub-rows."""
        return self.measures[0]


def measure_page(session: Session, actor: Actor, scope: Scope, key: str) -> MeasurePage:
    """Return one measure counted from facts; raise `NotFound` for one that is not there or not this reader's."""
    measure = MEASURES.get(key)
    if measure is None or measure.unit == "money" or not may_see(actor, measure):
        sentence = f"There is no measure called {key}."
        raise NotFound(sentence)
    client_exists(session, actor, scope)
    keys = [key, *(one.key for one in MEASURES.values() if one.under == key)]
    found = judged_measures(session, actor, scope, keys)
    return MeasurePage(
        found[key].measure,
        tuple(found[one] for one in keys),
        left_out(session, actor, scope, key),
        lasting_quarters(session, actor, scope, key) if key in WITH_DURATIONS else (),
        acts_of(session, actor, key),
    )
