"""Review: sent for it, sent back, approved by a second person, or issued alone at night with a second look to come."""

from datetime import datetime, time

from sqlalchemy.orm import Session

from ledger.incidents.business_calendar import BusinessCalendar
from ledger.incidents.confidence import fault_in
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.letters.address_window import too_long
from ledger.letters.as_recorded import refuse_changed_behind_the_record
from ledger.letters.at_night import beyond_a_notice
from ledger.letters.candour.checking import warnings
from ledger.letters.candour.model import LEARNT
from ledger.letters.fact_schema import from_json
from ledger.letters.models import Letter
from ledger.letters.operations.addressing import contact_of, signatory_of
from ledger.letters.operations.candour import field_of, judged, refuse_unfit, waive_warnings
from ledger.letters.operations.changing import back_to_draft, case_of, locked, noted_inside, regather, unissued
from ledger.letters.review import may_go_alone, why_not_approve
from ledger.letters.undrawable import undrawable_in
from ledger.people.actor import Actor
from ledger.people.permissions import permit, second_person
from ledger.people.queries import provider


def submit_letter(session: Session, actor: Actor, *, letter_id: str, version: int) -> None:
    """Send a draft for review.

    Raises `Invalid` with a sentence for each thing that it still lacks, `Conflict` when the record has changed since.
    """
    permit(actor, "draft_letter")
    letter = unissued(session, letter_id, version)
    if letter.status != "draft":
        sentence = "This letter is in review already."
        raise Conflict(sentence)
    _refuse_changed(session, actor, letter)
    refuse_incomplete(session, actor, letter)
    letter.status = "in_review"
    letter.submitted_at = now()
    letter.came_back = ""
    noted_inside(session, actor, letter, "submitted")


def approve_letter(session: Session, actor: Actor, *, letter_id: str, version: int, waiving: str = "") -> None:
    """Approve exactly this text and these facts, as a second person whose role fits the severity.

    `waiving` says why warnings of the candour check may stand. Raises `Conflict` when the letter is not in review or
    the record has changed since, `Refused` for the author, `Invalid` for errors of the check and unexplained warnings.
    """
    permit(actor, "approve_letter")
    letter = unissued(session, letter_id, version)
    if letter.status != "in_review":
        sentence = "Only a letter that was sent for review can be approved."
        raise Conflict(sentence)
    severity = case_of(session, letter.impact_id).incident.severity
    why_not = why_not_approve(actor, letter.author_id, letter.edited_by, severity)
    if why_not:
        raise Refused(why_not)
    refuse_changed_behind_the_record(session, actor, letter.id)
    _refuse_changed(session, actor, letter)
    _refuse_or_waive(session, actor, letter, waiving)
    _approved(letter, actor)
    noted_inside(session, actor, letter, "approved")


def send_back(session: Session, actor: Actor, *, letter_id: str, version: int, words: str) -> None:
    """Make it a draft again and say what to change."""
    permit(actor, "approve_letter")
    letter = unissued(session, letter_id, version)
    if letter.status == "draft":
        sentence = "This letter is a draft already."
        raise Conflict(sentence)
    if not words.strip():
        raise Invalid({"words": "Say what has to change."})
    back_to_draft(letter, words.strip())
    noted_inside(session, actor, letter, "sent_back", sealed={"words": words})


def approve_alone(session: Session, actor: Actor, *, letter_id: str, version: int, waiving: str = "") -> datetime:
    """Approve one's own first notice outside business hours, and return when the second look is due.

    Only a first notice (facts, apology, next update; no money, no cause) of an S1 or S2, where nobody else is there.
    Nobody waives what a rule of the candour check finds in their own words; `waiving` says why something asked for is
    missing, and why a sentence stands that only the trained model warns of.
    """
    permit(actor, "issue_letter")
    letter = unissued(session, letter_id, version)
    severity = case_of(session, letter.impact_id).incident.severity
    calendar = our_calendar(session)
    if not may_go_alone(letter.kind, severity):
        sentence = "Alone, only a first notice about an S1 or S2 goes out; every other letter needs a second person."
        raise Refused(sentence)
    if is_open(calendar, now()):
        sentence = "It is business hours: ask a second person to approve this letter."
        raise Refused(sentence)
    refuse_changed_behind_the_record(session, actor, letter.id)
    _refuse_changed(session, actor, letter)
    refuse_incomplete(session, actor, letter)
    _refuse_for_two(session, letter)
    _refuse_or_waive(session, actor, letter, waiving)
    letter.alone_at_night = True
    letter.submitted_at = letter.submitted_at or now()
    letter.second_look_due_at = calendar.add_business_days(now(), 1)
    _approved(letter, actor)
    noted_inside(session, actor, letter, "approved_alone", data={"second_look_due_at": iso(letter.second_look_due_at)})
    return letter.second_look_due_at


def look_again(session: Session, actor: Actor, *, letter_id: str, words: str = "") -> None:
    """Record the second look at a notice that went out alone at night."""
    permit(actor, "approve_letter")
    letter = locked(session, letter_id)
    if not letter.alone_at_night or letter.second_look_at is not None:
        sentence = "This letter waits for no second look."
        raise Conflict(sentence)
    second_person(actor, letter.author_id, letter.approved_by, letter.edited_by, act="look at this notice again")
    letter.second_look_by = actor.user_id
    letter.second_look_at = now()
    noted_inside(session, actor, letter, "looked_at_again", sealed={"words": words})


def refuse_incomplete(session: Session, actor: Actor, letter: Letter) -> None:
    """Raise `Invalid` with a sentence for each thing that the letter still lacks.

    Also for each error of the candour check (another client's name is one), and where its addressee or signatory may
    no longer be that. Warnings do not stop it: the approver decides about them.
    """
    case = case_of(session, letter.impact_id)
    contact_of(session, case.client, letter.contact_id)
    signatory_of(session, actor, case.incident, letter.signatory_id)
    facts = from_json(letter.facts)
    if unprintable := undrawable_in(facts, letter.sections) + too_long(facts):
        raise Invalid({"_schema": unprintable})
    _refuse_internal_reference(letter)
    refuse_unfit(judged(session, letter, case))


def our_calendar(session: Session) -> BusinessCalendar:
    """Return when we ourselves are at work."""
    ours = provider(session)
    return BusinessCalendar(
        zone=ours.zone,
        opens=time.fromisoformat(ours.opens),
        closes=time.fromisoformat(ours.closes),
        country=ours.country or None,
        subdivision=ours.subdivision or None,
    )


def is_open(calendar: BusinessCalendar, at: datetime) -> bool:
    """Return whether we are at work at that instant: then the next working minute is over a minute later."""
    return (calendar.add_business_minutes(at, 1) - at).total_seconds() <= 60  # noqa: PLR2004 one minute


def _refuse_internal_reference(letter: Letter) -> None:
    facts = from_json(letter.facts)
    words = {f"sections.{key}": text for key, text in letter.sections.items()}
    told = [*(entry.text for entry in facts.timeline), *(line.text for line in facts.remedies)]
    words |= {"subject_line": letter.subject_line, "_schema": "\n".join(told)}
    faults = {name: fault for name, text in words.items() if (fault := fault_in(text, ()))}
    if faults:
        raise Invalid(faults)


def _refuse_or_waive(session: Session, actor: Actor, letter: Letter, reason: str) -> None:
    judgement = judged(session, letter, case_of(session, letter.impact_id))
    refuse_unfit(judgement)
    waive_warnings(session, actor, letter, judgement, reason)


def _refuse_for_two(session: Session, letter: Letter) -> None:
    """Raise `Invalid` for what only a second person lets out."""
    written = {"subject_line": letter.subject_line, **letter.sections}
    beyond = beyond_a_notice(written, str(letter.facts.get("act_statement", "")))
    faults = {field_of(key): words for key, words in beyond.items()}
    judgement = judged(session, letter, case_of(session, letter.impact_id))
    by_model = frozenset(LEARNT.values())  # It weighs words and can be wrong: waived with a reason, at night, too.
    for one in warnings(found for found in judgement.findings if found.rule not in by_model):
        sentence = f"“{one.words}”: {one.why} Better: {one.instead} Nobody waives a warning about their own words."
        faults.setdefault(field_of(one.section), []).append(sentence)
    if faults:
        raise Invalid(faults)


def _approved(letter: Letter, actor: Actor) -> None:
    letter.status = "approved"
    letter.approved_by = actor.user_id
    letter.approved_at = now()
    letter.approved_sha256 = letter.content_sha256
    letter.came_back = ""


def _refuse_changed(session: Session, actor: Actor, letter: Letter) -> None:
    changed = regather(session, actor, letter)
    if changed:
        sentence = (
            f"The record has changed since this letter was written ({', '.join(changed)}): "
            "take over what changed, and read it again."
        )
        raise Conflict(sentence)
