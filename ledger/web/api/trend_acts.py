"""One measure as JSON, and what is decided about it: targets and rebases."""

from typing import Any

from ledger.trends.act_rows import ActsShown, acts_of
from ledger.trends.in_view import drawn
from ledger.trends.judging import Judged
from ledger.trends.measure_page import MeasurePage, measure_page
from ledger.trends.operations import rebasing, targets
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.schemas import trend_acts as said_and_shown
from ledger.web.schemas.trends import TrendView
from ledger.web.session import actor, ledger, needs
from ledger.web.trend_scope import scope_of

api = api_blueprint("trend_acts", "/trends", "One measure with its limits; its targets and rebases as recorded acts.")


@api.get("/measures/<key>")
@needs("read_trends")
@api.arguments(TrendView, location="query")
@api.response(200, said_and_shown.MeasureShown)
def show(said: dict[str, Any], key: str) -> dict[str, Any]:
    """Return one measure: its points with limits, flags and targets."""
    return _shown(ledger().ask(measure_page, actor(), scope_of(said), key))


@api.post("/measures/<key>/targets")
@needs("decide")
@created_once
@api.arguments(said_and_shown.SetTarget)
@api.response(201, said_and_shown.ActsShown)
def set_target(said: dict[str, Any], key: str) -> ActsShown:
    """Set a measure's target from a month on; null for none."""
    ledger().do(targets.set_target, actor(), measure=key, **said)
    return ledger().ask(acts_of, actor(), key)


@api.post("/targets/<target_id>/undo")
@needs("decide")
@api.arguments(said_and_shown.TakeBack)
@api.response(200, said_and_shown.ActsShown)
def undo_target(said: dict[str, Any], target_id: str) -> ActsShown:
    """Take a target back."""
    return ledger().ask(acts_of, actor(), ledger().do(targets.undo_target, actor(), target_id=target_id, **said))


@api.post("/measures/<key>/rebases")
@needs("propose")
@created_once
@api.arguments(said_and_shown.ProposeRebase)
@api.response(201, said_and_shown.ActsShown)
def propose_rebase(said: dict[str, Any], key: str) -> ActsShown:
    """Propose that a measure's limits begin anew from a month on."""
    ledger().do(rebasing.propose_rebase, actor(), measure=key, **said)
    return ledger().ask(acts_of, actor(), key)


@api.post("/rebases/<rebase_id>/decide")
@needs("decide")
@api.arguments(said_and_shown.DecideRebase)
@api.response(200, said_and_shown.ActsShown)
def decide_rebase(said: dict[str, Any], rebase_id: str) -> ActsShown:
    """Decide on a rebase, as somebody else than who proposed it."""
    return ledger().ask(acts_of, actor(), ledger().do(rebasing.decide_rebase, actor(), rebase_id=rebase_id, **said))


@api.post("/rebases/<rebase_id>/undo")
@needs("decide")
@api.arguments(said_and_shown.TakeBack)
@api.response(200, said_and_shown.ActsShown)
def undo_rebase(said: dict[str, Any], rebase_id: str) -> ActsShown:
    """Take an agreed rebase back."""
    return ledger().ask(acts_of, actor(), ledger().do(rebasing.undo_rebase, actor(), rebase_id=rebase_id, **said))


def _shown(found: MeasurePage) -> dict[str, Any]:
    one = drawn(found.judged)
    names = ("key", "number", "name", "words", "direction", "target")
    return {name: getattr(one.measure, name) for name in names} | {
        "chart": one.chart,
        "standing": one.standing,
        "outlook": one.outlook,
        "begins": one.begins,
        "points": list(_points(one)),
        "left_out": found.left_out,
        "targets": found.acts.targets,
        "rebases": found.acts.rebases,
    }


def _points(one: Judged) -> Any:
    for point, band, flag, target in zip(one.points, one.bands, one.flags, one.targets, strict=True):
        yield {
            "period": point.period,
            "k": point.k,
            "n": point.n,
            "mature": point.mature,
            "average": band.centre if band else None,
            "lower": band.lower if band else None,
            "upper": band.upper if band else None,
            "flag": flag.rule if flag else None,
            "target": target,
        }
