"""For whoever keeps it running: what is stuck and what to do, as a page and for Prometheus."""

import hmac

from flask import Blueprint, Response, render_template, request
from prometheus_client import CONTENT_TYPE_LATEST

from ledger.audit.backlog import backlog
from ledger.audit.troubles import troubles
from ledger.kernel.clock import now
from ledger.kernel.errors import NotFound
from ledger.people.actor import SYSTEM
from ledger.web.gauges import written
from ledger.web.jobs import jobs
from ledger.web.session import actor, ledger, needs

pages = Blueprint("operating", __name__)


@pages.get("/settings/operation")
@needs("read_settings")
def show() -> str:
    """Show what is stuck, what waits, and when each job of the worker ran."""
    found, runs, at = ledger().ask(backlog, actor()), jobs().last_runs(), now()
    return render_template("people/operation.html", found=found, runs=runs, troubles=troubles(found, runs, at))


@pages.get("/metrics")
def metrics() -> Response:
    """Tell Prometheus, where a token is set and given; without one this address is not there."""
    token = ledger().settings.metrics_token
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise NotFound
    text = written(ledger().ask(backlog, SYSTEM), jobs().last_runs(), now())
    return Response(text, content_type=CONTENT_TYPE_LATEST)
