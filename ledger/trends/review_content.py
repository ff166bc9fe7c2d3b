"""What a trust review says of a client's quarter, read at one instant, and as JSON whose SHA-256 freezes it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact
from ledger.kernel.clock import iso, now
from ledger.kernel.counting import counted
from ledger.letters.four_questions import HIGHEST, QUESTIONS
from ledger.letters.models import Verdict
from ledger.people.actor import Actor
from ledger.trends.months import first_instant, last_instant
from ledger.trends.review_models import TrustReview
from ledger.trends.scorecard import Scorecard, scorecard

GOOD = HIGHEST - 1
"""From this answer on somebody is content: 4 or 5 of 5."""
RENEWAL = {"": "not said yet", "renewed": "the contract was renewed", "left": "the client is leaving"}
RECOMMENDS = {"": "not said yet", "yes": "would recommend us", "no": "would not recommend us"}


@dataclass(frozen=True)
class Answered:
    """One person's answers to the four questions about one case, in their order, each 1 to 5."""

    reference: str
    answers: tuple[int, ...]


@dataclass(frozen=True)
class Agreement:
    """What both sides write into a review."""

    changed_terms: str
    our_part: str
    client_part: str
    renewal: str
    recommends: str


@dataclass(frozen=True)
class ReviewContent:
    """One client's quarter: the card is of the year to its end, or to now while the quarter runs."""

    reference: str
    quarter: str
    version: int
    card: Scorecard
    answered: tuple[Answered, ...]
    agreement: Agreement

    @property
    def in_quarter(self) -> str:
        """What happened in the quarter itself, in words; the card tells of the whole year to its end."""
        tz = ZoneInfo(self.card.zone)
        began, ended = first_instant(self.quarter, tz), last_instant(self.quarter, tz)
        here = [one for one in self.card.happened if began <= one.at <= ended]
        still, late = sum(one.ended_at is None for one in here), sum(one.was_late for one in here)
        if not here:
            return "Nothing happened in the quarter itself as far as we know."
        said = f"In the quarter itself {counted(len(here), 'incident')}"
        return f"{said}: {still} still open, {late} with a late first notice."

    @property
    def satisfaction(self) -> tuple[tuple[str, int, int], ...]:
        """Each question with how many answered 4 or 5, out of how many."""
        n = len(self.answered)
        return tuple(
            (words, sum(one.answers[place] >= GOOD for one in self.answered), n)
            for place, (_, words) in enumerate(QUESTIONS)
        )


def content_of(session: Session, actor: Actor, row: TrustReview, code: str) -> ReviewContent:
    """Read what a review says now."""
    zone = session.scalars(select(Client.zone).where(Client.id == row.client_id)).one()
    as_of = min(now(), last_instant(row.quarter, ZoneInfo(zone)))
    card = scorecard(session, actor, None if actor.client_id else code, as_of)
    return ReviewContent(
        row.reference,
        row.quarter,
        row.version,
        card,
        _answered(session, row.client_id, row.quarter, card.zone),
        Agreement(row.changed_terms, row.our_part, row.client_part, row.renewal, row.recommends),
    )


def frozen_review(content: ReviewContent, signed_by: str, signed_at: datetime) -> tuple[str, str]:
    """Return the review as canonical JSON and its SHA-256."""
    card, agreement = content.card, content.agreement
    said: dict[str, Any] = {
        "reference": content.reference,
        "quarter": content.quarter,
        "client": card.code,
        "as_of": iso(card.as_of),
        "zone": card.zone,
        "incidents": [
            [one.reference, one.severity, iso(one.at), iso(one.ended_at) if one.ended_at else None, one.notice]
            for one in card.happened
        ],
        "filed_later": [one.reference for one in card.happened if one.filed_later],
        "chased": card.chased,
        "measures": {line.measure.key: [line.k, line.n, line.measure.target, line.beside] for line in card.lines},
        "owed": [[one.text, iso(one.due_at)] for one in card.owed],
        "paid": [[money.currency, money.minor] for money in card.given],
        "charged": card.charged,
        "answers": [[one.reference, *one.answers] for one in content.answered],
        "agreement": vars(agreement),
        "signed_for_us_by": signed_by,
        "signed_for_us_at": iso(signed_at),
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text, hashlib.sha256(text.encode()).hexdigest()


def _answered(session: Session, client_id: str, quarter: str, zone: str) -> tuple[Answered, ...]:
    """Return the answers given in the quarter of the client's zone, oldest first."""
    tz = ZoneInfo(zone)
    query = (
        select(Impact.client_reference, *(getattr(Verdict, key) for key, _ in QUESTIONS))
        .join(Impact, Impact.id == Verdict.impact_id)
        .where(Impact.client_id == client_id, Verdict.at.between(first_instant(quarter, tz), last_instant(quarter, tz)))
        .order_by(Verdict.at, Verdict.id)
    )
    return tuple(Answered(row[0], tuple(row[1:])) for row in session.execute(query))
