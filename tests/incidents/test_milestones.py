"""In which order milestones can have happened, and which status follows."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.incidents.milestones import BEFORE, MILESTONES, OWN_STATUS, faults, not_before, status_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
offsets = st.integers(min_value=1, max_value=5000)
Offsets = dict[str, int | None]
some_milestones = st.fixed_dictionaries(dict.fromkeys(MILESTONES, st.none() | offsets))


def _times(minutes: Offsets) -> dict[str, datetime | None]:
    return {name: None if ago is None else NOW - timedelta(minutes=ago) for name, ago in minutes.items()}


@given(st.lists(offsets, min_size=len(MILESTONES), max_size=len(MILESTONES)), st.sets(st.sampled_from(MILESTONES)))
def test_times_in_the_order_of_the_story_are_possible_whichever_are_missing(ago: list[int], missing: set[str]) -> None:
    in_order = dict(zip(MILESTONES, sorted(ago, reverse=True), strict=True))
    assert faults(_times({name: None if name in missing else at for name, at in in_order.items()}), NOW) == {}


@given(some_milestones)
def test_a_fault_is_found_exactly_where_a_pair_stands_the_wrong_way_round(minutes: Offsets) -> None:
    times = _times(minutes)
    wrong = {
        later for earlier, later in BEFORE if (first := times[earlier]) and (second := times[later]) and second < first
    }
    assert set(faults(times, NOW)) == wrong


@given(some_milestones, st.sampled_from(["open", "contained", "resolved", *sorted(OWN_STATUS)]))
def test_the_status_follows_from_the_milestones_unless_it_was_reached_by_a_step_of_its_own(
    minutes: Offsets, status: str
) -> None:
    times = _times(minutes)
    expected = "resolved" if times["resolved_at"] else "contained" if times["contained_at"] else "open"
    assert status_of(times, status) == (status if status in OWN_STATUS else expected)


def test_a_time_in_the_future_is_refused() -> None:
    assert "future" in faults({"contained_at": NOW + timedelta(minutes=1)}, NOW)["contained_at"]


def test_what_righted_itself_before_we_knew_is_possible() -> None:
    assert faults({"resolved_at": NOW - timedelta(hours=8), "aware_at": NOW - timedelta(hours=1)}, NOW) == {}


def test_the_same_minute_is_not_before_whatever_the_seconds() -> None:
    first = datetime(2026, 11, 20, 9, 2, 41, tzinfo=UTC)
    assert not_before(datetime(2026, 11, 20, 9, 2, tzinfo=UTC), first)
    assert not not_before(datetime(2026, 11, 20, 9, 1, 59, tzinfo=UTC), first)
