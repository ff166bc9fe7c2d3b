"""Drafting a letter from an impact: gathered, prefilled, edited as Markdown, gathered again, discarded."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.incidents.severities import NEAR_MISS
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid
from ledger.kernel.ids import new_id
from ledger.letters.fact_schema import from_json, to_json
from ledger.letters.facts import gather
from ledger.letters.letter_facts import KINDS
from ledger.letters.letter_states import DRAWING, SENT, UNISSUED
from ledger.letters.models import Letter
from ledger.letters.operations.addressing import contact_of, signatory_of
from ledger.letters.operations.changing import (
    Case,
    case_of,
    noted_inside,
    regather,
    unissued,
    withdrawn,
)
from ledger.letters.prefill import prefill
from ledger.letters.review import content_sha256, next_kind, why_not_now
from ledger.letters.sections import LABELS, sections_of
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.canonical import Value

SAID = ("what_stopped", "data_note", "why_it_failed", "open_reason", "what_was_wrong", "what_is_right", "what_changed")
"""What only the writer can say: no other record holds it."""


def draft_letter(  # noqa: PLR0913 all preset but the impact
    session: Session,
    actor: Actor,
    *,
    impact_id: str,
    kind: str | None = None,
    contact_id: str | None = None,
    signatory_id: str | None = None,
    corrects_id: str | None = None,
) -> str:
    """Draft a letter to one client about one incident and return its id; everything but the impact is preset.

    Raises `Conflict` for a near miss and where this letter is being drafted already, `Invalid` for a contact of
    another client or one that may not receive notices, and for a signatory who does not sign for this severity.
    """
    permit(actor, "draft_letter")
    case = case_of(session, impact_id)
    if case.incident.severity == NEAR_MISS:
        sentence = "A near miss (S4) needs no letter."
        raise Conflict(sentence)
    kind, number = _kind_and_version(session, case, kind, corrects_id)
    letter = Letter(
        id=new_id(),
        version=0,
        impact_id=impact_id,
        kind=kind,
        version_number=number,
        status="draft",
        contact_id=contact_of(session, case.client, contact_id).id,
        signatory_id=signatory_of(session, actor, case.incident, signatory_id).id,
        author_id=actor.user_id,
        edited_by=actor.user_id,
        subject_line="",
        sections={},
        said={},
        facts={},
        content_sha256="",
        created_at=now(),
        corrects_id=corrects_id if kind == "correction" else None,
    )
    facts = gather(session, actor, letter, letter.created_at)
    letter.subject_line = facts.subject
    letter.sections = prefill(facts)
    letter.facts = to_json(facts)
    letter.content_sha256 = content_sha256(letter.subject_line, letter.sections, letter.facts)
    session.add(letter)
    noted_inside(session, actor, letter, "drafted", sealed={"subject": letter.subject_line} | letter.sections)
    return letter.id


def edit_letter(  # noqa: PLR0913 what the editor holds, all named
    session: Session,
    actor: Actor,
    *,
    letter_id: str,
    version: int,
    subject_line: str,
    sections: Mapping[str, str],
    said: Mapping[str, str] | None = None,
) -> int:
    """Keep the edited text and return the row's new version; an approval is withdrawn by any change.

    Facts are gathered again, and sections that nobody has edited follow them. `sections` holds Markdown by section
    key; keys that this letter does not have are refused, missing ones stay as they are. Raises `Stale` when somebody
    saved since `version` was read.
    """
    permit(actor, "draft_letter")
    letter = unissued(session, letter_id, version)
    known = {section.key for section in sections_of(from_json(letter.facts)) if section.written} | set(letter.sections)
    if set(sections) - known:
        raise Invalid({f"sections.{key}": "This letter has no such section." for key in set(sections) - known})
    before = letter.content_sha256
    changed = {key: text for key, text in sections.items() if letter.sections.get(key, "") != text}
    letter.subject_line = subject_line
    letter.sections = {**letter.sections, **changed}
    letter.said = {**letter.said, **{name: text for name, text in (said or {}).items() if name in SAID}}
    _renew(session, actor, letter)
    if letter.content_sha256 != before:
        letter.edited_by = actor.user_id
        withdrawn(letter, "The text was changed after it was sent for review.")
    noted_inside(session, actor, letter, "edited", sealed={"subject": subject_line} | changed)
    return letter.version


def readdress_letter(  # noqa: PLR0913 which letter, its two people and its print, all named
    session: Session,
    actor: Actor,
    *,
    letter_id: str,
    version: int,
    contact_id: str,
    signatory_id: str,
    large_print: bool | None = None,
) -> int:
    """Choose to whom the letter goes, who signs it, and its print; return the row's new version.

    `large_print` is for this letter alone; without it the client's wish holds. Refusals as in `draft_letter`.
    """
    permit(actor, "draft_letter")
    letter = unissued(session, letter_id, version)
    case = case_of(session, letter.impact_id)
    letter.contact_id = contact_of(session, case.client, contact_id).id
    letter.signatory_id = signatory_of(session, actor, case.incident, signatory_id).id
    letter.large_print = large_print
    letter.edited_by = actor.user_id
    _renew(session, actor, letter)
    withdrawn(letter, "The addressee, the signatory or the print was changed.")
    chosen: dict[str, Value] = {"contact": contact_id, "signatory": signatory_id}
    if large_print is not None:
        chosen["large_print"] = large_print
    noted_inside(session, actor, letter, "addressed", data=chosen)
    return letter.version


def refresh_letter(session: Session, actor: Actor, *, letter_id: str, version: int | None = None) -> tuple[str, ...]:
    """Gather the facts again and return in words what changed.

    Sections that nobody has edited are written anew; edited ones stay as they are. An approval of other facts falls.
    """
    permit(actor, "draft_letter")
    letter = unissued(session, letter_id, version)
    changed = _renew(session, actor, letter)
    if changed:
        withdrawn(letter, f"The record has changed since: {', '.join(changed)}.")
    noted_inside(session, actor, letter, "refreshed", sealed={"changed": ", ".join(changed)})
    return changed


def discard_letter(session: Session, actor: Actor, *, letter_id: str, version: int) -> None:
    """Put a draft away; its number is free for the next one."""
    permit(actor, "draft_letter")
    letter = unissued(session, letter_id, version)
    letter.status = "discarded"
    letter.approved_by = letter.approved_at = letter.approved_sha256 = None
    noted_inside(session, actor, letter, "discarded")


def _renew(session: Session, actor: Actor, letter: Letter) -> tuple[str, ...]:
    drafted = prefill(from_json(letter.facts))
    changed = regather(session, actor, letter)
    fresh = prefill(from_json(letter.facts))
    untouched = {key for key, text in letter.sections.items() if drafted.get(key) == text}
    letter.sections = {
        **{key: text for key, text in letter.sections.items() if key not in untouched},
        **{key: text for key, text in fresh.items() if key in untouched or key not in letter.sections},
    }
    letter.content_sha256 = content_sha256(letter.subject_line, letter.sections, letter.facts)
    return changed


def _kind_and_version(session: Session, case: Case, kind: str | None, corrects_id: str | None) -> tuple[str, int]:
    rows = session.execute(
        select(Letter.id, Letter.kind, Letter.status).where(
            Letter.impact_id == case.impact.id, Letter.status != "discarded"
        )
    ).all()
    sent = {row.id: row.kind for row in rows if row.status in SENT}
    kind = kind or next_kind(case.incident.severity, frozenset(sent.values()))
    if kind not in KINDS:
        raise Invalid({"kind": f"Choose one of: {', '.join(KINDS)}."})
    if kind == "correction" and corrects_id not in sent:
        raise Invalid({"corrects_id": "Say which issued letter of this client and incident is corrected."})
    is_over = case.incident.resolved_at is not None
    if why_not := why_not_now(kind, frozenset(sent.values()), is_over=is_over):
        raise Invalid({"kind": why_not})
    if any(row.kind == kind and row.status in {*UNISSUED, DRAWING} for row in rows):
        sentence = f"There is already a draft of this: {LABELS[kind].lower()}. Open it, or discard it first."
        raise Conflict(sentence)
    last = session.scalar(
        select(func.max(Letter.version_number)).where(
            Letter.impact_id == case.impact.id, Letter.kind == kind, Letter.status != "discarded"
        )
    )
    return kind, (last or 0) + 1
