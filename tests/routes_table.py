"""Every endpoint with who may use it: one line each, in a file for each room under `routes/`.

`test_routes.py` walks it, `test_canary.py` reads through it.

How to add a line: `page("room.verb", "POST", "/room/{incident}/verb", WORK)` for pages, `api(...)` likewise. Names in
braces are filled from `tests/support/seeded.py` (add yours there); `{none}` is an id that names nothing, and then those
who may get 404. Whoever may not gets 403 (`others=404` where even the existence is hidden), nobody is sent to the
sign-in page (API: 401).

A route refuses by permission before it reads the form: put `@needs("verb")` (ledger/web/session.py) under the route
decorator. `data` is what a form or a JSON body says, `query` what stands behind the question mark; mostly neither is
needed.
"""

from tests.routes import books, clients, house, incidents, letters, people, portal, recovery, trends
from tests.routes.route import Route

ROUTES: tuple[Route, ...] = (
    *house.ROUTES,
    *people.ROUTES,
    *clients.ROUTES,
    *incidents.ROUTES,
    *recovery.ROUTES,
    *letters.ROUTES,
    *books.ROUTES,
    *trends.ROUTES,
    *portal.ROUTES,
)
