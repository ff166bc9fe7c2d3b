"""Words of trend pages as filters (a period, a point, a change, an outlook, an amount, a small line), and drawings."""

from flask.sansio.blueprints import BlueprintSetupState

from ledger.kernel.clock import day_in
from ledger.trends.charting.drawing import CHARTS
from ledger.trends.findings import leaks_sentence
from ledger.trends.months import period_label
from ledger.trends.words import amount, changed, outlook, said, spark


def add_trend_words(state: BlueprintSetupState) -> None:
    """Give templates the words of trends, and `charts`, once."""
    words = {"period": period_label, "said": said, "changed": changed, "outlook": outlook, "amount": amount}
    state.app.jinja_env.filters.update(words | {"leaks": leaks_sentence, "spark": spark, "day_in": day_in})
    state.app.jinja_env.globals["charts"] = CHARTS
