"""Repeats leave the house: owner and leadership are mailed once what was called effective and did not hold."""

from ledger.kernel.mail import configured
from ledger.people.actor import SYSTEM
from ledger.recovery.operations.repeat_mail import told_of_repeat, untold_repeats
from ledger.work import Ledger


def tell_repeats(ledger: Ledger) -> int:
    """Mail owner and leadership what did not hold, where mail is configured; return how many repeats that were."""
    mailer = configured(ledger.settings)
    news = ledger.ask(untold_repeats, SYSTEM) if mailer.is_on else []
    for one in news:
        for address in one.to:
            mailer.send(address, one.subject, f"{one.text}\n\n{ledger.settings.public_url}/actions/{one.action_id}\n")
        ledger.do(told_of_repeat, SYSTEM, repeat_id=one.repeat_id)
    return len(news)
