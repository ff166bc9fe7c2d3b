"""A trust review as a PDF: the client's scorecard, how content it was, and what both sides agreed."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import jinja2

from ledger import config
from ledger.kernel.clock import day_in, zoned
from ledger.kernel.pdf import render_pdf
from ledger.trends.charting.drawing import CHARTS
from ledger.trends.months import period_label
from ledger.trends.review_content import RECOMMENDS, RENEWAL, ReviewContent
from ledger.trends.scorecard_shown import card_shown


@dataclass(frozen=True)
class Signature:
    """Who signs for us, their title, and when."""

    name: str
    title: str
    at: datetime


def render_review(content: ReviewContent, provider_name: str, signature: Signature, content_sha256: str) -> bytes:
    """Return the PDF (PDF/UA-1, PDF/A-3a); its metadata carries no client's name."""
    folder = config.home() / "templates" / "trends"
    html = (
        _environment()
        .get_template("trends/review_print.html")
        .render(
            content=content,
            card=content.card,
            provider_name=provider_name,
            signature=signature,
            content_sha256=content_sha256,
            renewal=RENEWAL[content.agreement.renewal],
            recommends=RECOMMENDS[content.agreement.recommends],
            **card_shown(content.card),
        )
    )
    style = (folder / "scorecard_print.css").read_text(encoding="utf-8")
    return render_pdf(html, title=f"Trust review {content.reference}", language="en-GB", stylesheet=style)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(config.home() / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    found.filters |= {"zoned": zoned, "day_in": day_in, "period": period_label}
    found.globals["charts"] = CHARTS
    return found
