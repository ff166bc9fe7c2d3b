"""The scorecard of one client: for our people, for the client in its portal, and as a PDF for both."""

from typing import Any

from flask import Blueprint, Response, render_template, url_for

from ledger.kernel.clock import now
from ledger.trends.scorecard import Scorecard, scorecard
from ledger.trends.scorecard_pdf import render_scorecard
from ledger.trends.scorecard_shown import card_shown
from ledger.web.session import actor, ledger, needs, provider_name
from ledger.web.trend_scope import files_in

pages = Blueprint("scorecards", __name__)


@pages.get("/trends/clients/<code>")
@needs("read_trends")
def show(code: str) -> str:
    """Show one client's scorecard to our people, as the client sees it."""
    card = _card(code)
    pdf = url_for("scorecards.pdf", code=code)
    files = files_in(url_for("scorecards.show", code=code))
    return render_template("trends/scorecard.html", card=card, pdf=pdf, files=files, **_shown(card))


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
    return render_template(
        "trends/scorecard.html",
        card=card,
        pdf=url_for("scorecards.own_pdf"),
        files=files_in(url_for("scorecards.own")),
        **_shown(card),
    )


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
    return card_shown(card, _own_case if actor().client_id else None)


def _own_case(reference: str) -> str:
    return url_for("portal.incident", reference=reference)
