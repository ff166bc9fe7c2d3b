"""The candour check as JSON."""

from typing import Any

from ledger.letters.candour.checking import errors, gravest_first, warnings
from ledger.letters.queries import candour_of_text
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.schemas.candour import Checked, CheckText
from ledger.web.session import actor, ledger, needs

api = api_blueprint(
    "candour", "/candour", "The candour check: what a text should not say to a client, and better words."
)


@api.post("")
@needs("draft_letter")
@api.arguments(CheckText)
@api.response(200, Checked)
def check(said: dict[str, Any]) -> dict[str, Any]:
    """Check a text by our rules as graded here; with a letter's id by its names and facts, too. Nothing is kept."""
    found = ledger().ask(candour_of_text, actor(), said.get("letter_id") or None, said["text"])
    return {"findings": gravest_first(found), "errors": len(errors(found)), "warnings": len(warnings(found))}
