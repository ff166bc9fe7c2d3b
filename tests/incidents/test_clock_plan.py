"""A client's plan may be stricter than the standard plan, never looser."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.incidents.business_calendar import BusinessCalendar
from ledger.incidents.clocks import DEFAULT_PLAN, ClockKind, ClockRule, Unit, due_at, merge_plan
from ledger.incidents.severities import Severity

LONDON = BusinessCalendar("Europe/London", country="GB", subdivision="ENG")


def test_a_stricter_span_replaces_the_default_and_names_its_plan() -> None:
    merged = merge_plan(DEFAULT_PLAN, {(ClockKind.FIRST_NOTICE, "S1"): (15, "minutes")}, plan="Harbour Foods' plan")
    rule = merged[ClockKind.FIRST_NOTICE, "S1"]
    assert (rule.amount, rule.unit, rule.words, rule.plan) == (15, "minutes", "15 minutes", "Harbour Foods' plan")
    assert {key for key, value in merged.items() if value != DEFAULT_PLAN[key]} == {(ClockKind.FIRST_NOTICE, "S1")}
    assert DEFAULT_PLAN[ClockKind.FIRST_NOTICE, "S1"].amount == 60


def test_an_equal_span_stays_the_standard_plan() -> None:
    merged = merge_plan(DEFAULT_PLAN, {(ClockKind.FIRST_NOTICE, "S1"): (60, "minutes")})
    assert merged == DEFAULT_PLAN


@pytest.mark.parametrize(
    ("kind", "severity", "span"),
    [
        (ClockKind.FIRST_NOTICE, "S3", (24 * 60, "minutes")),
        (ClockKind.FIRST_NOTICE, "S3", (1, "days")),
        (ClockKind.FIRST_NOTICE, "S3", (240, "business_minutes")),
        (ClockKind.UPDATES, "S2", (240, "minutes")),
        (ClockKind.FINAL_LETTER, "S1", (10, "days")),
        (ClockKind.EFFECTIVENESS, "S3", (90, "days")),
        (ClockKind.FIRST_NOTICE, "S4", (5, "business_days")),
    ],
)
def test_a_stricter_span_in_another_unit_is_accepted(
    kind: ClockKind, severity: Severity, span: tuple[int, Unit]
) -> None:
    merged = merge_plan(DEFAULT_PLAN, {(kind, severity): span}, business_day_minutes=LONDON.minutes_per_day)
    rule = merged[kind, severity]
    assert (rule.amount, rule.unit) == span


@pytest.mark.parametrize(
    ("kind", "severity", "span"),
    [
        (ClockKind.FIRST_NOTICE, "S1", (61, "minutes")),
        (ClockKind.FIRST_NOTICE, "S1", (60, "business_minutes")),
        (ClockKind.FIRST_NOTICE, "S1", (1, "days")),
        (ClockKind.FIRST_NOTICE, "S3", (2, "business_days")),
        (ClockKind.FIRST_NOTICE, "S3", (481, "business_minutes")),
        (ClockKind.FIRST_NOTICE, "S3", (2, "days")),
        (ClockKind.EFFECTIVENESS, "S1", (60, "business_days")),
        (ClockKind.ACTIONS_IMPLEMENTED, "S1", (15 * 24 * 60 + 1, "minutes")),
    ],
)
def test_a_looser_span_is_refused_and_the_clock_is_named(
    kind: ClockKind, severity: Severity, span: tuple[int, Unit]
) -> None:
    with pytest.raises(
        ValueError, match=rf"only be stricter.* {kind.value.replace('_', ' ')} \({severity}\) is looser"
    ):
        merge_plan(DEFAULT_PLAN, {(kind, severity): span}, business_day_minutes=LONDON.minutes_per_day)


def test_business_hours_for_a_day_need_the_length_of_the_clients_day() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        merge_plan(DEFAULT_PLAN, {(ClockKind.FIRST_NOTICE, "S3"): (240, "business_minutes")})


@pytest.mark.parametrize("span", [(0, "minutes"), (-1, "days"), (5, "weeks")])
def test_a_span_that_is_none_is_refused(span: tuple[int, str]) -> None:
    with pytest.raises(ValueError, match="A clock needs one or more"):
        merge_plan(DEFAULT_PLAN, {(ClockKind.FIRST_NOTICE, "S1"): span})  # type: ignore[dict-item] # wrong on purpose


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="second_notice"):
        merge_plan(DEFAULT_PLAN, {("second_notice", "S1"): (5, "minutes")})  # type: ignore[dict-item] # wrong on purpose


@given(
    zero=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants bounds without a zone
    key=st.sampled_from(sorted(DEFAULT_PLAN)),
    amount=st.integers(1, 3000),
    unit=st.sampled_from(("minutes", "business_minutes", "business_days", "days")),
)
def test_an_accepted_plan_is_never_due_later_than_the_default(
    zero: datetime, key: tuple[ClockKind, Severity], amount: int, unit: Unit
) -> None:
    """But for the one hour that a change of the clocks takes from a day (documented in `_is_as_strict`)."""
    default: ClockRule = DEFAULT_PLAN[key]
    try:
        merged = merge_plan(DEFAULT_PLAN, {key: (amount, unit)}, business_day_minutes=LONDON.minutes_per_day)
    except ValueError:
        return
    rule = merged[key]
    assert due_at(rule, zero, LONDON) <= due_at(default, zero, LONDON) + timedelta(hours=1)
