"""The candour check: live beside the editor, a name's false match settled, and the rules in the settings."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.letters.candour.own_rules import tried
from ledger.letters.candour_shown import graded_for_clients, rules_shown, shown
from ledger.letters.operations.candour import add_rule, grade_rule, settle_name
from ledger.letters.queries import judgement_while_written, letter_page
from ledger.web.forms import form, or_again, read_form
from ledger.web.pages.letters import show as show_letter
from ledger.web.pages.letters import written_parts
from ledger.web.schemas.candour import GRADES, AddRule, GradeRule, SettleName
from ledger.web.schemas.letters import EditLetterForm
from ledger.web.session import actor, ledger, needs

pages = Blueprint("candour", __name__)


@pages.post("/letters/<letter_id>/candour")
@needs("draft_letter")
def check(letter_id: str) -> dict[str, str]:
    """Answer with findings and checklist of what stands in the editor, as the page shows them; nothing is kept."""
    said = read_form(EditLetterForm(), zone=actor().zone)
    sections = said.get("sections", {})
    found = ledger().ask(judgement_while_written, actor(), letter_id, said.get("subject_line"), sections)
    letter = ledger().ask(letter_page, actor(), letter_id)
    kept = {key: text for key, text in {**letter.sections, **sections}.items() if key in dict(written_parts(letter))}
    drawn: dict[str, Any] = {"letter": letter, "check": shown(found, kept), "parts": written_parts(letter)}
    return {
        "html": render_template("letters/candour_part.html", **drawn),
        "checklist": render_template("letters/checklist_part.html", **drawn),
    }


@pages.post("/letters/<letter_id>/names")
@needs("approve_letter")
@or_again(show_letter)
def settle(letter_id: str) -> Any:
    """Settle a name's false match, once for every letter."""
    ledger().do(settle_name, actor(), **read_form(SettleName()))
    flash("Settled. The check leaves these words alone from now on; this stands on the exceptions page.", "done")
    return redirect(url_for("letters.show", letter_id=letter_id, _anchor="candour"))


@pages.get("/settings/candour")
@needs("read_settings")
def rules() -> str:
    """Show every rule, why it is there, and what counts here."""
    found = ledger().ask(rules_shown, actor())
    categories = list(dict.fromkeys(one.rule.category for one in found))
    return render_template(
        "letters/candour_rules.html",
        rules=found,
        categories=categories,
        grades=dict(GRADES),
        form=form(GradeRule()),
        adding=form(AddRule()),
        for_clients=ledger().ask(graded_for_clients, actor()),
    )


@pages.post("/settings/candour")
@needs("manage_settings")
@or_again(rules)
def grade() -> Any:
    """Grade a rule, or switch it off."""
    said = read_form(GradeRule())
    ledger().do(grade_rule, actor(), **said)
    flash(
        f"Rule {said['rule'].strip().upper()} counts as chosen from now on; this stands on the exceptions page.", "done"
    )
    return redirect(url_for("candour.rules"))


@pages.post("/settings/candour/rules")
@needs("manage_settings")
@or_again(rules)
def add() -> Any:
    """Add a rule of our own; its pattern is tried before the unit of work begins."""
    said = read_form(AddRule())
    reason = said.pop("reason")
    vectors = {name: said[name].splitlines() for name in ("must_match", "must_not_match")}
    raw = {**said, "case_sensitive": bool(said.get("case_sensitive")), "caution": "", **vectors}
    number = ledger().do(add_rule, actor(), rule=tried(raw), reason=reason)
    flash(f"Rule {number} is part of the check from now on; this stands on the exceptions page.", "done")
    return redirect(url_for("candour.rules"))
