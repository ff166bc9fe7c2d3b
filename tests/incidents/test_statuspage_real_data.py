"""Real public status pages, read from the shared folder beside the checkout; nothing of them is kept here."""

import gzip
import json
from pathlib import Path

import pytest

from ledger.incidents.import_plan import Known, plan_import
from ledger.incidents.intake import STARTED_AFTER_FIRST_NOTICE
from ledger.incidents.statuspage import ParsedFile, ParsedIncident, UnreadableFile, parse_file, parse_incident
from tests.incidents.imported import known_after

DATA = Path(__file__).parents[3] / "shared" / "data"
RAW = DATA / "statuspage-github-raw"
RESOLVED = DATA / "statuspage-resolved-samples"

pytestmark = pytest.mark.skipif(
    not (RAW.is_dir() and RESOLVED.is_dir()), reason="the shared real incident data (../shared/data) is not here"
)


def parsed(path: Path) -> ParsedFile:
    return parse_file(path.read_bytes())


def test_all_incidents_and_updates_of_the_large_page_are_read() -> None:
    data = (RAW / "incidents_last_seen.json").read_bytes()
    found = parse_file(data)
    assert (len(found.incidents), sum(len(one.updates) for one in found.incidents)) == (760, 3000)
    assert found.skipped == ()
    assert sum(one.flags == (STARTED_AFTER_FIRST_NOTICE,) for one in found.incidents) == 3
    assert all(one.resolved_at is None for one in found.incidents)


def test_every_text_of_the_large_page_is_plain() -> None:
    texts = [each.text for one in parsed(RAW / "incidents_last_seen.json").incidents for each in one.updates]
    assert not [text for text in texts if "<br" in text or "\r" in text or "\u00a0" in text]
    assert all(texts)
    assert sum("\n" in text for text in texts) > 100
    assert any("< 2% of customer runs" in text for text in texts)


def test_replaying_every_revision_ends_where_the_last_seen_file_stands() -> None:
    last_seen = {one.external_id: one for one in parsed(RAW / "incidents_last_seen.json").incidents}
    known: dict[str, Known] = {}
    kinds: dict[str, int] = {}
    with gzip.open(RAW / "incident_revisions.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            incident = parse_incident(json.loads(line)["object"])
            assert isinstance(incident, ParsedIncident)
            (change,) = plan_import([incident], known)
            kinds[change.kind] = kinds.get(change.kind, 0) + 1
            known[incident.external_id] = known_after(incident, known.get(incident.external_id))
    assert (kinds["create"], sum(kinds.values()), "skip" in kinds) == (760, 1797, False)
    assert known == {external_id: known_after(one) for external_id, one in last_seen.items()}
    assert {change.kind for change in plan_import(last_seen.values(), known)} == {"unchanged"}


def test_the_maintenances_are_all_skipped_with_a_reason() -> None:
    found = parsed(RAW / "scheduled_maintenances_last_seen.json")
    assert (len(found.incidents), len(found.skipped)) == (0, 30)


@pytest.mark.parametrize(
    ("name", "incidents"),
    [("summary_original_2025-07-28_9c49f29e.json", 3), ("summary_original_2026-08-22_c3c8488b.json", 0)],
)
def test_a_summary_as_served_is_read(name: str, incidents: int) -> None:
    assert len(parsed(RAW / name).incidents) == incidents


def test_resolved_incidents_keep_their_end_and_a_start_only_where_it_is_given() -> None:
    without_start = parsed(RESOLVED / "cloudflare_incidents_2018.json").incidents
    assert [(one.started_at, one.resolved_at is not None) for one in without_start] == [(None, True), (None, True)]
    (with_offset,) = parsed(RESOLVED / "payfast_incidents_2022_offset_plus02.json").incidents
    assert str(with_offset.started_at) == "2022-01-20 12:27:26.249000+00:00"
    assert str(with_offset.resolved_at) == "2022-01-20 14:05:42.914000+00:00"
    assert [each.status for each in with_offset.updates] == ["identified", "resolved"]


def test_an_error_page_saved_as_json_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="is a web page, not JSON"):
        parsed(RESOLVED / "incidents_response_504_not_json.json")
