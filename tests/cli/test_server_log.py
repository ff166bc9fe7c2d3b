"""What the web server itself logs: no address of a request, for some are secrets."""

import logging

import pytest
from gunicorn.config import Config

from ledger.cli.serving import ServerLog


def test_a_request_that_fails_below_the_application_does_not_put_its_address_into_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log = ServerLog(Config())
    with caplog.at_level(logging.ERROR):
        try:
            int("Mina Okafor")
        except ValueError:
            log.exception("Error handling request %s %s", "GET", "/calendar/s3cret.ics")
    assert "ValueError" in caplog.text
    assert "s3cret" not in caplog.text
    assert "Okafor" not in caplog.text


def test_what_else_fails_in_the_server_is_told_with_its_trace(caplog: pytest.LogCaptureFixture) -> None:
    log = ServerLog(Config())
    with caplog.at_level(logging.ERROR):
        try:
            int("x")
        except ValueError:
            log.exception("Exception in worker process")
    assert "Exception in worker process" in caplog.text
    assert "Traceback" in caplog.text
