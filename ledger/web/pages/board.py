"""The board of open incidents: where our own people begin."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, url_for
from marshmallow import fields

from ledger.duties.asking import Asked
from ledger.duties.owed import owed
from ledger.incidents.board import MOST, board
from ledger.kernel.clock import now
from ledger.web.filters import read_filters
from ledger.web.schemas.base import Command
from ledger.web.session import actor, ledger, needs

pages = Blueprint("board", __name__)
SOON = timedelta(days=1)
MOST_OWED = 8
"""What else is owed stands on the board only when it is late or due within `SOON`, and only so many lines of it."""


class BoardFilters(Command):
    """Whose incidents the board shows."""

    mine = fields.Boolean(load_default=False, metadata={"label": "Mine"})


@pages.get("/board")
@needs("read_cases")
def index() -> Any:
    """Show what is open, the most urgent first."""
    asked = read_filters(BoardFilters())
    mine, at = asked.said["mine"], now()
    found = ledger().ask(board, actor(), mine=mine, at=at)
    asked_of = Asked(person=actor().user_id if mine else None, with_deputy=True, until=at + SOON, most=MOST_OWED)
    due = ledger().ask(owed, actor(), asked_of)
    return render_template(
        "board/index.html",
        lines=found[:MOST],
        at=at,
        has_more=len(found) > MOST,
        owed=[row for row in due if row.kind != "clock"][:MOST_OWED],
        mine=mine,
        presets=[
            ("All", url_for("board.index"), not mine),
            ("Mine", url_for("board.index", mine="true"), mine),
        ],
    )
