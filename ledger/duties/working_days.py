"""On which days people of ours work: weekdays without the public holidays of the provider's country."""

from ledger.incidents.business_calendar import BusinessCalendar
from ledger.people.models import Provider


def calendar_in(zone: str, ours: Provider) -> BusinessCalendar:
    """Return the working days in a person's zone; a country without known holidays has weekdays only."""
    try:
        return BusinessCalendar(zone, country=ours.country, subdivision=ours.subdivision or None)
    except ValueError:
        return BusinessCalendar(zone)
