"""Who may do what, as plain data (product.md, "Who may do what"), and the two questions asked of it."""

from collections.abc import Mapping
from types import MappingProxyType

from ledger.kernel.errors import Refused
from ledger.people.actor import Actor

_WORK = frozenset({"service_manager", "leadership"})
_LEAD = frozenset({"leadership"})
_ADMIN = frozenset({"admin"})
_READ = frozenset({"service_manager", "leadership", "auditor"})
_OWN = frozenset({"client"})

MAY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "file": _WORK,
        "answer": _WORK,
        "act": _WORK,
        "promise": _WORK,
        "draft_letter": _WORK,
        "manage_clients": _WORK,
        "verify_action": _WORK,
        "approve_letter": _WORK,
        "issue_letter": _WORK,
        "approve_remedy": _WORK,
        "go_beyond_budget": _LEAD,
        "propose": _WORK,
        "decide": _LEAD,
        "speak_for_client": _WORK,
        "import": _WORK,
        "manage_people": _ADMIN,
        "manage_settings": _ADMIN,
        "set_rates": _ADMIN | _LEAD,
        "read_cases": _READ,
        "read_costs": _READ,
        "read_all_costs": frozenset({"leadership", "auditor"}),
        "keep_books": _LEAD,
        "read_trends": _READ,
        "keep_facts": frozenset(),
        "read_settings": _READ | _ADMIN,
        "oversee": frozenset({"leadership", "admin", "auditor"}),
        "draw_sample": frozenset({"leadership", "auditor"}),
        "read_own_case": _OWN,
        "reply_to_letter": _OWN,
        "attest": _OWN,
        "answer_remedy": _OWN,
        "answer_promise": _OWN,
        "own_tokens": _WORK | _READ,
    }
)
"""Verb to the roles that may; the program may everything. Limits by amount, severity and person stand with the verb."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "service_manager": "service manager",
        "leadership": "leadership",
        "admin": "administrator",
        "auditor": "auditor",
        "client": "client",
        "system": "the program",
    }
)


def may(actor: Actor, verb: str) -> bool:
    """Return whether the actor's role may do `verb`; raise `KeyError` for a verb that is not in the table."""
    return actor.role in MAY[verb] or actor.role == "system"


def permit(actor: Actor, verb: str) -> None:
    """Raise `Refused`, naming the roles that may, unless the actor may do `verb`."""
    if not may(actor, verb):
        if actor.role == "client":
            sentence = "This is for our own people; what concerns you stands on your own pages."
            raise Refused(sentence)
        allowed = " or ".join(sorted(WORDS[role] for role in MAY[verb]))
        sentence = f"This needs the role {allowed}; you are signed in as {WORDS[actor.role]}."
        raise Refused(sentence)


def second_person(actor: Actor, *first: str | None, act: str) -> None:
    """Raise `Refused` if the actor is one of the `first` people: nobody verifies or approves their own work."""
    if actor.user_id in first:
        sentence = f"A second person has to {act}: nobody checks their own work."
        raise Refused(sentence)
