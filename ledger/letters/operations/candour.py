"""Deciding about the candour check: a rule graded or switched off, a name's false match settled, warnings waived."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.letters.candour.own_rules import MOST, PREFIX, Tried
from ledger.letters.candour.rules import OFF, SEVERITIES
from ledger.letters.candour_ground import AS_SHIPPED, PER_CLIENT, SETTLED, judgement_of
from ledger.letters.candour_models import OwnRule
from ledger.letters.candour_rules import rule_known
from ledger.letters.fact_schema import from_json
from ledger.letters.judgement import Judgement
from ledger.letters.models import CandourChoice, Letter
from ledger.letters.operations.changing import Case, noted_inside
from ledger.letters.reasons import is_reason
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note

KEPT = frozenset({"CNF01", "CNF07"})
"""Rules that stay errors whatever anybody decides: another client's name, a password."""


def grade_rule(  # noqa: PLR0913 what is decided, all named
    session: Session, actor: Actor, /, *, rule: str, grade: str, reason: str, client_code: str | None = None
) -> None:
    """Switch a rule off or give it another severity; `as_shipped` takes that back.

    With `client_code` for that client's letters alone, which only `PER_CLIENT` rules can be. Raises `Invalid` for a
    rule or grade that there is not, or without a reason; `Refused` for a rule that must stay.
    """
    permit(actor, "manage_settings")
    rule = rule.strip().upper()
    known = rule_known(session, rule)
    if known is None:
        raise Invalid({"rule": "There is no such rule."})
    client_id = _client(session, rule, client_code) if client_code else None
    if grade not in {*SEVERITIES, OFF, AS_SHIPPED}:
        raise Invalid({"grade": f"Choose one of: {', '.join((*SEVERITIES, OFF, AS_SHIPPED))}."})
    if not is_reason(reason):
        raise Invalid({"reason": "Say why, in a sentence: this stands on the exceptions page."})
    if rule in KEPT and grade not in {"error", AS_SHIPPED}:
        sentence = "This rule keeps other clients' names and secrets out of letters; it stays an error."
        raise Refused(sentence)
    subject = f"{rule}:{client_id}" if client_id else rule
    before = session.get(CandourChoice, subject)
    standing = before.grade if before and before.grade != AS_SHIPPED else known.severity
    event_id = note(
        session,
        "candour.rule_graded",
        actor=actor.user_id,
        subjects=rule,
        data={"rule": rule, "grade": grade, "before": standing, "client": client_id},
        sealed={"reason": reason},
    )
    _chosen(session, actor, (subject, grade, reason), event_id)


def _client(session: Session, rule: str, code: str) -> str:
    if rule not in PER_CLIENT:
        raise Invalid({"client_code": f"For one client alone only {', '.join(PER_CLIENT)} can be graded."})
    found = session.scalar(select(Client.id).where(Client.code == code))
    if found is None:
        raise Invalid({"client_code": "There is no such client."})
    return found


def add_rule(session: Session, actor: Actor, /, *, rule: Tried, reason: str) -> str:
    """Add a rule of our own to the check and return its id; switching it off again is `grade_rule`.

    Raises `Invalid` for what its trial found, or without a reason; `Conflict` where there are too many.
    """
    permit(actor, "manage_settings")
    faults = dict(rule.faults) | ({} if reason.strip() else {"reason": "Say why: this stands on the exceptions page."})
    if faults:
        raise Invalid(faults)
    taken = session.scalars(select(OwnRule.id).order_by(OwnRule.id.desc())).first()
    number = int(taken.removeprefix(PREFIX)) + 1 if taken else 1
    if number > MOST:
        sentence = f"There are {MOST} rules of your own already; regrade or reuse one of them."
        raise Conflict(sentence)
    row = OwnRule(id=f"{PREFIX}{number:02}", reason=reason.strip(), by_id=actor.user_id, at=now(), **_kept(rule))
    row.event_id = note(
        session,
        "candour.rule_added",
        actor=actor.user_id,
        subjects=row.id,
        data={"rule": row.id, "grade": row.severity, "case_sensitive": row.case_sensitive},
        sealed={
            "category": row.category, "pattern": row.pattern, "why": row.why, "instead": row.instead, "reason": reason,
            "must_match": "\n".join(row.must_match), "must_not_match": "\n".join(row.must_not_match),
        },
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def _kept(rule: Tried) -> dict[str, Any]:
    names = ("category", "severity", "pattern", "case_sensitive", "why", "instead", "must_match", "must_not_match")
    return {name: rule.raw.get(name, False) for name in names}


def settle_name(session: Session, actor: Actor, /, *, name: str, reason: str) -> None:
    """Settle that what the check takes for a name (its `Name.key`) is everyday words, once and for every letter.

    References, mail domains and the full company name are still found. Raises `Invalid` without a reason.
    """
    permit(actor, "approve_letter")
    dictionary, _, who = name.partition(":")
    if dictionary not in {"clients", "staff", "people"} or not who.replace("-", "").isalnum():
        raise Invalid({"name": "There is no such name."})
    if not is_reason(reason):
        raise Invalid({"reason": "Say in a sentence what the words mean here: this stands on the exceptions page."})
    event_id = note(
        session,
        "candour.name_settled",
        actor=actor.user_id,
        subjects=who,
        data={"dictionary": dictionary, "who": who},
        sealed={"reason": reason},
    )
    _chosen(session, actor, (name, SETTLED, reason), event_id)


def judged(session: Session, letter: Letter, case: Case) -> Judgement:
    """Return what the letter should not say as it stands, and what it lacks."""
    facts = from_json(letter.facts)
    return judgement_of(session, case.client.id, facts, letter.subject_line, letter.sections)


def refuse_unfit(judgement: Judgement) -> None:
    """Raise `Invalid` with a sentence for each thing that blocks: what is missing, and errors beside their section.

    None of these is ever waived.
    """
    faults: dict[str, list[str]] = {}
    if judgement.missing:
        faults["_schema"] = [lack.sentence for _, lack in judgement.missing]
    for one in judgement.errors:
        for section in dict.fromkeys((one.section, *(place.section for place in one.also))):
            faults.setdefault(field_of(section), []).append(f"“{one.words}”: {one.why} Better: {one.instead}")
    if faults:
        raise Invalid(faults)


def field_of(section: str) -> str:
    """Return the form's field in which a section is mended; what the program writes itself has none."""
    if section in {"timeline", "remedies"}:
        return "_schema"
    return section if section == "subject_line" else f"sections.{section}"


def waive_warnings(session: Session, actor: Actor, letter: Letter, judgement: Judgement, reason: str) -> None:
    """Record that the approver lets the warnings stand, and why; raise `Invalid` where no reason is given."""
    standing = sorted({rule for rule, _ in judgement.waivable})
    letter.waived, letter.waived_reason = [], ""
    if not standing:
        return
    if not is_reason(reason):
        count = len(judgement.waivable)
        many = f"{count} warnings stand" if count > 1 else "One warning stands"
        raise Invalid({"waiving": f"{many}: have the words changed, or say in a sentence why they may stay."})
    letter.waived, letter.waived_reason = standing, reason.strip()
    noted_inside(session, actor, letter, "warnings_waived", data={"rules": standing}, sealed={"reason": reason})


def _chosen(session: Session, actor: Actor, chosen: tuple[str, str, str], event_id: str) -> None:
    subject, grade, reason = chosen
    row = session.get(CandourChoice, subject)
    if row is None:
        row = CandourChoice(subject=subject)
        session.add(row)
    row.grade, row.reason, row.by_id, row.at, row.event_id = grade, reason.strip(), actor.user_id, now(), event_id
    session.flush()
