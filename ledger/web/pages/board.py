"""The board of open incidents: where our own people begin."""

from typing import Any

from flask import Blueprint, render_template, url_for
from marshmallow import fields

from ledger.incidents.board import MOST, board
from ledger.kernel.clock import now
from ledger.web.filters import read_filters
from ledger.web.schemas.base import Command
from ledger.web.session import actor, ledger, needs

pages = Blueprint("board", __name__)


class BoardFilters(Command):
    """Whose incidents the board shows."""

    mine = fields.Boolean(load_default=False, metadata={"label": "Mine"})


@pages.get("/board")
@needs("read_cases")
def index() -> Any:
    """Show what is open, the most urgent first."""
    asked = read_filters(BoardFilters())
    at = now()
    found = ledger().ask(board, actor(), mine=asked.said["mine"], at=at)
    return render_template(
        "board/index.html",
        lines=found[:MOST],
        at=at,
        has_more=len(found) > MOST,
        mine=asked.said["mine"],
        presets=[
            ("All", url_for("board.index"), not asked.said["mine"]),
            ("Mine", url_for("board.index", mine="true"), asked.said["mine"]),
        ],
    )
