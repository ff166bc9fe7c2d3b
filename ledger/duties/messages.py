"""What a reminder says: a mail to a person, or the body of a webhook; nothing for what has ended meanwhile."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from ledger.duties.asking import Asked
from ledger.duties.due import KINDS, Due
from ledger.duties.held import Held
from ledger.duties.models import ReminderWish, Webhook
from ledger.duties.moments import AT, BEFORE, MANAGER, REPEAT, WEEKLY
from ledger.duties.owed import owed
from ledger.kernel.clock import iso, now
from ledger.kernel.counting import counted
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import User
from ledger.people.permissions import may
from ledger.people.queries import actor_of, provider
from ledger.recovery.operations.repeat_mail import repeat_news
from ledger.trends.scope import Scope
from ledger.trends.weekly import MONTHS, weekly

WEEK = timedelta(days=7)
MOST_LINES = 60
_SAYS = {BEFORE: "due soon", AT: "due now", MANAGER: "missed"}


@dataclass(frozen=True)
class Mail:
    """A mail that is ready to go."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class Call:
    """A call of a webhook that is ready to go; the body is JSON."""

    url: str
    secret: str
    body: bytes


def message_of(session: Session, _actor: Actor, held: Held, *, public_url: str) -> Mail | Call | None:
    """Return what to send, none where the person has left, the webhook is off, or what was due has ended."""
    if held.channel == "webhook":
        return _call(session, held)
    user = session.get(User, held.recipient)
    if user is None or not user.active:
        return None
    reader = actor_of(user, provider(session).zone)
    return _mail(session, user.email, reader, held, public_url) if may(reader, "read_cases") else None


def _mail(session: Session, to: str, reader: Actor, held: Held, public_url: str) -> Mail | None:
    wish = session.get(ReminderWish, reader.user_id)
    is_short = bool(wish and wish.short_titles)
    if held.kind == "digest":
        return _digest(session, to, reader, public_url, is_short=is_short) if wish and wish.digest_at else None
    if held.kind == WEEKLY:
        return _weekly(session, to, reader, public_url) if wish and wish.weekly else None
    if held.kind == REPEAT:
        return _repeat(session, to, held, public_url, is_short=is_short)
    due = _still_due(session, held)
    return None if due is None else _one(to, held, due, public_url, is_short=is_short)


def _still_due(session: Session, held: Held) -> Due | None:
    """Return what the message is about; none once it has ended, and once its date moved: that is planned anew."""
    found = owed(session, SYSTEM, Asked(kind=held.kind, thing=held.thing_id))
    return next((row for row in found if row.due_at == held.due_at), None)


def _call(session: Session, held: Held) -> Call | None:
    hook = session.get(Webhook, held.recipient)
    if hook is None:
        return None
    said = {"id": held.id, "type": "test", "sent_at": iso(now())}
    if held.kind != "test":
        due = _still_due(session, held)
        if due is None or not hook.active:
            return None
        said |= {
            "type": f"due.{held.moment}", "kind": due.kind, "thing": due.id, "reference": due.reference,
            "due_at": iso(due.due_at),
        }  # fmt: skip
    return Call(hook.url, hook.secret, json.dumps(said, sort_keys=True).encode())


def _one(to: str, held: Held, due: Due, public_url: str, *, is_short: bool) -> Mail:
    state = _SAYS.get(held.moment, "missed, and nobody has taken it up")
    words = due.reference if is_short else f"{due.reference}: {due.text}"
    lines = [
        f"{words}",
        f"{KINDS[due.kind].capitalize()}, {state}: {due.due}.",
        *([] if is_short else [f"For {', '.join(due.client_names)}. {due.owner} has it."]),
        "",
        f"{public_url}/owed?who=everyone&q={due.incident_reference}"
        if due.incident_reference
        else f"{public_url}/owed",
    ]
    return Mail(to, f"{due.reference}: {due.plainly} {state}", "\n".join(lines))


def _digest(session: Session, to: str, reader: Actor, public_url: str, *, is_short: bool) -> Mail:
    at = now()
    rows = owed(session, reader, Asked(person=reader.user_id, with_deputy=True, until=at + WEEK))
    overdue = sum(row.is_overdue for row in rows)
    subject = f"Due this week: {len(rows)}, {overdue} overdue" if rows else "Nothing due this week"
    lines = [_line(row, is_short=is_short) for row in rows[:MOST_LINES]]
    more = [f"And {len(rows) - MOST_LINES} more."] if len(rows) > MOST_LINES else []
    said = [*_sections(rows, lines), *more] if rows else ["Nothing of yours is due within seven days."]
    return Mail(to, subject, "\n".join([*said, "", f"{public_url}/owed", _off(public_url)]))


def _weekly(session: Session, to: str, reader: Actor, public_url: str) -> Mail:
    found = weekly(session, reader, Scope(now(), provider(session).zone, MONTHS), public_url)
    said = counted(found.count, "line") if found.count else "nothing to report"
    lines = [*found.text(), "", f"{public_url}/trends", _off(public_url)]
    return Mail(to, f"Trends this week: {said}", "\n".join(lines))


def _repeat(session: Session, to: str, held: Held, public_url: str, *, is_short: bool) -> Mail | None:
    news = repeat_news(session, held.thing_id)
    if news is None:
        return None
    text = news.short_text if is_short else news.text
    return Mail(to, news.subject, f"{text}\n\n{public_url}/actions/{news.action_id}\n")


def _sections(rows: Sequence[Due], lines: Sequence[str]) -> list[str]:
    said: list[str] = []
    for row, line in zip(rows, lines, strict=False):
        heading = "Overdue" if row.is_overdue else "Due within seven days"
        if heading not in said:
            said += ["", heading] if said else [heading]
        said.append(line)
    return said


def _line(row: Due, *, is_short: bool) -> str:
    words = row.plainly if is_short else f"{row.text} ({', '.join(row.client_names)})"
    return f"- {row.due}: {row.reference}, {words}"


def _off(public_url: str) -> str:
    return f"You asked for this mail; turn it off at {public_url}/account."
