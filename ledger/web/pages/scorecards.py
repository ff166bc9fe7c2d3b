"""The scorecard of one client: for our people, for the client in its portal, and as a PDF for both."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, url_for

from ledger.kernel.clock import day_in, now
from ledger.trends.figures import Words
from ledger.trends.incident_strip import Event, incident_strip
from ledger.trends.interval_strip import interval_strip, verdict
from ledger.trends.scales import NARROW, WIDE
from ledger.trends.scorecard import Happened, Line, Scorecard, scorecard
from ledger.trends.scorecard_pdf import render_scorecard
from ledger.web.session import actor, ledger, needs, provider_name

pages = Blueprint("scorecards", __name__)


@pages.get("/trends/clients/<code>")
@needs("read_trends")
def show(code: str) -> str:
    """Show one client's scorecard to our people, as the client sees it."""
    card = _card(code)
    pdf = url_for("scorecards.pdf", code=code)
    return render_template("trends/scorecard.html", card=card, pdf=pdf, **_shown(card))


@pages.get("/trends/clients/<code>.pdf")
@needs("read_trends")
def pdf(code: str) -> Response:
    """Hand out one client's scorecard as a PDF."""
    return _file(_card(code))


@pages.get("/portal/scorecard")
@needs("read_own_case")
def own() -> str:
    """Show a client's own scorecard."""
    card = _card(None)
    return render_template("trends/scorecard.html", card=card, pdf=url_for("scorecards.own_pdf"), **_shown(card))


@pages.get("/portal/scorecard.pdf")
@needs("read_own_case")
def own_pdf() -> Response:
    """Hand out a client's own scorecard as a PDF."""
    return _file(_card(None))


def _card(code: str | None) -> Scorecard:
    return ledger().ask(scorecard, actor(), code, now())


def _file(card: Scorecard) -> Response:
    body = render_scorecard(card, _shown(card), provider_name())
    name = f"scorecard-{card.code}-{card.as_of:%Y-%m-%d}.pdf"
    disposition = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(body, mimetype="application/pdf", headers=disposition)


def _shown(card: Scorecard) -> dict[str, Any]:
    """Return what the fragment draws: the strip in both geometries, and each measure with its range and verdict."""
    events = [_event(one, card.zone) for one in card.happened]
    span, zone = (card.from_at, card.as_of), ZoneInfo(card.zone)
    link = _own_case if actor().client_id else None
    drawn = [incident_strip(events, span, zone, geometry, link) for geometry in (WIDE, NARROW)]
    words = Words("year", "What happened", _sentence(card), "")
    return {"strips": [one for one in drawn if one], "words": words, "rows": [_row(line) for line in card.lines]}


def _own_case(reference: str) -> str:
    return url_for("portal.incident", reference=reference)


def _event(one: Happened, zone: str) -> Event:
    ended = f"put right on {day_in(one.ended_at, zone)}" if one.ended_at else "still open"
    late = ", first notice was late" if one.was_late else ""
    label = f"{one.reference}, {one.severity}, {day_in(one.at, zone)}, {ended}{late}"
    return Event(one.reference, label, one.severity, one.at, one.ended_at, one.was_late)


def _sentence(card: Scorecard) -> str:
    count, still = len(card.happened), card.open_count
    if not count:
        return "Nothing happened in this year as far as we know."
    late = sum(one.was_late for one in card.happened)
    said = (
        f"{count} {'incident' if count == 1 else 'incidents'}, {still} still open; first notice was late {late} times"
    )
    return f"{said}; you had to chase us {card.chased} times.".replace(" 1 times", " once")


def _row(line: Line) -> dict[str, Any]:
    measure = line.measure
    said, tone = verdict(line.k, line.n, measure.target, measure.direction)
    strip = interval_strip(measure.name, line.k, line.n, measure.target)
    return {"key": measure.key, "name": measure.name, "line": line, "strip": strip, "verdict": said, "tone": tone}
