"""The auditor's sample: the draw stands in the record, and the ZIP holds what its README says."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ledger.audit.packing import forget_packed, pack, packed
from ledger.audit.samples import draw_sample, sample_by_id, samples
from ledger.incidents.models import Incident
from ledger.incidents.operations.milestones import record_milestones, set_milestones
from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid, Refused
from ledger.kernel.files import KeptFile
from ledger.letters.operations.closing import close_incident
from ledger.people.actor import SYSTEM, Actor
from ledger.record.models import PROVIDER_LOG
from ledger.record.operations import note
from ledger.record.signing_keys import known_keys
from ledger.recovery.models import Action
from ledger.recovery.operations.evidence import add_evidence
from ledger.work import Ledger
from tests.factories import an_actor, an_incident
from tests.letters.steps import Case, a_case, an_issued_letter
from tests.support.events import log_events

TODAY = {"first": date(2020, 1, 1), "last": date(2199, 1, 1)}


def close(ledger: Ledger, who: Actor, incident_id: str) -> None:
    ledger.do(set_milestones, who, incident_id=incident_id, times={"resolved_at": now()})
    ledger.do(close_incident, who, incident_id=incident_id, no_letter_reason="They asked for none.")


def close_all_of(ledger: Ledger, case: Case) -> None:
    """Close the case with the letters, whatever it still waits for."""
    with ledger.unit() as session:
        incident = session.get_one(Incident, case.incident_id)
        incident.status = "closed"
        record_milestones(session, case.leader, incident, {"resolved_at": now(), "closed_at": now()})


@pytest.fixture
def case(ledger: Ledger) -> Case:
    """A provider with three closed cases, one of them with a letter, and an open one."""
    case = a_case(ledger)
    an_issued_letter(ledger, case, kind="first_notice")
    for _ in range(3):
        close(ledger, case.writer, an_incident(ledger, case.writer, severity="S3").id)
    an_incident(ledger, case.writer)
    return case


def test_the_draw_is_an_event_with_its_seed_and_the_population_it_was_drawn_from(ledger: Ledger, case: Case) -> None:
    sample_id = ledger.do(draw_sample, case.leader, **TODAY, seed="6 2 2 5", count=2)
    sample = ledger.ask(sample_by_id, case.leader, sample_id)
    with ledger.database.read() as session:
        event = log_events(session, PROVIDER_LOG)[-1]
    assert (event.type, event.body["data"]["seed"], event.body["data"]["population"]) == ("sample.drawn", "6 2 2 5", 3)
    assert event.body["data"]["drawn"] == [*sample.references]
    again = ledger.do(draw_sample, case.leader, **TODAY, seed="6 2 2 5", count=2)
    assert ledger.ask(sample_by_id, case.leader, again).references == sample.references


def test_a_sample_is_found_however_many_were_drawn_since(
    ledger: Ledger, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.audit.samples.MOST", 2)
    drawn = [ledger.do(draw_sample, case.leader, **TODAY, seed=seed, count=1) for seed in ("1", "2", "3")]
    assert [one.id for one in ledger.ask(samples, case.leader)] == [*reversed(drawn[1:])]
    assert ledger.ask(sample_by_id, case.leader, drawn[0]).seed == "1"


def test_the_zip_can_be_checked_as_its_readme_says(ledger: Ledger, case: Case, tmp_path: Path) -> None:
    sample_id = ledger.do(draw_sample, case.leader, **TODAY, seed="6 2 2 5", count=2)
    file = pack(ledger, case.leader, sample_id)
    with zipfile.ZipFile(file) as opened:
        opened.extractall(tmp_path / "out")
    out = tmp_path / "out"
    told = (out / "README.txt").read_text(encoding="utf-8")
    assert "2 of 3 cases" in told
    snippet = told.partition("With Python:")[2].partition("Give the seed yourself")[0]
    code = "\n".join(line.removeprefix("    ") for line in snippet.splitlines())
    subprocess.run([sys.executable, "-c", code], cwd=out, check=True)  # noqa: S603 our own words
    rows = list(csv.DictReader(io.StringIO((out / "population.csv").read_text(encoding="utf-8-sig"))))
    digest = hashlib.sha256("".join(sorted(f"{row['reference']}\n" for row in rows)).encode()).hexdigest()
    assert digest in told
    drawn = [row["reference"] for row in sorted((row for row in rows if row["drawn"]), key=lambda row: row["drawn"])]
    assert sorted(path.name for path in (out / "cases").iterdir()) == sorted(drawn)
    with ledger.database.read() as session:
        key = str(known_keys(session)[0].key)
    assert key in (out / "keys.txt").read_text(encoding="utf-8")
    for reference in drawn:
        (receipt,) = (out / "cases" / reference).glob("*/receipt.json")
        command = [sys.executable, str(out / "verify_receipt.py"), str(receipt), "--key", key]
        assert subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 our own script
        text = (out / "cases" / reference / "case.txt").read_text(encoding="utf-8")
        assert reference in text
        facts = json.loads((out / "cases" / reference / "case.json").read_text(encoding="utf-8"))
        assert facts["facts"]["status"] == "closed"


def test_a_drawn_case_has_its_letters_and_its_evidence_inside(ledger: Ledger, case: Case) -> None:
    with ledger.database.read() as session:
        actions = select(Action).where(Action.incident_id == case.incident_id, Action.kind == "corrective")
        action_id = session.scalars(actions).one().id
    file = KeptFile(ledger.files.keep(b"It held."), "log.txt", "text/plain", 8)
    ledger.do(add_evidence, case.writer, action_id=action_id, text="The log", file=file)
    an_issued_letter(ledger, case, kind="final")
    close_all_of(ledger, case)
    sample_id = ledger.do(draw_sample, case.leader, **TODAY, seed="6 2 2 5", count=9)
    with zipfile.ZipFile(pack(ledger, case.leader, sample_id)) as opened:
        files = [name for name in opened.namelist() if name.endswith(".pdf")]
        kinds = sorted(name.rpartition("/")[2] for name in files)
        assert all(opened.read(name).startswith(b"%PDF") for name in files)
        assert [opened.read(name) for name in opened.namelist() if name.endswith("/evidence/001-log.txt")] == [
            b"It held."
        ]
    assert kinds == sorted(f"{case.client_reference}-{kind}-1.pdf" for kind in ("first-notice", "final"))


def test_a_period_without_closed_cases_draws_nothing(ledger: Ledger, case: Case) -> None:
    with pytest.raises(Invalid, match="No case was closed"):
        ledger.do(draw_sample, case.leader, first=date(2019, 1, 1), last=date(2019, 1, 31), seed="x", count=2)


def test_an_administrator_reads_no_cases_and_draws_none(ledger: Ledger, case: Case) -> None:
    assert case.client_reference
    with pytest.raises(Refused):
        ledger.do(draw_sample, an_actor(ledger, "admin"), **TODAY, seed="x", count=2)


def test_a_packed_sample_goes_after_a_month_and_after_an_erasure(ledger: Ledger, case: Case) -> None:
    sample_id = ledger.do(draw_sample, case.leader, **TODAY, seed="x", count=1)
    file = pack(ledger, case.leader, sample_id)
    assert packed(ledger, sample_id) == file
    assert forget_packed(ledger) == 0
    old = (now() - timedelta(days=31)).timestamp()
    os.utime(file, (old, old))
    assert forget_packed(ledger) == 1
    assert packed(ledger, sample_id) is None
    again = pack(ledger, case.leader, sample_id)
    past = (now() - timedelta(minutes=1)).timestamp()
    os.utime(again, (past, past))
    with ledger.unit() as session:
        said = {"digests": ["A" * 43], "basis": "asked"}
        note(session, "privacy.erased", actor="system", subjects={case.client.log_id: "privacy"}, data=said)
    assert packed(ledger, sample_id) is None
    assert forget_packed(ledger) == 1


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
@pytest.mark.parametrize("seed", ["", " \t"])
def test_nothing_is_drawn_without_a_seed(ledger: Ledger, seed: str) -> None:
    with pytest.raises(Invalid, match="Give a seed that the auditor chose"):
        ledger.do(draw_sample, SYSTEM, **TODAY, seed=seed, count=2)
