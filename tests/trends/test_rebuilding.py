"""A night looks at everything and holds the others up only for what differs, however much happens meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, update

from ledger.kernel.clock import pretended
from ledger.people.actor import SYSTEM
from ledger.people.operations.setting_up import save_provider
from ledger.trends.change_words import COUNTED_ANEW
from ledger.trends.leadership import leadership
from ledger.trends.models import TrendFact, TrendHorizon
from ledger.trends.operations import keeping_facts, rebuilding
from ledger.trends.operations.rebuilding import count_what_is_new, rebuild, rebuild_where_none
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.trends.scene import STEPS, Scene
from tests.trends.test_cells import require_equal


@dataclass
class Meanwhile:
    """A ledger in which something may happen before each transaction; it remembers what ran with a lock."""

    scene: Scene
    steps: tuple[str, ...] = ()
    chance: Random = field(default_factory=lambda: Random(7))  # noqa: S311 the same each time
    held: list[str] = field(default_factory=list)

    def do(self, verb: Callable[..., Any], *args: Any, **said: Any) -> Any:
        """Run a verb in a unit, after something else."""
        self._happen()
        self.held.append(verb.__name__)
        return self.scene.ledger.do(verb, *args, **said)

    def ask(self, read: Callable[..., Any], *args: Any, **said: Any) -> Any:
        """Run a read, after something else."""
        self._happen()
        return self.scene.ledger.ask(read, *args, **said)

    def _happen(self) -> None:
        if self.steps:
            self.scene.step(self.chance.choice(self.steps), self.chance.randrange(10**6))


@pytest.fixture
def scene(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A scene whose nights look at a dozen cases at a time."""
    monkeypatch.setattr(rebuilding, "BATCH", 12)
    found = Scene(ledger)
    for number in range(5):
        found.step("file_late", number)
    with pretended(found.at):
        rebuild(ledger, SYSTEM)
    return found


def test_a_night_holds_others_up_only_for_the_part_that_differs(scene: Scene) -> None:
    units = Meanwhile(scene)
    with pretended(scene.at):
        assert rebuild(units, SYSTEM).is_same
    assert units.held == ["begin_counting", "move_horizon"]
    with scene.ledger.unit() as session:
        key = session.scalars(TrendFact.__table__.select().with_only_columns(TrendFact.id)).first()
        session.execute(update(TrendFact).where(TrendFact.id == key).values(month="1999-01"))
    units = Meanwhile(scene)
    with pretended(scene.at):
        found = rebuild(units, SYSTEM)
        assert (found.wrong, found.missing, found.stray) == (1, 0, 0)
        assert units.held.count("_put_right") == 1
        assert set(units.held) <= {"begin_counting", "_put_right", "count_anew", "move_horizon"}
        require_equal(scene)


def test_whatever_happens_between_the_parts_of_a_night_all_is_right_and_nothing_is_called_wrong(scene: Scene) -> None:
    units = Meanwhile(scene, tuple(sorted(set(STEPS) - {"night"})))
    with pretended(scene.at):
        assert rebuild(units, SYSTEM).is_same
    with pretended(scene.at):
        require_equal(scene)


def test_a_first_counting_that_was_broken_off_is_begun_again(scene: Scene) -> None:
    with scene.ledger.unit() as session:
        session.execute(delete(TrendFact))
        session.execute(delete(TrendHorizon))

    class BrokenOff(Meanwhile):
        def do(self, verb: Callable[..., Any], *args: Any, **said: Any) -> Any:
            if self.held.count("_put_right") == 2:
                raise KeyboardInterrupt
            return super().do(verb, *args, **said)

    with pretended(scene.at):
        with pytest.raises(KeyboardInterrupt):
            rebuild_where_none(BrokenOff(scene), SYSTEM)
        assert rebuild_where_none(scene.ledger, SYSTEM)
        require_equal(scene)


def test_a_new_zone_of_a_large_ledger_is_counted_after_the_change_a_part_at_a_time(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping_facts, "AT_ONCE", 0)
    with pretended(scene.at):
        scene.ledger.do(save_provider, SYSTEM, 1, zone="Pacific/Auckland")
        page = scene.ledger.ask(leadership, SYSTEM, Scope(scene.at, "Pacific/Auckland", 9))
        assert page.care[0] == COUNTED_ANEW, "and the page says so"
        units = Meanwhile(scene, ("file_late", "edit", "promise"))
        count_what_is_new(units, SYSTEM)
        assert units.held.count("_put_right") > 1
        page = scene.ledger.ask(leadership, SYSTEM, Scope(scene.at, "Pacific/Auckland", 9))
        assert COUNTED_ANEW not in page.care
        require_equal(scene)


@pytest.mark.parametrize("at_first", ["Europe/London", "America/Lima"])
def test_a_zone_that_moves_while_all_is_made_anew_has_it_begun_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, at_first: str
) -> None:
    """In a night, and in what another move of the zone had asked for: what was made by then is of the zone before."""
    monkeypatch.setattr(keeping_facts, "AT_ONCE", 0)

    class MovesAtTheEnd(Meanwhile):
        def ask(self, read: Callable[..., Any], *args: Any, **said: Any) -> Any:
            if read.__name__ == "_strays" and self.held.count("begin_counting") == 1:
                self.scene.ledger.do(save_provider, SYSTEM, 2, zone="Pacific/Auckland")
            return super().ask(read, *args, **said)

    units = MovesAtTheEnd(scene)
    with pretended(scene.at):
        scene.ledger.do(save_provider, SYSTEM, 1, zone=at_first)
        rebuild(units, SYSTEM)
        assert units.held.count("begin_counting") == 2
        assert rebuild(scene.ledger, SYSTEM, write=False).is_same
        require_equal(scene)
