"""Facts of a letter as JSON: stored as sent, and read back through a schema that refuses what it does not know."""

import json
from datetime import timedelta
from typing import Any

import pytest
from marshmallow import ValidationError

from ledger.letters.fact_schema import from_json, to_json
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.wording import service_said
from tests.letters.factories import EARLIER, at, final_facts, first_notice_facts


@pytest.mark.parametrize(
    "facts", [final_facts(), first_notice_facts(), final_facts(earlier_letters=(EARLIER,), answers=EARLIER)]
)
def test_facts_come_back_from_json_as_they_were(facts: LetterFacts) -> None:
    assert from_json(json.loads(json.dumps(to_json(facts)))) == facts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("our_cost_minor", 12),
        ("version", "1"),
        ("version", 1.5),
        ("version", 0),
        ("provisional", 1),
        ("provisional", "yes"),
        ("people_affected", -1),
        ("dated_at", "2026-06-18T09:00:00"),
        ("dated_at", "yesterday"),
        ("zone", "Europe/Atlantis"),
        ("kind", "apology"),
        ("currency", "pounds"),
        ("subject", 7),
        (
            "timeline",
            [{"occurred_at": "2026-06-09T06:40:00+00:00", "kind": "action", "text": "x", "visibility": "internal"}],
        ),
        ("verify_url", "javascript:alert(1)"),
    ],
)
def test_a_wrong_or_unknown_fact_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        from_json(to_json(final_facts()) | {name: value})
    assert name in refused.value.messages_dict


def test_a_missing_fact_is_refused() -> None:
    stored: dict[str, Any] = to_json(final_facts())
    del stored["people_affected"]
    with pytest.raises(ValidationError, match="people_affected"):
        from_json(stored)


def test_a_time_with_another_offset_is_kept_in_utc() -> None:
    stored = to_json(final_facts()) | {"dated_at": "2026-06-18T11:00:00+02:00"}
    assert from_json(stored).dated_at == at(18, 9)
    assert from_json(stored).dated_at.utcoffset() == timedelta(0)


def test_the_client_told_us_first_only_when_its_report_precedes_our_notice() -> None:
    assert final_facts().told_first_by_client
    assert final_facts(client_notified_at=None).told_first_by_client
    assert not final_facts(client_notified_at=at(9, 7, 0)).told_first_by_client
    assert not final_facts(client_reported_at=None).told_first_by_client


@pytest.mark.parametrize(
    ("service", "said"),
    [
        ("Mail", "your mail"),
        ("VPN", "your VPN"),
        ("your mail", "your mail"),
        ("The door readers", "the door readers"),
        ("  ", ""),
    ],
)
def test_a_service_is_said_to_be_yours_once(service: str, said: str) -> None:
    assert service_said(service) == said
