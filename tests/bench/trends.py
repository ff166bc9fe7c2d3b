"""Reading trends fast (the design's table): an invented ledger, its page, charts, statistics, PDF and upkeep.

By default 100,000 incidents; `python -m tests.bench trends:1000000` fills and measures a million (20 GB of disk), and
`trends:ADDRESS` measures a ledger that is filled and at this schema. Page data is read an hour after facts were last
counted. Limits are for a quiet machine with two cores.
"""

import gzip
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from unittest.mock import patch

from flask import render_template
from pypdf import PdfReader
from sqlalchemy import Connection, select, text

from ledger.clients.models import Client
from ledger.demo.many.fill import fill_many
from ledger.demo.many.shape import Shape
from ledger.incidents.models import Incident
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.queries import actor_of
from ledger.trends.catalogue import MEASURES
from ledger.trends.judging import judged
from ledger.trends.leadership import Leadership, leadership
from ledger.trends.models import TrendHorizon
from ledger.trends.operations.keeping_facts import keep_facts
from ledger.trends.page_figures import figures
from ledger.trends.report_content import report_content
from ledger.trends.report_pdf import Imprint, render_report
from ledger.trends.review_content import Agreement, ReviewContent
from ledger.trends.review_pdf import Signature, render_review
from ledger.trends.scope import Scope
from ledger.trends.scorecard import scorecard
from ledger.work import Ledger, open_ledger
from tests.bench.figures import Figure, in_turns, timed
from tests.bench.ground import DATABASES, Ground, page_of
from tests.conftest import settings_for
from tests.support.databases import Place

USUAL = 100_000
MANY = 1_000_000
ROUNDS = 7
ZONE = "Europe/London"
PAGE_DATA = {USUAL: (0.055, 0.055), MANY: (0.036, 0.032)}
"""The most the page's data may take, on SQLite and on PostgreSQL."""
SINCE_COUNTED = timedelta(hours=1)
"""What settled in this time stands in no cell: the worker counts each hour."""
COMPRESSED = 18
"""The most kilobytes that the page may send."""
HTML, CHART, STATISTICS, PDF, UPKEEP = 0.007, 0.0018, 0.0018, 0.6, 0.005
PAGES = 3
"""Of the PDF that has its limit; a longer one has as many times as much."""


def measure(ground: Ground, size: int | str = USUAL) -> Iterator[Figure]:
    """Fill a ledger on each database and measure everything that the table names; or one that is filled, by address."""
    if isinstance(size, str):
        yield from _filled(open_ledger(settings_for(Place(size, size), ground.folder)))
        return
    for place, database in enumerate(DATABASES):
        ledger = ground.ledger(database, f"trends_{size}")
        began = time.perf_counter()
        fill_many(ledger, Shape(size, now() - timedelta(minutes=5), ZONE, months=30), password_hash="x", recorded=False)
        took = time.perf_counter() - began
        name = f"{size:,} incidents ({database})"
        yield Figure(f"Filling {name}", "ten minutes for a million", took, longest=max(60.0, 600 * size / MANY))
        yield from _measured(ledger, name, PAGE_DATA.get(size, PAGE_DATA[USUAL])[place])


def _filled(ledger: Ledger) -> Iterator[Figure]:
    place = DATABASES.index("SQLite" if ledger.database.is_sqlite else "PostgreSQL")
    with ledger.database.read() as session:
        size = session.query(Incident).count()
    limit = PAGE_DATA[MANY if size >= MANY else USUAL][place]
    yield from _measured(ledger, f"{size:,} incidents ({DATABASES[place]})", limit)


def _measured(ledger: Ledger, name: str, longest: float) -> Iterator[Figure]:
    leader, user = _leader(ledger)
    with ledger.database.read() as session:
        counted_at = session.query(TrendHorizon).one().at

    def data() -> object:
        return ledger.ask(leadership, leader, Scope(counted_at + SINCE_COUNTED, ZONE, 24))

    def raw() -> object:
        with ledger.database.engine.connect() as connection:
            return [_raw(connection, statement) for statement in RAW]

    ours, other = in_turns(data, raw, ROUNDS)
    yield Figure(f"Page data, {name}", f"raw SQL for {len(RAW)} of its 20 parts", ours, other, longest=longest)
    scope = Scope(now(), ZONE, 24)
    found = ledger.ask(leadership, leader, scope)
    yield from _page(page_of(ledger, user), found, name)
    drawn = figures(found, scope, lambda *_, **__: "/trends/cases")
    drawing = _median(lambda: figures(found, scope, lambda *_, **__: "/trends/cases")) / len(drawn)
    note = f"the mean of {len(drawn)}"
    yield Figure(f"Each chart, drawn for a page, {name}", "", drawing, longest=CHART, note=note)

    def judge() -> object:
        return [judged(MEASURES[key], one.shares, people=one.people) for key, one in found.measures.items()]

    judging = _median(judge)
    yield Figure(f"All statistics of the page, {name}", "", judging, longest=STATISTICS)
    yield from _printed(ledger, leader, name, scope)
    yield Figure(f"Upkeep in the writing transaction, {name}", "", _upkeep(ledger, moved=False), longest=UPKEEP)
    moved = _upkeep(ledger, moved=True)
    yield Figure(f"Upkeep of an old case in another service, {name}", "", moved, longest=UPKEEP, note="all its facts")


def _printed(ledger: Ledger, leader: Actor, name: str, scope: Scope) -> Iterator[Figure]:
    """Measure a trust review of three pages, and the quarterly report, which is longer, by its pages."""
    with ledger.database.read() as session:
        code = session.scalars(select(Client.code).order_by(Client.people_total).limit(1)).one()
    card = ledger.ask(scorecard, leader, code, now())
    agreed = Agreement("", "Mr Ray rings each week.", "Its alarm rings us, too.", "renewed", "yes")
    review = ReviewContent("TR-1", scope.quarter_keys[-2], 1, card, (), agreed)
    signed = Signature("A. Leader", "Director", now())
    content = ledger.ask(report_content, leader, scope.quarter_keys[-2], now(), ZONE)
    imprint = Imprint("Northgate", "A. Leader", now(), "0" * 64, "https://northgate.example")
    drawings: dict[str, Callable[[], bytes]] = {
        "Trust review": lambda: render_review(review, "Northgate", signed, "0" * 64),
        "Quarterly report": lambda: render_report(content, imprint),
    }
    for what, draw in drawings.items():
        pages = len(PdfReader(BytesIO(draw())).pages)
        longest = PDF * max(1, pages / PAGES)
        yield Figure(f"{what} as PDF, {name}", "", _median(draw, 3), longest=longest, note=f"{pages} pages")


def _page(ask: Callable[[str], bytes], found: Leadership, name: str) -> Iterator[Figure]:
    """Measure the page from its data: figures and all that is drawn and written, then what every page's frame takes."""
    taken: list[float] = []

    def watched(work: Callable[..., Any]) -> Callable[..., Any]:
        def timed_work(*given: Any, **said: Any) -> Any:
            made: list[Any] = []
            taken.append(timed(lambda: made.append(work(*given, **said))))
            return made[0]

        return timed_work

    with (
        patch("ledger.web.pages.trends.leadership", lambda *_: found),
        patch("ledger.web.pages.trends.figures", watched(figures)),
        patch("ledger.web.pages.trends.render_template", watched(render_template)),
    ):
        page = ask("/trends")
        taken.clear()
        whole = [timed(lambda: ask("/trends")) for _ in range(3 * ROUNDS)]
    html = statistics.median(a + b for a, b in zip(taken[::2], taken[1::2], strict=True))
    size = len(gzip.compress(page)) / 1000
    yield Figure(
        f"Page HTML from data, {name}", "", html, longest=HTML, note=f"{size:.1f} kB compressed, of {COMPRESSED}"
    )
    rest = statistics.median(whole) - html
    yield Figure(f"Beside it: sign-in, rights, what filters offer, {name}", "", rest)


def _leader(ledger: Ledger) -> tuple[Actor, User]:
    with ledger.database.read() as session:
        user = session.query(User).filter_by(role="leadership").order_by(User.id).first()
        assert user
        return actor_of(user, ZONE), user


def _upkeep(ledger: Ledger, *, moved: bool) -> float:
    """Return what it takes to keep the facts of an old incident, the median of several; `moved` changes all of them."""
    taken = []
    with ledger.database.read() as session:
        ids = session.scalars(select(Incident.id).order_by(Incident.id).limit(4 * ROUNDS)).all()[::4]
    for key in ids:
        with ledger.database.write() as session:
            row = session.get_one(Incident, key)
            if moved:
                session.execute(text("UPDATE incident SET service = 'Moved' WHERE id = :key"), {"key": key})
            taken.append(timed(lambda: keep_facts(session, (row,))))  # noqa: B023 used at once
            session.rollback()
    return statistics.median(taken)


def _median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    work()
    return statistics.median(timed(work) for _ in range(rounds))


def _raw(connection: Connection, statement: str) -> object:
    month = "substr({}, 1, 7)" if connection.dialect.name == "sqlite" else "to_char({}, 'YYYY-MM')"
    for column in ("i.detected_at", "c.due_at", "p.original_due_at"):
        statement = statement.replace(f"month({column})", month.format(column))
    return connection.execute(text(statement)).all()


RAW = (
    "SELECT month(i.detected_at), i.severity, count(*) FROM incident i GROUP BY 1, 2",
    """SELECT month(i.detected_at), count(*), sum(CASE WHEN m.client_notified_at < m.client_reported_at
    OR (m.client_notified_at IS NOT NULL AND m.client_reported_at IS NULL) THEN 1 ELSE 0 END)
    FROM impact m JOIN incident i ON i.id = m.incident_id
    WHERE i.severity <> 'S4' AND i.status NOT IN ('withdrawn', 'duplicate', 'not_ours') GROUP BY 1""",
    """SELECT month(c.due_at), c.kind, count(*), sum(CASE WHEN c.stopped_at <= c.due_at THEN 1 ELSE 0 END)
    FROM clock c JOIN impact m ON m.id = c.impact_id JOIN incident i ON i.id = m.incident_id
    WHERE i.status NOT IN ('withdrawn', 'duplicate', 'not_ours') GROUP BY 1, 2""",
    """SELECT month(p.original_due_at), count(*), sum(CASE WHEN p.kept_at <= p.original_due_at THEN 1 ELSE 0 END)
    FROM promise p WHERE p.status <> 'released' GROUP BY 1""",
)
"""What some measures would be counted by without facts: months in UTC, days not ended anywhere."""
