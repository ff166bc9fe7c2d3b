"""Times of other systems become UTC or are refused."""

from datetime import UTC, datetime

import pytest

from ledger.incidents.written_time import UnclearTime, utc_from_text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-10-06T09:02:00Z", datetime(2026, 10, 6, 9, 2, tzinfo=UTC)),
        ("2026-10-06T09:02:00.123Z", datetime(2026, 10, 6, 9, 2, 0, 123_000, tzinfo=UTC)),
        ("2026-10-06T09:02:00.123456789Z", datetime(2026, 10, 6, 9, 2, 0, 123_456, tzinfo=UTC)),
        ("2022-01-20T14:27:26.256+02:00", datetime(2022, 1, 20, 12, 27, 26, 256_000, tzinfo=UTC)),
        ("2022-01-20T14:27:26-0730", datetime(2022, 1, 20, 21, 57, 26, tzinfo=UTC)),
        ("2021-03-04T9:30:00-00:00", datetime(2021, 3, 4, 9, 30, tzinfo=UTC)),
        ("2024-02-29 23:59 UTC", datetime(2024, 2, 29, 23, 59, tzinfo=UTC)),
    ],
)
def test_every_offset_becomes_utc(written: str, expected: datetime) -> None:
    assert utc_from_text(written) == expected
    assert utc_from_text(written).tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2026-10-06T09:02:00", "has no time zone"),
        ("2025-02-29T09:02:00Z", "is not a possible time"),
        ("2026-10-06T24:01:00Z", "is not a possible time"),
        ("2026-10-06T09:02:00+19:00", "is not a possible time"),
        ("2026-10-06T09:02:00+02:75", "is not a possible time"),
        ("0001-01-01T00:00:00+02:00", "is not a possible time"),
        ("6/10/2026 09:02", "is not a time such as"),
        ("Posted 3 days ago. Aug 28, 2024 - 13:36 PDT", "is not a time such as"),
        ("\u0662026-10-06T09:02:00Z", "is not a time such as"),
        ("", "is not a time such as"),
    ],
)
def test_a_time_that_cannot_be_placed_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(UnclearTime, match=reason):
        utc_from_text(written)
