"""The board of open incidents: where our own people begin."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, url_for
from marshmallow import fields

from ledger.incidents.board import MOST, board
from ledger.kernel.clock import now
from ledger.recovery.owed import owed
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
    due = ledger().ask(owed, actor(), person=actor().user_id if mine else None, most=MOST_OWED)
    return render_template(
        "board/index.html",
        lines=found[:MOST],
        at=at,
        has_more=len(found) > MOST,
        owed=[row for row in due if row.due_at < at + SOON][:MOST_OWED],
        mine=mine,
        presets=[
            ("All", url_for("board.index"), not mine),
            ("Mine", url_for("board.index", mine="true"), mine),
        ],
    )
