"""How a remedy line ends: the client confirms or declines it, we take it back; and the extra for one that is late."""

from decimal import Decimal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ledger.books.reckoning import share_of
from ledger.incidents.operations.touched import refuse_stale
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit, second_person
from ledger.recovery.models import Remedy
from ledger.recovery.operations.remedies import propose_remedy
from ledger.recovery.operations.remedy_books import unbook
from ledger.recovery.operations.remedy_case import Case, changed, line_of, require
from ledger.recovery.operations.remedy_promises import end_promise_for
from ledger.recovery.remedy_codes import KINDS
from ledger.recovery.remedy_rows import is_late

LATE_EXTRA = Decimal(10)
"""Per cent of its worth that the client gets unasked beside a line that is late."""
HANDED_OUT = frozenset({"delivered", "confirmed"})
ENDED = frozenset({"declined_by_client", "withdrawn"})


def confirm_remedy(
    session: Session, actor: Actor, *, remedy_id: str, client_words: str = "", version: int | None = None
) -> Remedy:
    """Record that the client agrees that it has it: by one of its own people, or in its words with who said so.

    Works after closing too, for no money moves. Raises `Invalid` where we speak for the client without its words.
    """
    words = _spoken(actor, client_words)
    case, row = line_of(session, actor, remedy_id, is_money=False)
    require(row, version, "delivered", "A line is delivered before it is confirmed.")
    row.status, row.confirmed_at, row.confirmation = "confirmed", now(), words
    return changed(session, actor, "remedy.confirmed", case, row)


def decline_remedy(
    session: Session, actor: Actor, *, remedy_id: str, client_words: str, version: int | None = None
) -> Remedy:
    """Record that the client does not want a promised line, in its own words; what was booked is undone."""
    words = _spoken(actor, client_words)
    case, row = line_of(session, actor, remedy_id)
    require(row, version, "promised", "Only what was promised can be declined.")
    return _ended(session, actor, "declined_by_client", {"client_words": words}, case, row)


def withdraw_remedy(
    session: Session, actor: Actor, *, remedy_id: str, reason: str, version: int | None = None
) -> Remedy:
    """Take a line back, with a reason that the client reads where it was promised; what was booked is undone.

    What the client has already is taken back by somebody else than who proposed it, as it was approved by one: raises
    `Refused`.
    """
    permit(actor, "act")
    case, row = line_of(session, actor, remedy_id)
    if row.status in ENDED:
        sentence = "This line has ended already."
        raise Conflict(sentence)
    refuse_stale(row.version, version)
    if row.status in HANDED_OUT:
        second_person(actor, row.proposed_by, act="take back what the client has")
    return _ended(session, actor, "withdrawn", {"reason": reason}, case, row)


def propose_late_extra(session: Session, actor: Actor, *, remedy_id: str) -> Remedy:
    """Propose the extra that a client gets unasked when a promised line is late: a tenth of what it is worth.

    It needs its second person like any other line. Raises `Conflict` for one that is not late, is worth no money, or
    has its extra already.
    """
    permit(actor, "act")
    (_, impact, client), row = line_of(session, actor, remedy_id)
    extra = share_of(Money(row.value_minor, row.value_currency), LATE_EXTRA).money
    if not is_late(row, client.zone, now()) or not extra.minor:
        sentence = "An extra is for a line that is late and worth money to the client; this one is not."
        raise Conflict(sentence)
    if session.scalar(select(exists().where(Remedy.extra_of == row.id, Remedy.status.not_in(ENDED)))):
        sentence = "The extra for this line is proposed already."
        raise Conflict(sentence)
    name = KINDS[row.code].words.lower()
    return propose_remedy(
        session,
        actor,
        client_reference=impact.client_reference,
        code="GW",
        text=f"For being late with this: {row.text}"[:2000],
        details={"reason": f"The {name} was due on {row.due_on}"},
        value=extra,
        shown=row.shown,
        trigger="automatic",
        extra_of=row.id,
    )


def _spoken(actor: Actor, client_words: str) -> str:
    """Return the client's words: its own people need none, whoever speaks for it has to give them."""
    if actor.role == "client":
        permit(actor, "answer_remedy")
        return client_words.strip() or "Said by the client itself."
    permit(actor, "speak_for_client")
    if not client_words.strip():
        raise Invalid({"client_words": "Give the client's words in a few words, and who said them."})
    return client_words


def _ended(  # noqa: PLR0913, PLR0917 the line, its case and what was said
    session: Session, actor: Actor, status: str, said: dict[str, str], case: Case, row: Remedy
) -> Remedy:
    ((field, words),) = said.items()
    if not words.strip():
        raise Invalid({field: "Say it in a few words."})
    row.status, row.ended_at, row.ended_reason = status, now(), words
    unbook(session, actor, row)
    end_promise_for(session, actor, case[2], row)
    event = "remedy.declined" if status == "declined_by_client" else "remedy.withdrawn"
    return changed(session, actor, event, case, row)
