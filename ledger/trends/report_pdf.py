"""The accountability report as a PDF: the figures of the pages, printed, each mark a link to the cases behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import jinja2

from ledger import config
from ledger.kernel.clock import day_in, zoned
from ledger.kernel.pdf import render_pdf
from ledger.trends.catalogue import GATES, MEASURES
from ledger.trends.charting.drawing import CHARTS
from ledger.trends.findings import leaks_sentence
from ledger.trends.money_lines import money_lines
from ledger.trends.months import period_label
from ledger.trends.page_figures import figures, late_figure, measure_figures, note_of
from ledger.trends.report_content import Grave, ReportContent
from ledger.trends.words import amount, changed, outlook, said, spark

DRAWN = ("told_first", "letters_on_time", "updates_on_cadence", "action_ageing")
"""Measures with a figure of their own beside those of the leadership page."""


MOST_LISTED = 200
"""So many S1 and S2 are printed: of 2,400 the list alone was 66 pages, which nobody read and took 20 s to draw."""


@dataclass(frozen=True)
class Imprint:
    """Who stands behind a report: the provider, who asked for it, the SHA-256 of its figures, where its links lead."""

    provider_name: str
    prepared_by: str
    prepared_at: datetime
    figures_sha256: str
    public_url: str


def render_report(content: ReportContent, imprint: Imprint) -> bytes:
    """Return the PDF of a report (PDF/UA-1, PDF/A-3a)."""
    folder = config.home() / "templates" / "trends"
    html = _environment().get_template("trends/report_print.html").render(**_shown(content, imprint))
    style = "\n".join(
        (folder / name).read_text(encoding="utf-8") for name in ("scorecard_print.css", "report_print.css")
    )
    title = f"Accountability report {period_label(content.quarter)}"
    return render_pdf(html, title=title, language="en-GB", stylesheet=style)


def listed(graves: Sequence[Grave]) -> tuple[Grave, ...]:
    """Return the S1 and S2 that are printed, oldest first: all, or of very many S1 before S2; figures have all."""
    chosen = {grave.reference for grave in sorted(graves, key=lambda grave: grave.severity)[:MOST_LISTED]}
    return tuple(grave for grave in graves if grave.reference in chosen)


def _shown(content: ReportContent, imprint: Imprint) -> dict[str, Any]:
    def link(measure: str, period: str | None = None, series: str | None = None, client: str | None = None) -> str:
        parts = {"measure": measure, "period": period, "series": series, "client": client}
        return f"{imprint.public_url}/trends/cases?{urlencode({key: one for key, one in parts.items() if one})}"

    found, scope = content.found, content.scope
    rows = [one for key, one in found.measures.items() if key not in GATES and not one.measure.under]
    more = [
        drawing
        for key in DRAWN
        if key in found.measures
        for drawing in measure_figures(found.measures[key], {}, scope, link)[:1]
    ]
    return {
        "content": content,
        "imprint": imprint,
        "gates": [found.measures[key] for key in GATES],
        "rows": rows,
        "money": money_lines(found),
        "figures": [*(one for one in figures(found, scope, link) if one.kind != "funnel"), *more],
        "funnels": [
            late_figure(key, counts, note_of(scope), link, in_short=True) for key, counts in content.by_client.items()
        ],
        "graves": listed(content.graves),
        "measures": MEASURES,
        "zone": scope.zone,
    }


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(config.home() / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    words = {"period": period_label, "said": said, "changed": changed, "outlook": outlook, "amount": amount}
    found.filters |= words | {"leaks": leaks_sentence, "spark": spark, "zoned": zoned, "day_in": day_in}
    found.globals["charts"] = CHARTS
    return found
