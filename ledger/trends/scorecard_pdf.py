"""The scorecard as a PDF, from the same fragment that the page shows."""

from functools import lru_cache
from typing import Any

import jinja2

from ledger import config
from ledger.kernel.clock import day_in, zoned
from ledger.kernel.pdf import render_pdf
from ledger.trends.charting.drawing import CHARTS
from ledger.trends.scorecard import Scorecard


def render_scorecard(card: Scorecard, shown: dict[str, Any], provider_name: str) -> bytes:
    """Return the PDF; `shown` is what the page gives the fragment too. Its metadata carries no client's name."""
    folder = config.home() / "templates"
    html = (
        _environment()
        .get_template("trends/scorecard_print.html")
        .render(card=card, provider_name=provider_name, **shown)
    )
    style = (folder / "trends" / "scorecard_print.css").read_text(encoding="utf-8")
    return render_pdf(html, title=f"Scorecard {card.code}", language="en-GB", stylesheet=style)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(config.home() / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    found.filters |= {"zoned": zoned, "day_in": day_in}
    found.globals["charts"] = CHARTS
    return found
