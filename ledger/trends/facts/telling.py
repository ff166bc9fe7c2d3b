"""Measures of telling: told first, found first, first notice, updates, letters, and what clients answered.

Each function gives the facts of one case for one measure; what the measure means in words stands in `catalogue`.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from ledger.incidents.told_first import told_first as is_told_first
from ledger.trends.facts.case_rows import CaseRow, ClockRun
from ledger.trends.facts.fact import Fact
from ledger.trends.facts.making import NOT_RECORDED, at_detection, left_out_of, made, within
from ledger.trends.months import day_ends

FOUND_BY_US = ("our_monitoring", "our_staff")
LETTER_CLOCKS = ("first_letter", "final_letter")
ACKNOWLEDGED_WITHIN = timedelta(days=10)
DISPUTED_WITHIN = timedelta(days=30)
LEAST_GRACE = timedelta(minutes=5)
GRACE = 10
"""An update may come a tenth of its gap late, and five minutes at least: a minute is no broken word."""
MINUTE = timedelta(minutes=1)


def told_first(case: CaseRow) -> Iterator[Fact]:
    """M1: notified before the client reported, or without its ever reporting. One fact an impact.

    Of an imported one without a notice nobody knows: the file that it came from does not say whom we told.
    """
    for impact in case.impacts:
        first = is_told_first(impact.notified_at, impact.reported_at)
        unknown = case.imported and case.detected_at is not None and impact.notified_at is None
        yield at_detection(
            case,
            "told_first",
            impact.id,
            client_id=impact.client_id,
            met_at=impact.notified_at if first else None,
            left_out=left_out_of(case) or (NOT_RECORDED if unknown else None),
        )


def found_first(case: CaseRow) -> Iterator[Fact]:
    """Under M1: our monitoring or staff detected it before the client's report. One fact an impact."""
    for impact in case.impacts:
        ours = case.found_by in FOUND_BY_US and case.detected_at is not None
        first = ours and (impact.reported_at is None or _before(case.detected_at, impact.reported_at))
        met = case.detected_at if first else None
        yield at_detection(case, "found_first", impact.id, client_id=impact.client_id, met_at=met)


def first_notice(case: CaseRow) -> Iterator[Fact]:
    """M2: notified within the minutes of the plan; one fact an impact that has such a clock, due when that is."""
    runs = _runs(case, "first_notice")
    for impact in case.impacts:
        if impact.id in runs:
            run = runs[impact.id][0]
            told_at = run.stopped_at or impact.notified_at
            yield made(
                case,
                "first_notice",
                impact.id,
                run.due_at,
                counts_at=run.due_at,
                met_at=told_at if told_at and told_at <= run.due_at else None,
                left_out=left_out_of(case),
                client_id=impact.client_id,
                minutes=max(0, (told_at - run.zero_at) // MINUTE) if told_at else None,
                split=impact.client_id,
            )


def letters_on_time(case: CaseRow) -> Iterator[Fact]:
    """M4: issued by the end of the client's due day; unsent and due is late. One fact a letter that was due."""
    clients = {impact.id: impact for impact in case.impacts}
    for kind in LETTER_CLOCKS:
        for impact_id, runs in _runs(case, kind).items():
            run, impact = runs[0], clients[impact_id]
            due_at = day_ends(run.due_at, impact.zone)
            yield made(
                case,
                "letters_on_time",
                run.id,
                due_at,
                counts_at=due_at,
                met_at=run.stopped_at if run.stopped_at and run.stopped_at <= due_at else None,
                left_out=left_out_of(case),
                client_id=impact.client_id,
            )


def updates_on_cadence(case: CaseRow) -> Iterator[Fact]:
    """M5: every gap between updates no longer than promised and its grace. One fact an impact with updates.

    Each client has its own: another client's late update is nothing to learn from one's own figures.
    """
    runs = _runs(case, "updates")
    for impact in case.impacts:
        if mine := runs.get(impact.id):
            late = [until for run in mine if (until := _late_from(run)) is not None]
            yield at_detection(
                case,
                "updates_on_cadence",
                impact.id,
                client_id=impact.client_id,
                counts_at=mine[0].due_at,
                met_at=mine[0].due_at,
                unmet_at=min(late, default=None),
            )


def acknowledged(case: CaseRow) -> Iterator[Fact]:
    """M13: the client acknowledged a letter within ten days. One fact an issued letter."""
    for letter in case.letters:
        said = min((answer.at for answer in letter.answers if answer.kind == "acknowledged"), default=None)
        met = within(said, letter.issued_at, ACKNOWLEDGED_WITHIN)
        yield _of_letter(case, "acknowledged", letter.id, letter.client_id, letter.issued_at, met)


def disputed(case: CaseRow) -> Iterator[Fact]:
    """M14: the client disputed a letter within thirty days. One fact an issued letter."""
    for letter in case.letters:
        said = min((answer.at for answer in letter.answers if answer.kind == "dispute"), default=None)
        met = within(said, letter.issued_at, DISPUTED_WITHIN)
        yield _of_letter(case, "disputed", letter.id, letter.client_id, letter.issued_at, met)


def disputes_upheld(case: CaseRow) -> Iterator[Fact]:
    """Under M14: of the disputes we replied to, those after which the letter was corrected. One fact a dispute."""
    for letter in case.letters:
        for answer in letter.answers:
            if answer.kind == "dispute" and answer.replied_at is not None:
                upheld = letter.corrected_at is not None and letter.corrected_at >= answer.at
                met = letter.corrected_at if upheld else None
                yield _of_letter(case, "disputes_upheld", answer.id, letter.client_id, answer.replied_at, met)


def _of_letter(  # noqa: PLR0913, PLR0917 the parts of one fact
    case: CaseRow, measure: str, item_id: str, client_id: str, anchor_at: datetime, met_at: datetime | None
) -> Fact:
    """Make a fact of what was sent: a withdrawn incident's letter was still received."""
    return made(case, measure, item_id, anchor_at, counts_at=anchor_at, met_at=met_at, client_id=client_id)


def _runs(case: CaseRow, kind: str) -> dict[str, list[ClockRun]]:
    """Give the clocks of a kind by impact, earliest due first; one that another took the place of is not judged."""
    found: dict[str, list[ClockRun]] = defaultdict(list)
    for run in case.clocks:
        if run.kind == kind and (run.replaced_at is None or run.stopped_at is not None):
            found[run.impact_id].append(run)
    return {impact_id: sorted(runs, key=lambda run: (run.due_at, run.id)) for impact_id, runs in found.items()}


def _late_from(run: ClockRun) -> datetime | None:
    """Say since when an update is or was too late; none where it came in time."""
    allowed = run.due_at + max((run.due_at - run.zero_at) / GRACE, LEAST_GRACE)
    return None if run.stopped_at is not None and run.stopped_at <= allowed else allowed


def _before(one: datetime | None, other: datetime) -> bool:
    return one is not None and one < other
