"""Which addresses show a case, client, letter or file, and which only name some: what readings are written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Shows:
    """What an endpoint shows: the kind of thing, which part of its address names it, and what kind of name that is."""

    what: str
    part: str
    named: str = ""
    way: str = "page"
    called: str = ""
    """What is written down where the address names nothing that people know."""


_INCIDENT = Shows("incident", "reference")
_INCIDENT_API = Shows("incident", "reference", way="api")
_CLIENT = Shows("client", "code")
_CLIENT_API = Shows("client", "code", way="api")
_LETTER = Shows("letter", "letter_id", "letter")
_EVIDENCE = Shows("evidence", "evidence_id", "evidence", "download")

SHOWS: Mapping[str, Shows] = MappingProxyType(
    {
        "incident.show": _INCIDENT,
        "incident.edit": _INCIDENT,
        "incident_list.plain": Shows("incident", "reference", way="download"),
        "timeline.correct": _INCIDENT,
        "answering.impact": _INCIDENT,
        "closing.show": _INCIDENT,
        "letter_batches.show": _INCIDENT,
        "call_sheet.show": _INCIDENT,
        "case_cost.show": _INCIDENT,
        "actions.show": Shows("action", "action_id", "action"),
        "action_list.sheet": Shows("export", "", way="download"),
        "action_steps.file": _EVIDENCE,
        "remedies.show": Shows("remedy", "remedy_id", "remedy"),
        "promises.show": Shows("promise", "promise_id", "promise"),
        "client_page.show": _CLIENT,
        "clients.edit": _CLIENT,
        "contacts.new": _CLIENT,
        "contacts.edit": _CLIENT,
        "letters.show": _LETTER,
        "letters.preview": _LETTER,
        "letters.pdf": Shows("pdf", "letter_id", "letter", "download"),
        "record.receipt": Shows("receipt", "name", "letter", "download"),
        "incident_list.sheet": Shows("export", "", way="download"),
        "books.file": Shows("export", "", way="download", called="books"),
        "exceptions.index": Shows("exceptions", ""),
        "exceptions.sheet": Shows("export", "", way="download"),
        "sample.download": Shows("sample", "sample_id", way="download"),
        "api_trust_reviews.show": Shows("review", "review_id", way="api"),
        "trust_reviews.show": Shows("review", "review_id"),
        "api_trust_reviews.proof": Shows("review", "review_id", way="download"),
        "letter_review.proof": Shows("letter", "letter_id", way="download"),
        "trust_reviews.proof": Shows("review", "review_id", way="download"),
        "trust_reviews.pdf": Shows("review", "review_id", way="download"),
        "trust_reviews.own": Shows("review", "review_id"),
        "trust_reviews.own_pdf": Shows("review", "review_id", way="download"),
        "trend_reports.pdf": Shows("report", "report_id", way="download"),
        "trend_reports.figures": Shows("report", "report_id", way="download"),
        "scorecards.show": _CLIENT,
        "scorecards.pdf": Shows("scorecard", "code", way="download"),
        "trend_files.of_card": Shows("scorecard", "code", way="download"),
        "portal.incident": _INCIDENT,
        "portal_letters.show": _LETTER,
        "portal_package.download": Shows("export", "", way="download", called="everything"),
        "four_questions.show": _INCIDENT,
        "portal_actions.file": _EVIDENCE,
        "portal_promises.show": Shows("promise", "promise_id", "promise"),
        "api_incidents.show": _INCIDENT_API,
        "api_incidents.impact": _INCIDENT_API,
        "api_recovery.show": _INCIDENT_API,
        "api_recovery.read_across": _INCIDENT_API,
        "api_recovery.cost": _INCIDENT_API,
        "api_clients.show": _CLIENT_API,
        "api_clients.read_history": _CLIENT_API,
        "api_contacts.show": _CLIENT_API,
        "api_actions.show": Shows("action", "action_id", "action", "api"),
        "api_actions.history": Shows("action", "action_id", "action", "api"),
        "api_remedies.show": Shows("remedy", "remedy_id", "remedy", "api"),
        "api_promises.show": Shows("promise", "promise_id", "promise", "api"),
        "api_letter_batches.show": _INCIDENT_API,
        "api_letters.show": Shows("letter", "letter_id", "letter", "api"),
        "api_deliveries.index": Shows("letter", "letter_id", "letter", "api"),
        "api_letters.promised": Shows("letter", "letter_id", "letter", "api"),
        "api_letters.file": Shows("pdf", "letter_id", "letter", "api"),
    }
)
"""Every endpoint that shows one case, client, letter or file. A later page adds its line here; a test looks for it."""

LISTS: Mapping[str, str] = MappingProxyType(
    {
        "board.index": "names cases; opening one is written down",
        "incidents.index": "names cases; opening one is written down",
        "owed.index": "names what is owed; opening one is written down",
        "action_list.index": "names actions and their cases; opening one is written down",
        "books.index": "names cases beside bookings; opening one is written down",
        "books.entry": "names the case beside a booking; opening it is written down",
        "letters.index": "names letters; opening one is written down",
        "clients.index": "names clients; opening one is written down",
        "trends.index": "counts cases",
        "trends.figure_table": "counts cases",
        "trends.measure": "counts cases",
        "trends.table": "counts cases",
        "trends.measure_table": "counts cases",
        "trend_files.figure": "counts cases",
        "trend_files.of_measure": "counts cases, and names those of time that would still be billed",
        "trend_files.of_reports": "names reports; fetching one is written down",
        "trend_files.of_reviews": "names reviews; opening one is written down",
        "trend_files.of_own_card": "names a client's own cases; opening one is written down",
        "trends.behind_table": "names cases; opening one is written down",
        "trends.behind": "names cases; opening one is written down",
        "scorecards.own": "names a client's own cases; opening one is written down",
        "scorecards.own_pdf": "names a client's own cases; opening one is written down",
        "portal.index": "names a client's own cases; opening one is written down",
        "portal.incidents": "names a client's own cases; opening one is written down",
        "portal_letters.index": "names a client's own letters; opening one is written down",
        "api_incidents.index": "names cases; reading one is written down",
        "api_actions.index": "names actions and their cases; reading one is written down",
        "api_books.index": "names cases beside bookings; reading one is written down",
        "api_books.show": "names the case beside a booking; reading it is written down",
        "api_clients.index": "names clients; reading one is written down",
        "api_letters.index": "names letters; reading one is written down",
        "calendar.feed": "names what is owed to the calendar of whom the address belongs to",
        "api_recovery.index": "names what is owed; reading one is written down",
        "api_trends.index": "counts cases",
        "api_trend_acts.show": "counts cases",
        "api_trust_reviews.index": "names reviews; reading one is written down",
        "trust_reviews.index": "names reviews; opening one is written down",
        "trust_reviews.own_index": "names a client's own reviews; opening one is written down",
        "trend_reports.index": "names reports; fetching one is written down",
        "api_trend_reports.index": "names reports; fetching one is written down",
        "letter_review.progress": "says whether a letter's file is drawn",
        "letter_batches.progress": "says how far a batch of letters has come",
        "incidents.new": "offers clients to choose from",
        "promises.new": "offers clients to choose from",
        "people.clients_users": "names clients' users and their clients",
        "readings.index": "is this log itself",
        "sample.index": "names samples; fetching one is written down",
        "record.findings": "names what is not as recorded",
    }
)
"""Endpoints that name cases without showing one, each with why it is not written down."""
