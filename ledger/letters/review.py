"""Who may approve a letter, what exactly is approved, and what has changed since."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ledger.incidents.severities import GRAVE, NEAR_MISS
from ledger.letters.letter_facts import LATER
from ledger.people.actor import Actor

_NOT_APPROVED = frozenset({"dated_at", "checkpoint", "verify_url"})
"""What the day of issue decides; everything else that is printed is approved word for word."""

_GRAVITY = {"S1": 3, "S2": 2, "S3": 1, "S4": 0}

CHANGED = {
    "timeline": "the timeline",
    "actions": "the actions",
    "corrections_done": "what has been done",
    "promises": "the promises",
    "remedies": "the remedies",
    "contributing_factors": "the contributing factors",
    "milestones": "the milestones",
    "next_update_at": "when the client hears from us next",
    "addressee": "the addressee",
    "contact": "the contact",
    "signatory": "who signs",
    "escalation": "to whom the client can go further",
    "provider": "our own address",
    "logo_sha256": "our logo",
    "large_print": "the print",
    "act_statement": "the act statement",
    "severity": "the severity",
    "earlier_letters": "the earlier letters",
    "mistakes_before": "how often it happened before",
    "client_notified_at": "when we told the client",
    "client_reported_at": "when the client told us",
    "delay_reason": "why the client heard late",
    "people_affected": "how many people were affected",
    "data_effect": "what happened to the data",
    "client_must_do": "what the client needs to do",
    "no_remedy_reason": "why no money is offered",
    "open_points": "what we do not know yet",
    "open_reason": "why it goes out with something open",
    "what_changed": "what is different from the letter before",
    "answers": "the letter before it",
    "spoken_at": "when we first spoke to the client",
    "has_data_clock": "the clock of personal data",
    "result_due_at": "when the client hears whether it worked",
}
"""Fact to the words in which a page says that it changed."""


def content_sha256(subject: str, sections: Mapping[str, str], facts: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hexadecimal) of what an approval is of: subject line, text and facts as stored."""
    kept = {
        name: value
        for name, value in facts.items()
        if name not in _NOT_APPROVED and not (name in LATER and value == LATER[name])
    }
    content = json.dumps([subject, dict(sections), kept], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return in words which facts differ, apart from those that the day of issue decides."""
    names = [
        name
        for name in after
        if name not in _NOT_APPROVED | {"version"} and before.get(name, LATER.get(name)) != after.get(name)
    ]
    return tuple(CHANGED.get(name, name.replace("_", " ")) for name in names)


def signs(signs_up_to: str | None, severity: str) -> bool:
    """Return whether somebody who signs up to a severity (`S1` is the gravest) signs letters of `severity`."""
    return signs_up_to is not None and _GRAVITY[signs_up_to] >= _GRAVITY[severity]


def why_not_approve(actor: Actor, author_id: str, edited_by: str, severity: str) -> str:
    """Return why the actor may not approve this letter, empty when they may (product.md, who may do what)."""
    if actor.user_id in {author_id, edited_by}:
        return "A second person has to approve this letter: nobody approves their own words."
    if actor.role not in {"service_manager", "leadership"}:
        return "Letters are approved by a service manager or by leadership."
    if severity in GRAVE and actor.role != "leadership":
        return f"A letter about an incident of severity {severity} is approved by leadership."
    if severity == "S1" and not signs(actor.signs_up_to, "S1"):
        return "A letter about an S1 is approved by somebody who signs up to S1."
    return ""


def next_kind(severity: str, sent: frozenset[str]) -> str:
    """Return which letter comes next: first notice, final letter, follow-up; an S3 begins with the final one."""
    if "final" in sent:
        return "follow_up"
    return "final" if sent or severity == "S3" else "first_notice"


def offered_kinds(
    severity: str, sent: frozenset[str], writing: frozenset[str], *, is_over: bool, is_result_awaited: bool
) -> tuple[str, tuple[str, ...]]:
    """Return which letter comes next, empty while that is in hand, and which others may be drafted now.

    `sent` are the kinds that went out, `writing` those in hand. While it is not over, news comes before the final
    letter; a follow-up is written again while a result is awaited. Nothing is offered for a near miss.
    """
    if severity == NEAR_MISS:
        return "", ()
    following = next_kind(severity, sent)
    if following == "final" and sent and not is_over:
        following = "interim"
    done = {"follow_up"} if "follow_up" in sent and not is_result_awaited else set()
    others = ("interim", "final", "follow_up") if sent else ()
    open_now = [
        kind
        for kind in dict.fromkeys((following, *others))
        if kind not in writing | done and not why_not_now(kind, sent, is_over=is_over)
    ]
    return following if following in open_now else "", tuple(kind for kind in open_now if kind != following)


def why_not_now(kind: str, sent: frozenset[str], *, is_over: bool) -> str:
    """Return why no letter of this kind follows those that were sent, empty where one may.

    `is_over`: the incident is put right; one that was opened again has news to tell before its next final letter.
    """
    if kind == "follow_up" and "final" not in sent:
        return "A follow-up letter follows a final letter; that has not been issued yet."
    if "final" not in sent:
        return ""
    if kind == "first_notice":
        return "The final letter has been issued: no first notice comes after it."
    if kind == "interim" and is_over:
        return (
            "The final letter has been issued, and it is over: an interim letter comes before that. Put something "
            "right with a correction, tell what is new in a further final letter, or whether it worked in a follow-up."
        )
    return ""


def may_go_alone(kind: str, severity: str) -> bool:
    """Return whether such a letter may go out without a second person at night: the first notice of a grave mistake."""
    return kind == "first_notice" and severity in GRAVE
