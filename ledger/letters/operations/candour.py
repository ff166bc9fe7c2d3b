"""Deciding about the candour check: a rule graded or switched off, a name's false match settled, warnings waived."""

from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid, Refused
from ledger.letters.candour.checking import Finding, errors, warnings
from ledger.letters.candour.rules import OFF, SEVERITIES, by_id
from ledger.letters.candour_ground import AS_SHIPPED, SETTLED, letter_findings_of
from ledger.letters.fact_schema import from_json
from ledger.letters.models import CandourChoice, Letter
from ledger.letters.operations.changing import Case, noted_inside
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note

KEPT = frozenset({"CNF01", "CNF07"})
"""Rules that stay errors whatever anybody decides: another client's name, a password."""


def grade_rule(session: Session, actor: Actor, /, *, rule: str, grade: str, reason: str) -> None:
    """Switch a rule off or give it another severity; `as_shipped` takes that back.

    Raises `Invalid` for a rule or grade that there is not, or without a reason; `Refused` for a rule that must stay.
    """
    permit(actor, "manage_settings")
    if rule not in by_id():
        raise Invalid({"rule": "There is no such rule."})
    if grade not in {*SEVERITIES, OFF, AS_SHIPPED}:
        raise Invalid({"grade": f"Choose one of: {', '.join((*SEVERITIES, OFF, AS_SHIPPED))}."})
    if not reason.strip():
        raise Invalid({"reason": "Say why: this stands on the exceptions page."})
    if rule in KEPT and grade not in {"error", AS_SHIPPED}:
        sentence = "This rule keeps other clients' names and secrets out of letters; it stays an error."
        raise Refused(sentence)
    before = session.get(CandourChoice, rule)
    standing = before.grade if before and before.grade != AS_SHIPPED else by_id()[rule].severity
    event_id = note(
        session,
        "candour.rule_graded",
        actor=actor.user_id,
        subjects=rule,
        data={"rule": rule, "grade": grade, "before": standing},
        sealed={"reason": reason},
    )
    _chosen(session, actor, (rule, grade, reason), event_id)


def settle_name(session: Session, actor: Actor, /, *, name: str, reason: str) -> None:
    """Settle that what the check takes for a name (its `Name.key`) is everyday words, once and for every letter.

    References, mail domains and the full company name are still found. Raises `Invalid` without a reason.
    """
    permit(actor, "approve_letter")
    dictionary, _, who = name.partition(":")
    if dictionary not in {"clients", "staff", "people"} or not who.replace("-", "").isalnum():
        raise Invalid({"name": "There is no such name."})
    if not reason.strip():
        raise Invalid({"reason": "Say what the words mean here: this stands on the exceptions page."})
    event_id = note(
        session,
        "candour.name_settled",
        actor=actor.user_id,
        subjects=who,
        data={"dictionary": dictionary, "who": who},
        sealed={"reason": reason},
    )
    _chosen(session, actor, (name, SETTLED, reason), event_id)


def findings_in(session: Session, letter: Letter, case: Case) -> list[Finding]:
    """Return what the letter should not say as it stands."""
    facts = from_json(letter.facts)
    return letter_findings_of(session, case.client.id, facts, letter.subject_line, letter.sections)


def refuse_uncandid(found: list[Finding]) -> None:
    """Raise `Invalid` with a sentence beside the section for each error of the candour check; none is ever waived."""
    faults: dict[str, list[str]] = {}
    for one in errors(found):
        field = one.section if one.section == "subject_line" else f"sections.{one.section}"
        field = "_schema" if one.section in {"timeline", "remedies"} else field
        faults.setdefault(field, []).append(f"“{one.words}”: {one.why} Better: {one.instead}")
    if faults:
        raise Invalid(faults)


def waive_warnings(session: Session, actor: Actor, letter: Letter, found: list[Finding], reason: str) -> None:
    """Record that the approver lets the warnings stand, and why; raise `Invalid` where no reason is given."""
    standing = sorted({one.rule for one in warnings(found)})
    letter.waived, letter.waived_reason = [], ""
    if not standing:
        return
    if not reason.strip():
        count = len(warnings(found))
        many = f"{count} warnings stand" if count > 1 else "One warning stands"
        raise Invalid({"waiving": f"{many}: have the words changed, or say why they may stay."})
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
