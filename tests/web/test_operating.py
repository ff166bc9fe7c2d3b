"""For whoever keeps it running: the page, and what Prometheus reads."""

from dataclasses import replace

import pytest
from flask import Flask

from ledger.kernel.runs import last_runs
from ledger.web.jobs import EXTENSION as JOBS
from ledger.web.session import EXTENSION
from ledger.work import Ledger
from ledger.worker.jobs import Jobs
from tests.factories import a_client, a_provider, a_user
from tests.support.web import StrictClient

TOKEN = "a-token-for-the-watchman"


@pytest.mark.parametrize("role", ["admin", "leadership"])
def test_the_page_says_what_is_stuck_and_what_to_do(web: StrictClient, ledger: Ledger, role: str) -> None:
    a_provider(ledger)
    page = web.sign_in(a_user(ledger, role)).get("/settings/operation").text
    assert "The background worker has never worked." in page
    assert "Start it: amends serve, or amends worker." in page
    assert "No job has run yet" in page


@pytest.mark.parametrize("database_kind", ["sqlite"])  # a server's queue has tables that amends db upgrade makes
def test_what_ran_is_shown_with_how_it_ended(web: StrictClient, app: Flask, ledger: Ledger) -> None:
    a_provider(ledger)
    jobs: Jobs = app.extensions[JOBS]
    jobs.nightly()
    page = web.sign_in(a_user(ledger, "admin")).get("/settings/operation").text
    assert "verify all" in page
    assert "Nothing was verified yet" not in page
    assert all(run.fault == "" for run in last_runs(jobs.queue, ["verify_all", "sweep_files"]).values())


@pytest.mark.parametrize("database_kind", ["sqlite"])  # a server's queue has tables that amends db upgrade makes
def test_a_job_that_fails_is_told_by_its_kind_alone(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_ledger: Ledger) -> None:
        secret = "Harbour Foods"
        raise ValueError(secret)

    jobs = Jobs(ledger)
    monkeypatch.setattr("ledger.worker.jobs.NIGHTLY", (broken,))
    monkeypatch.setattr("ledger.worker.jobs.REGULAR", (broken.__qualname__,))
    jobs.nightly()
    assert [(run.fault) for run in jobs.last_runs().values()] == ["ValueError"]
    jobs.close()


def test_prometheus_reads_counts_with_the_token_and_nobody_without(
    web: StrictClient, app: Flask, ledger: Ledger
) -> None:
    a_provider(ledger)
    a_client(ledger)
    given = {"Authorization": f"Bearer {TOKEN}"}
    assert web.get("/metrics", headers=given).status_code == 404
    app.extensions[EXTENSION] = replace(ledger, settings=replace(ledger.settings, metrics_token=TOKEN))
    assert web.get("/metrics").status_code == 404
    assert web.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
    answer = web.get("/metrics", headers=given)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain")
    lines = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    assert lines['amends_waiting{what="letters"}'] == "0.0"
    assert lines["amends_findings"] == "0.0"
    assert float(lines["amends_troubles"]) == 2
    assert "Harbour" not in answer.text
    assert "HFO" not in answer.text
