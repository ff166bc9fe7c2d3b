"""The weekly digest of trends: for who wishes it, on Mondays, once, also when there is nothing to report."""

from datetime import UTC, datetime, timedelta

from ledger.courier.reminding import remind
from ledger.duties.moments import weekly_due
from ledger.duties.operations.wishes import save_wish
from ledger.duties.planning import planned
from ledger.kernel.clock import pretended
from ledger.people.actor import SYSTEM
from ledger.recovery.operations.promises import make_promise
from ledger.trends.operations.reviews import begin_review
from ledger.trends.weekly import Weekly
from ledger.work import Ledger
from tests.courier.steps import with_mail
from tests.factories import a_client, a_provider, an_actor
from tests.support.mail import a_postbox

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_the_weekly_digest_goes_on_mondays_at_the_daily_ones_time_or_at_eight() -> None:
    eight = MONDAY.replace(hour=8, minute=0)
    assert weekly_due(None, "UTC", eight) == (eight.date(), eight)
    assert weekly_due("10:30", "UTC", eight) is None
    assert weekly_due(None, "UTC", eight + timedelta(days=1)) is None
    assert weekly_due(None, "America/New_York", eight) is None, "there it is still night"


def test_it_says_what_waits_or_that_there_is_nothing_and_comes_once(ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    lead = an_actor(ledger, "leadership")
    an_actor(ledger, "auditor")
    with pretended(MONDAY), a_postbox() as postbox:
        mailed = with_mail(ledger, postbox)
        ledger.do(save_wish, lead, weekly=True)
        remind(mailed)
        with pretended(MONDAY + timedelta(minutes=30)):
            remind(mailed)
        (quiet,) = postbox.got
    assert quiet["Subject"] == "Trends this week: nothing to report"
    assert "Nothing to report: nothing has changed beyond chance" in quiet.get_content()
    with pretended(MONDAY + timedelta(days=7)), a_postbox() as postbox:
        ledger.do(begin_review, lead, client_code="HFO", quarter=f"{MONDAY.year}-Q{(MONDAY.month + 2) // 3}")
        with pretended(MONDAY):
            ledger.do(make_promise, lead, client_code="HFO", text="Call", due_at=MONDAY + timedelta(days=1))
        remind(with_mail(ledger, postbox))
        (said,) = (one for one in postbox.got if one["Subject"].startswith("Trends"))
    assert said["Subject"] == "Trends this week: 2 lines"
    assert f"1 of 1 open promises. {ledger.settings.public_url}/trends/cases?measure=overdue_promises" in (
        said.get_content().replace("\n", " ")
    )
    assert "is being written." in said.get_content()
    with pretended(MONDAY + timedelta(days=8)):
        assert [one for one in ledger.ask(planned, SYSTEM) if one.kind == "weekly"] == []


def test_its_lines_stand_under_their_headings() -> None:
    said = Weekly((), ("Letters on time fell.",), (), ("A report waits.",)).text()
    assert said == ["What has really changed", "- Letters on time fell.", "", "Waits for somebody", "- A report waits."]
