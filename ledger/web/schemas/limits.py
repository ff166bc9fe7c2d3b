"""What can be said of limits of approval and of labour rates."""

from ledger.web.schemas.base import Amount, Choice, Command, Words
from ledger.web.schemas.kinds import day_field

ROLES = (("service_manager", "service manager"), ("leadership", "leadership"))


class SetLimit(Command):
    """Set up to which amount a role approves one line alone."""

    role = Choice(ROLES, label="Role", required=True)
    amount = Amount(label="Up to", required=True, help="One line of money; what is above goes to leadership.")


class SetRate(Command):
    """Set what an hour of work costs us from a day on."""

    name = Words(
        100, label="Whose work", required=True, help="Such as engineer; the same name again from a new day on."
    )
    rate = Amount(label="An hour costs us", required=True)
    valid_from = day_field("From", "Lines already written keep their own rate.", required=True)
