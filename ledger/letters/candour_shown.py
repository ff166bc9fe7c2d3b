"""The candour check as pages show it: the gravest findings open, the rest folded; rules with what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.letters.candour.checking import SHOWN, Finding, errors, warnings
from ledger.letters.candour.readability import Readability, section_readability
from ledger.letters.candour.rules import Rule
from ledger.letters.candour_ground import AS_SHIPPED, PER_CLIENT
from ledger.letters.candour_rules import all_rules
from ledger.letters.judgement import Judgement
from ledger.letters.models import CandourChoice
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import names


@dataclass(frozen=True)
class Shown:
    """Findings as a page shows them, and how each section reads."""

    open: Sequence[Finding]
    """All errors and the first warnings."""
    folded: Sequence[Finding]
    errors: int
    warnings: int
    hard: Mapping[str, Readability]
    """Section key to how it reads, where that deserves a word."""
    judgement: Judgement
    """Both checks, with the checklist of requirements."""


@dataclass(frozen=True)
class RuleShown:
    """One rule as the settings show it."""

    rule: Rule
    grade: str
    """As it counts here: a severity or `off`."""
    is_changed: bool
    reason: str
    by: str
    at: datetime | None


@dataclass(frozen=True)
class GradedForClient:
    """One rule as it counts for one client alone."""

    rule: str
    client_name: str
    grade: str
    reason: str
    by: str
    at: datetime


def shown(judgement: Judgement, sections: Mapping[str, str]) -> Shown:
    """Sort findings into what shows and what is folded."""
    found = judgement.findings
    grave = [*errors(found), *warnings(found)[:SHOWN]]
    rest = [one for one in found if one not in grave]
    read = {key: section_readability(text) for key, text in sections.items()}
    hard = {key: one for key, one in read.items() if one.warning}
    return Shown(grave, rest, len(errors(found)), len(warnings(found)), hard, judgement)


def rules_shown(session: Session, actor: Actor) -> list[RuleShown]:
    """Return every rule with the grade that it has here."""
    permit(actor, "read_settings")
    chosen = {row.subject: row for row in session.scalars(select(CandourChoice))}
    called = names(session, {row.by_id for row in chosen.values()})
    return [_rule(one, chosen.get(one.id), called) for one in all_rules(session)]


def graded_for_clients(session: Session, actor: Actor) -> list[GradedForClient]:
    """Return what was decided about a rule for one client alone, by the client's name."""
    permit(actor, "read_settings")
    decided = {
        (rule, client_id): row
        for row in session.scalars(select(CandourChoice).where(CandourChoice.grade != AS_SHIPPED))
        for rule, _, client_id in [row.subject.partition(":")]
        if rule in PER_CLIENT and client_id
    }
    called = names(session, {row.by_id for row in decided.values()})
    query = select(Client.id, Client.name).where(Client.id.in_([key[1] for key in decided]))
    clients = {row.id: row.name for row in session.execute(query)}
    found = [
        GradedForClient(rule, clients.get(client_id, ""), row.grade, row.reason, called.get(row.by_id, ""), row.at)
        for (rule, client_id), row in decided.items()
    ]
    return sorted(found, key=lambda one: (one.client_name, one.rule))


def _rule(rule: Rule, choice: CandourChoice | None, called: Mapping[str, str]) -> RuleShown:
    if choice is None or choice.grade == AS_SHIPPED:
        return RuleShown(rule, rule.severity, is_changed=False, reason="", by="", at=None)
    by = called.get(choice.by_id, "")
    return RuleShown(rule, choice.grade, is_changed=True, reason=choice.reason, by=by, at=choice.at)
