"""Deciding about a measure from its page: a target, a rebase, and taking either back."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from ledger.trends.operations import rebasing, targets
from ledger.web.forms import or_again, read_form
from ledger.web.pages.trends import shown_measure
from ledger.web.schemas.trend_acts import DecideRebase, ProposeRebase, SetTarget, TakeBack
from ledger.web.session import actor, ledger, needs

pages = Blueprint("trend_acts", __name__)


def _again(key: str, **_rest: str) -> str:
    return shown_measure(key)


@pages.post("/trends/measures/<key>/target")
@needs("decide")
@or_again(_again)
def set_target(key: str) -> Any:
    """Set the target of a measure."""
    ledger().do(targets.set_target, actor(), measure=key, **read_form(SetTarget()))
    return _done(key, "Set. Months before keep the target they had.")


@pages.post("/trends/measures/<key>/targets/<target_id>/undo")
@needs("decide")
@or_again(_again)
def undo_target(key: str, target_id: str) -> Any:
    """Take a target back."""
    ledger().do(targets.undo_target, actor(), target_id=target_id, **read_form(TakeBack()))
    return _done(key, "Taken back. What held before holds again.")


@pages.post("/trends/measures/<key>/rebase")
@needs("propose")
@or_again(_again)
def propose_rebase(key: str) -> Any:
    """Propose that the limits of a measure begin anew."""
    ledger().do(rebasing.propose_rebase, actor(), measure=key, **read_form(ProposeRebase()))
    return _done(key, "Proposed. Somebody else of leadership decides.")


@pages.post("/trends/measures/<key>/rebases/<rebase_id>/decide")
@needs("decide")
@or_again(_again)
def decide_rebase(key: str, rebase_id: str) -> Any:
    """Decide on a rebase."""
    ledger().do(rebasing.decide_rebase, actor(), rebase_id=rebase_id, **read_form(DecideRebase()))
    return _done(key, "Decided.")


@pages.post("/trends/measures/<key>/rebases/<rebase_id>/undo")
@needs("decide")
@or_again(_again)
def undo_rebase(key: str, rebase_id: str) -> Any:
    """Take a rebase back."""
    ledger().do(rebasing.undo_rebase, actor(), rebase_id=rebase_id, **read_form(TakeBack()))
    return _done(key, "Taken back. The limits run through again.")


def _done(key: str, sentence: str) -> Any:
    flash(sentence, "done")
    return redirect(url_for("trends.measure", key=key, _anchor="decided"))
