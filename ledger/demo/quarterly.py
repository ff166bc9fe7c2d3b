"""What leadership does with trends: targets, limits that begin anew, a report signed off, trust reviews with clients."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from functools import partial

from ledger.audit.reporting import draw_report, sign_review
from ledger.demo.moments import is_off
from ledger.demo.people import PROVIDER
from ledger.demo.stage import Stage
from ledger.demo.step import Step
from ledger.kernel.clock import now
from ledger.trends.months import day_begins, last_instant, last_months, last_quarters, local_day
from ledger.trends.operations.rebasing import decide_rebase, propose_rebase
from ledger.trends.operations.reports import ask_report, sign_report
from ledger.trends.operations.reviews import agree_review, begin_review, write_review
from ledger.trends.operations.targets import set_target
from ledger.trends.scope import Scope

_DAY = timedelta(days=1)
_ZONE = str(PROVIDER["zone"])
_TARGETS = (
    ("told_first", 85, "A client should not have to tell us of our own mistake. We ask more of ourselves than before."),
    ("promises_kept", 95, "Most broken words were dates that nobody had looked at twice. Now somebody does."),
)
_SET, _PROPOSED = 400 * _DAY, 60 * _DAY
"""Before the example's last day."""
_BACK = 9
"""From so many months before the proposal on limits begin anew."""
_WHY_ANEW = (
    "Since then the service desk files every mistake that it hears of on the day. More is filed, no more happens."
)
_AGREED = "Agreed: we asked them to, and want to see what comes after that."
_SETTLED = 14 * _DAY
"""So long after a quarter all of this is done, whatever holidays there are."""
_TEN = timedelta(hours=10)


def quarterly_steps(stage: Stage, until: datetime) -> Iterator[Step]:
    """Yield the steps: targets and limits, and of the last quarter that is settled its report and two trust reviews."""
    tz = Scope(until, _ZONE).tz
    quarter = last_quarters(until - _SETTLED, tz, 2)[0]
    over = last_instant(quarter, tz)
    for at, done in (
        (until - _SET, partial(_set_targets, stage)),
        (until - _PROPOSED, partial(_begin_anew, stage)),
        (over + 3 * _DAY, partial(_review_harbour_foods, stage, quarter)),
        (over + 4 * _DAY, partial(_review_orchard_clinic, stage, quarter)),
        (over + 5 * _DAY, partial(_report, stage, quarter)),
    ):
        yield Step(_at_ten(at, tz), done)


def _at_ten(at: datetime, tz: tzinfo) -> datetime:
    """Return ten in the morning of that day, or of the next on which somebody works."""
    day = local_day(at, tz)
    while is_off(day, str(PROVIDER["country"])):
        day += _DAY
    return day_begins(day, tz) + _TEN


def _set_targets(stage: Stage) -> None:
    month = last_months(now(), Scope(now(), _ZONE).tz, 1)[0]
    for measure, percent, why in _TARGETS:
        stage.ledger.do(
            set_target, stage.people["gwen"], measure=measure, percent=percent, from_month=month, reason=why
        )


def _begin_anew(stage: Stage) -> None:
    month = last_months(now(), Scope(now(), _ZONE).tz, _BACK + 1)[0]
    said = {"measure": "incidents", "from_month": month, "reason": _WHY_ANEW}
    rebase_id = stage.ledger.do(propose_rebase, stage.people["tobias"], **said)
    stage.ledger.do(decide_rebase, stage.people["gwen"], rebase_id=rebase_id, decision="agreed", words=_AGREED)


def _report(stage: Stage, quarter: str) -> None:
    report_id = stage.ledger.do(ask_report, stage.people["gwen"], quarter=quarter)
    draw_report(stage.ledger, report_id)
    stage.ledger.do(
        sign_report, stage.people["tobias"], report_id=report_id, words="Read in full, with the cases behind it."
    )


def _review_harbour_foods(stage: Stage, quarter: str) -> None:
    review_id = _signed_for_us(
        stage,
        "HFO",
        quarter,
        our_part="We ring your warehouse before any change after six in the evening, and name who stays until it holds.",
        client_part="You tell us of night shifts a week ahead.",
        renewal="renewed",
        recommends="yes",
    )
    words = "The calls have made the difference. We would like it to stay the same person."
    stage.ledger.do(agree_review, stage.client_users["HFO"], review_id=review_id, words=words)


def _review_orchard_clinic(stage: Stage, quarter: str) -> None:
    _signed_for_us(
        stage,
        "ORC",
        quarter,
        our_part="We try each restore on your own appointment book once a month, and send you what we found.",
        client_part="",
        renewal="",
        recommends="",
    )


def _signed_for_us(stage: Stage, code: str, quarter: str, **said: str) -> str:
    writer, signer = stage.people[stage.clients[code].manager], stage.people["tobias"]
    review_id = stage.ledger.do(begin_review, writer, client_code=code, quarter=quarter)
    stage.ledger.do(write_review, writer, review_id=review_id, version=1, **said)
    sign_review(stage.ledger, signer, review_id, 2)
    return review_id
