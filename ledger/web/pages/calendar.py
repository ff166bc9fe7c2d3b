"""The calendar of what is due: a file under a secret address, for calendar programs that cannot sign in."""

import hashlib

from flask import Blueprint, Response, request

from ledger.duties.feeds import FeedContent, feed_content
from ledger.duties.ics import KIND, calendar_file
from ledger.kernel.errors import NotFound
from ledger.people.actor import SYSTEM
from ledger.people.operations.attempts import TooMany, door_opened, try_door
from ledger.people.queries import provider_or_none
from ledger.web.session import ledger

pages = Blueprint("calendar", __name__)
DOOR = "calendar"
PRIVATE = "private, max-age=300"


@pages.get("/calendar/<secret>.ics")
def feed(secret: str) -> Response:
    """Answer what is due for whom this secret is; a wrong one is not found, and too many of them wait."""
    book = ledger()
    attempt = book.do(
        try_door, SYSTEM, door=DOOR, account=secret, address=request.remote_addr or "", throttled=book.settings.throttle
    )
    if attempt is None:
        raise TooMany
    ours = book.ask(provider_or_none, SYSTEM)
    if ours is None:
        raise NotFound
    content: FeedContent = book.ask(feed_content, SYSTEM, secret, zone=ours.zone)
    book.do(door_opened, SYSTEM, attempt, user_id=None)
    name = f"{ours.name}: what is due for {content.name}"
    body = calendar_file(content.rows, name=name, domain=ours.domain, short_titles=content.short_titles)
    answer = Response(body, content_type=KIND)
    answer.headers["Cache-Control"] = PRIVATE
    answer.headers["Content-Disposition"] = "inline; filename=due.ics"
    answer.set_etag(_tag(body))
    answer.make_conditional(request)
    return answer


def _tag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]
