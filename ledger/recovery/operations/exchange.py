"""Exchange rates: only where a person enters them, dated; what was booked at one never changes."""

from datetime import date

from sqlalchemy.orm import Session

from ledger.books.house_models import ExchangeRate
from ledger.books.reckoning import rate_of
from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.kernel.money import currencies
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note
from ledger.recovery.book_day import book_day
from ledger.recovery.exchange_rates import ExchangeRateRow, exchange_rate_on


def enter_rate(  # noqa: PLR0913 what a rate consists of, all named
    session: Session, actor: Actor, *, base: str, quote: str, rate: str, on_date: date
) -> ExchangeRate:
    """Enter what one `base` was worth in `quote` on a day.

    A later entry for the same day takes its place for what is paid from then on: a rate that was typed wrongly is put
    right so. Raises `Invalid` for a rate that cannot be, one that counts for that day already, and a day to come.
    """
    permit(actor, "keep_books")
    known = currencies()
    faults = {name: "Choose a currency." for name, code in (("base", base), ("quote", quote)) if code not in known}
    if base == quote:
        faults["quote"] = "A rate is between two currencies."
    try:
        if rate_of(rate) <= 0:
            faults["rate"] = "A rate is above zero."
    except ValueError as fault:
        faults["rate"] = f"The rate {fault}."
    if on_date > book_day(session):
        faults["on_date"] = "This day has not come yet."
    said = ExchangeRateRow(base, quote, rate.strip(), on_date)
    if not faults and exchange_rate_on(session, base, quote, on_date) == said:
        faults["rate"] = "This rate is entered for that day already; another one would take its place."
    if faults:
        raise Invalid(faults)
    row = ExchangeRate(id=new_id(), base=base, quote=quote, rate=said.rate, on_date=on_date)
    row.event_id = note(
        session,
        "books.rate_entered",
        actor=actor.user_id,
        subjects="books",
        data={"rate_id": row.id, "base": base, "quote": quote, "rate": row.rate, "on_date": on_date.isoformat()},
    )
    session.add(row)
    session.flush()
    return row
