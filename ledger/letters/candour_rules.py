"""The rules of the candour check as they stand here: the shipped ones, and those that this provider added."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.letters.candour.rules import Rule, built, by_id, rules
from ledger.letters.candour_models import OwnRule


def own_rules(session: Session) -> tuple[Rule, ...]:
    """Return the rules that this provider added, by id."""
    return tuple(built(raw_of(row)) for row in session.scalars(select(OwnRule).order_by(OwnRule.id)))


def all_rules(session: Session) -> tuple[Rule, ...]:
    """Return the shipped rules, then our own."""
    return (*rules(), *own_rules(session))


def rule_known(session: Session, rule: str) -> Rule | None:
    """Return a rule by id, none where there is none."""
    shipped = by_id().get(rule)
    if shipped is not None:
        return shipped
    row = session.get(OwnRule, rule)
    return built(raw_of(row)) if row else None


def raw_of(row: OwnRule) -> Mapping[str, Any]:
    """Return a rule as it would stand in a file."""
    names = (
        "id",
        "category",
        "severity",
        "pattern",
        "case_sensitive",
        "why",
        "instead",
        "must_match",
        "must_not_match",
    )
    return {name: getattr(row, name) for name in names} | {"caution": ""}
