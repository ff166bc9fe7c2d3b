"""What can be said of reminders, calendar addresses and webhooks."""

from datetime import time
from typing import Any

from marshmallow import fields

from ledger.duties.due import KINDS
from ledger.duties.operations.wishes import LONGEST
from ledger.web.schemas.base import Choice, Choices, Command, Words
from ledger.web.schemas.kinds import number_field, version_field

_CLOCK: Choices = tuple((f"{hour:02}:{minute}", f"{hour:02}:{minute}") for hour in range(24) for minute in ("00", "30"))
DUE_KINDS: Choices = tuple(KINDS.items())


class LocalTime(Choice):
    """A time of day at a full or half hour, in the person's zone: `08:00`."""

    def __init__(self, *, label: str, help: str = "", **more: Any) -> None:  # noqa: A002 the word forms know it by
        super().__init__(_CLOCK, label=label, help=help, **more)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> str | None:
        return f"{value:%H:%M}" if isinstance(value, time) else super()._serialize(value, attr, obj, **more)


class SaveReminders(Command):
    """Say what one wants to be reminded of."""

    version = version_field(required=False)
    digest_at = LocalTime(
        label="A digest each working day at", metadata={"empty": "no digest"},
        help="One mail with what is overdue and due within seven days. It also says when nothing is.",
    )  # fmt: skip
    weekly = fields.Boolean(
        load_default=False,
        metadata={
            "label": "A digest of trends each Monday",
            "help": "What has really changed, is overdue or waits; it also says when there is nothing to report.",
        },
    )
    each = fields.Boolean(
        load_default=False,
        metadata={"label": "Also one mail before, and one at, each due time", "help": "Never in your quiet hours."},
    )
    quiet_from = LocalTime(label="Quiet from", load_default="20:00")
    quiet_to = LocalTime(label="Quiet until", load_default="07:00")
    short_titles = fields.Boolean(
        load_default=False, metadata={"label": "References only", "help": "The mails say no word that anybody wrote."}
    )


class MakeFeed(Command):
    """Make a calendar address."""

    short_titles = fields.Boolean(
        load_default=False,
        metadata={"label": "References only", "help": "For a calendar that others look at, or that lies outside."},
    )


class SaveEscalation(Command):
    """Say how soon what was missed goes further up."""

    version = version_field(required=False)
    manager_after = number_field(
        "To the manager after", 0, LONGEST, "Write minutes, a week at most.", "Minutes past the due time.",
        required=True,
    )  # fmt: skip
    leadership_after = number_field(
        "To leadership after", 0, LONGEST, "Write minutes, a week at most.", "Minutes past the due time.",
        required=True,
    )  # fmt: skip


class AddWebhook(Command):
    """Add an address that is told of what is due."""

    name = Words(100, label="What it is", required=True, help="Such as: the chat of the night shift.")
    url = Words(400, label="Address", required=True, metadata={"widget": "url"}, help="It begins with https://.")


class ChangeWebhook(AddWebhook):
    """Change such an address."""

    version = version_field(required=False)
    active = fields.Boolean(load_default=False, metadata={"label": "Send to it"})
    fresh_secret = fields.Boolean(
        load_default=False, metadata={"label": "Make a new secret", "help": "The old one signs nothing any more."}
    )


class OwedFilters(Command):
    """What the page of what we owe is narrowed to."""

    who = Words(36, label="Who")
    client = Words(8, label="To")
    kind = Choice(DUE_KINDS, label="Kind")
    by = Choice((("today", "the end of today"), ("week", "seven days from now")), label="By")
    q = Words(200, label="Words")


class RemindersShown(Command):
    """A person's own wishes as the API answers them."""

    version = fields.Integer()
    digest_at = LocalTime(label="Digest", allow_none=True)
    weekly = fields.Boolean()
    each = fields.Boolean()
    quiet_from = LocalTime(label="Quiet from")
    quiet_to = LocalTime(label="Quiet until")
    short_titles = fields.Boolean()


class FeedMade(Command):
    """A new calendar address, shown this once."""

    address = fields.String(metadata={"description": "Secret: whoever has it reads what is due for you."})


def times(said: dict[str, Any]) -> dict[str, Any]:
    """Return what was said of reminders with its times of day as such."""
    return said | {
        name: time.fromisoformat(said[name]) for name in ("digest_at", "quiet_from", "quiet_to") if said.get(name)
    }
