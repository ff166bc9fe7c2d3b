"""Every endpoint with who may use it: one line each. `test_routes.py` walks it, `test_canary.py` reads through it.

How to add a line: `page("room.verb", "POST", "/room/{incident}/verb", WORK)` for pages, `api(...)` likewise. Names in
braces are filled from `tests/support/seeded.py` (add yours there); `{none}` is an id that names nothing, and then those
who may get 404. Whoever may not gets 403 (`others=404` where even the existence is hidden), nobody is sent to the
sign-in page (API: 401).

A route refuses by permission before it reads the form: put `@needs("verb")` (ledger/web/session.py) under the route
decorator. `data` is what a form or a JSON body says, `query` what stands behind the question mark; mostly neither is
needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SM, LEAD, ADMIN, AUDITOR, CLIENT = "service_manager", "leadership", "admin", "auditor", "client"
NOBODY = "nobody"
"""Somebody who has not signed in; over the API, somebody without a token."""

WORK = frozenset({SM, LEAD})
READ = WORK | {AUDITOR}
STAFF = READ | {ADMIN}
SIGNED_IN = STAFF | {CLIENT}
EVERYBODY = SIGNED_IN | {NOBODY}
ONLY_ADMIN, ONLY_LEAD, ONLY_CLIENT = frozenset({ADMIN}), frozenset({LEAD}), frozenset({CLIENT})


@dataclass(frozen=True)
class Route:
    """One endpoint with one method: a sample address, who may use it, and what the others are told."""

    endpoint: str
    method: str
    path: str
    may: frozenset[str]
    others: int = 403
    data: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    is_api: bool = False


def page(endpoint: str, method: str, path: str, may: frozenset[str], **more: Any) -> Route:
    """Return a page's line."""
    return Route(endpoint, method, path, may, **more)


def api(endpoint: str, method: str, path: str, may: frozenset[str], **more: Any) -> Route:
    """Return an API resource's line."""
    return Route(endpoint, method, path, may, is_api=True, **more)


ROUTES: tuple[Route, ...] = (
    # files
    page("static", "GET", "/static/css/amends.css", EVERYBODY),
    page("bootstrap.static", "GET", "/bootstrap/static/css/bootstrap.min.css", EVERYBODY),
    page("security.static", "GET", "/fs-static/js/webauthn.js", EVERYBODY),
    # the front step
    page("front.index", "GET", "/", SIGNED_IN),
    page("front.font", "GET", "/static/fonts/SourceSansPro-Regular.ttf", EVERYBODY),
    page("front.favicon", "GET", "/favicon.ico", EVERYBODY),
    page("front.robots", "GET", "/robots.txt", EVERYBODY),
    page("front.health", "GET", "/healthz", EVERYBODY),
    # the record
    page("record.show", "GET", "/record", SIGNED_IN),
    page("record.receipt", "POST", "/record/receipts/{client_reference}", READ | {CLIENT}),
    page("record.keys", "GET", "/.well-known/amends-keys.txt", EVERYBODY),
    # the API's description
    page("docs.api", "GET", "/docs/api", EVERYBODY),
    page("docs.problems", "GET", "/docs/problems", EVERYBODY),
    api("api-docs.openapi_json", "GET", "/api/v1/openapi.json", EVERYBODY),
    # signing in
    page("security.login", "GET", "/login", EVERYBODY),
    page("security.login", "POST", "/login", EVERYBODY),
    page("security.logout", "POST", "/logout", EVERYBODY),
    page("security.change_password", "GET", "/change", SIGNED_IN),
    page("security.change_password", "POST", "/change", SIGNED_IN),
    page("security.verify", "GET", "/verify", SIGNED_IN),
    page("security.verify", "POST", "/verify", SIGNED_IN),
    page("security.two_factor_setup", "GET", "/tf-setup", EVERYBODY),
    page("security.two_factor_setup", "POST", "/tf-setup", EVERYBODY),
    page("security.two_factor_setup_validate", "POST", "/tf-setup/none", EVERYBODY),
    page("security.two_factor_token_validation", "GET", "/tf-validate", EVERYBODY),
    page("security.two_factor_token_validation", "POST", "/tf-validate", EVERYBODY),
    page("security.two_factor_rescue", "GET", "/tf-rescue", EVERYBODY),
    page("security.two_factor_rescue", "POST", "/tf-rescue", EVERYBODY),
    page("security.tf_select", "GET", "/tf-select", EVERYBODY),
    page("security.tf_select", "POST", "/tf-select", EVERYBODY),
    page("invitations.show", "GET", "/invitation/{invitation}", EVERYBODY),
    page("invitations.redeem", "POST", "/invitation/{invitation}", EVERYBODY),
    page("invitations.link", "GET", "/sign-in-link", EVERYBODY),
    page("invitations.ask_link", "POST", "/sign-in-link", EVERYBODY),
    # people
    page("account.show", "GET", "/account", SIGNED_IN),
    page("account.change", "POST", "/account", SIGNED_IN),
    page("account.add_token", "POST", "/account/tokens", READ),
    page("account.revoke", "POST", "/account/tokens/{none}/revoke", READ),
    page("settings.first_run", "GET", "/first-run", ONLY_ADMIN),
    page("settings.begin", "POST", "/first-run", ONLY_ADMIN),
    page("settings.show", "GET", "/settings", STAFF),
    page("settings.save", "POST", "/settings", ONLY_ADMIN),
    page("people.index", "GET", "/people", STAFF),
    page("people.new", "GET", "/people/new", ONLY_ADMIN),
    page("people.create", "POST", "/people/new", ONLY_ADMIN),
    page("people.clients_users", "GET", "/people/clients", STAFF),
    page("people.new_client_user", "GET", "/people/clients/new", ONLY_ADMIN),
    page("people.create_client_user", "POST", "/people/clients/new", ONLY_ADMIN),
    page("people.show", "GET", "/people/{user}", ONLY_ADMIN),
    page("people.change", "POST", "/people/{user}", ONLY_ADMIN),
    page("people.remove_second_step", "POST", "/people/{user}/second-step", ONLY_ADMIN),
    page("people.print_invitation", "POST", "/people/{client_user}/invitation", ONLY_ADMIN),
    page("people.mail_invitation", "POST", "/people/{client_user}/invitation-mail", ONLY_ADMIN),
    # clients
    page("clients.index", "GET", "/clients", READ),
    page("clients.new", "GET", "/clients/new", WORK),
    page("clients.create", "POST", "/clients/new", WORK),
    page("client_page.show", "GET", "/clients/{client}", READ),
    page("clients.edit", "GET", "/clients/{client}/edit", WORK),
    page("clients.save", "POST", "/clients/{client}/edit", WORK),
    page("clients.change_code", "POST", "/clients/{client}/code", WORK),
    page("clients.change_status", "POST", "/clients/{client}/status", WORK),
    page("contacts.new", "GET", "/clients/{client}/contacts/new", WORK),
    page("contacts.create", "POST", "/clients/{client}/contacts/new", WORK),
    page("contacts.edit", "GET", "/clients/{client}/contacts/{contact}", WORK),
    page("contacts.save", "POST", "/clients/{client}/contacts/{contact}", WORK),
    page("contacts.change_status", "POST", "/clients/{client}/contacts/{contact}/status", WORK),
    page("contacts.move", "POST", "/clients/{client}/contacts/{contact}/place", WORK),
    api("api_clients.index", "GET", "/api/v1/clients", READ),
    api("api_clients.create", "POST", "/api/v1/clients", WORK),
    api("api_clients.show", "GET", "/api/v1/clients/{client}", READ),
    api("api_clients.change", "PUT", "/api/v1/clients/{client}", WORK),
    api("api_clients.change_code", "PUT", "/api/v1/clients/{client}/code", WORK),
    api("api_clients.change_status", "PUT", "/api/v1/clients/{client}/status", WORK),
    api("api_clients.read_history", "GET", "/api/v1/clients/{client}/history", READ),
    api("api_contacts.create", "POST", "/api/v1/clients/{client}/contacts", WORK),
    api("api_contacts.show", "GET", "/api/v1/clients/{client}/contacts/{contact}", READ),
    api("api_contacts.change", "PUT", "/api/v1/clients/{client}/contacts/{contact}", WORK),
    api("api_contacts.change_status", "PUT", "/api/v1/clients/{client}/contacts/{contact}/status", WORK),
    api("api_contacts.move", "PUT", "/api/v1/clients/{client}/contacts/{contact}/place", WORK),
    api("api_plans.index", "GET", "/api/v1/plans", READ),
    api("api_plans.create", "POST", "/api/v1/plans", WORK),
    api("api_plans.show", "GET", "/api/v1/plans/{plan}", READ),
    api("api_plans.change", "PUT", "/api/v1/plans/{plan}", WORK),
    page("plans.index", "GET", "/plans", READ),
    page("plans.new", "GET", "/plans/new", WORK),
    page("plans.create", "POST", "/plans/new", WORK),
    page("plans.edit", "GET", "/plans/{plan}", WORK),
    page("plans.save", "POST", "/plans/{plan}", WORK),
    # incidents
    page("board.index", "GET", "/board", READ),
    page("incidents.index", "GET", "/incidents", READ),
    page("incident_list.sheet", "GET", "/incidents.csv", READ),
    page("incident_list.plain", "GET", "/incidents/{incident}.txt", READ),
    page("incidents.new", "GET", "/incidents/new", WORK),
    page("incidents.create", "POST", "/incidents/new", WORK),
    api("api_incidents.index", "GET", "/api/v1/incidents", READ),
    api("api_incidents.create", "POST", "/api/v1/incidents", WORK),
    api("api_incidents.show", "GET", "/api/v1/incidents/{incident}", READ),
    api("api_incidents.change", "PATCH", "/api/v1/incidents/{incident}", WORK),
    api("api_incidents.write", "POST", "/api/v1/incidents/{incident}/entries", WORK),
    api("api_incidents.move", "POST", "/api/v1/incidents/{incident}/milestones", WORK),
    api("api_incidents.impact", "GET", "/api/v1/incidents/{incident}/impacts/{client}", READ),
    api("api_incidents.change_impact", "PATCH", "/api/v1/incidents/{incident}/impacts/{client}", WORK),
    page("incident.show", "GET", "/incidents/{incident}", READ),
    page("incident.edit", "GET", "/incidents/{incident}/edit", WORK),
    page("incident.save", "POST", "/incidents/{incident}/edit", WORK),
    page("incident.create_factor", "POST", "/incidents/{incident}/factors", WORK),
    page("incident.delete_factor", "POST", "/incidents/{incident}/factors/{factor}/remove", WORK),
    page("timeline.add", "POST", "/incidents/{incident}/entries", WORK),
    page("timeline.paste", "POST", "/incidents/{incident}/entries/paste", WORK),
    page("timeline.correct", "GET", "/incidents/{incident}/entries/{entry}/correct", WORK),
    page("timeline.save_correction", "POST", "/incidents/{incident}/entries/{entry}/correct", WORK),
    page("timeline.publish", "POST", "/incidents/{incident}/entries/{entry}/publish", WORK),
    page("answering.save_milestones", "POST", "/incidents/{incident}/milestones", WORK),
    page("answering.save_reopening", "POST", "/incidents/{incident}/reopen", WORK),
    page("answering.create_impact", "POST", "/incidents/{incident}/impacts", WORK),
    page("answering.impact", "GET", "/incidents/{incident}/impacts/{client}", WORK),
    page("answering.save_impact", "POST", "/incidents/{incident}/impacts/{client}", WORK),
    page("answering.save_handover", "POST", "/incidents/{incident}/handover", WORK),
    page("answering.save_severity", "POST", "/incidents/{incident}/severity", WORK),
    page("answering.create_proposal", "POST", "/incidents/{incident}/proposals", WORK),
    page("answering.save_decision", "POST", "/incidents/{incident}/proposals/{proposal}", ONLY_LEAD),
    page("closing.show", "GET", "/incidents/{incident}/close", WORK),
    page("closing.close", "POST", "/incidents/{incident}/close", WORK),
    api("api_incidents.close", "POST", "/api/v1/incidents/{incident}/close", WORK),
    page("call_sheet.show", "GET", "/incidents/{incident}/calls", WORK),
    page("call_sheet.log", "POST", "/incidents/{incident}/calls", WORK),
    page("importing.new", "GET", "/import/statuspage", WORK),
    page("importing.upload", "POST", "/import/statuspage", WORK),
    page("importing.plan", "GET", "/import/statuspage/{none}", WORK),
    page("importing.create", "POST", "/import/statuspage/{none}", WORK),
    # recovery
    page("recovery.update", "POST", "/incidents/{incident}/update", WORK),
    page("recovery.create_action", "POST", "/incidents/{incident}/actions", WORK),
    page("recovery.create_remedy", "POST", "/incidents/{incident}/remedies", WORK),
    page("recovery.create_promise", "POST", "/incidents/{incident}/promises", WORK),
    page("actions.show", "GET", "/actions/{action}", READ),
    page("actions.edit", "POST", "/actions/{action}/edit", WORK),
    page("actions.publish", "POST", "/actions/{action}/show-to-clients", WORK),
    page("actions.redate", "POST", "/actions/{action}/redate", WORK),
    page("actions.implement", "POST", "/actions/{action}/implement", WORK),
    page("actions.send_back", "POST", "/actions/{action}/send-back", WORK),
    page("actions.verify", "POST", "/actions/{action}/verify", WORK),
    page("actions.cancel", "POST", "/actions/{action}/cancel", WORK),
    page("action_list.index", "GET", "/actions", READ),
    page("action_list.sheet", "GET", "/actions.csv", READ),
    page("action_steps.plan", "POST", "/actions/{action}/plan", WORK),
    page("action_steps.fund", "POST", "/actions/{action}/fund", WORK),
    page("action_steps.start", "POST", "/actions/{action}/start", WORK),
    page("action_steps.watch", "POST", "/actions/{action}/watch", WORK),
    page("action_steps.containment", "POST", "/actions/{action}/containment", WORK),
    page("action_steps.result", "POST", "/actions/{action}/result", WORK),
    page("action_steps.resume", "POST", "/actions/{action}/resume", WORK),
    page("action_steps.hand_over", "POST", "/actions/{action}/hand-over", WORK),
    page("action_steps.take_up", "POST", "/actions/{action}/take-up", WORK),
    page("action_steps.attach", "POST", "/actions/{action}/evidence", WORK),
    page("action_steps.publish", "POST", "/actions/{action}/evidence/{none}/show-to-clients", WORK),
    page("action_steps.file", "GET", "/actions/evidence/{none}", READ),
    page("recovery.read_across", "POST", "/incidents/{incident}/read-across", WORK),
    page("portal_actions.attest", "POST", "/portal/incidents/{client_reference}/actions/{action}/attest", ONLY_CLIENT),
    page("portal_actions.file", "GET", "/portal/evidence/{none}", ONLY_CLIENT),
    page("remedies.show", "GET", "/remedies/{remedy}", READ),
    page("remedies.approve", "POST", "/remedies/{remedy}/approve", WORK),
    page("remedies.promise", "POST", "/remedies/{remedy}/promise", WORK),
    page("remedies.deliver", "POST", "/remedies/{remedy}/deliver", WORK),
    page("remedies.decline", "POST", "/remedies/{remedy}/decline", WORK),
    page("remedies.withdraw", "POST", "/remedies/{remedy}/withdraw", WORK),
    page("promises.new", "GET", "/promises/new", WORK),
    page("promises.create", "POST", "/promises/new", WORK),
    page("promises.show", "GET", "/promises/{promise}", READ),
    page("promises.keep", "POST", "/promises/{promise}/keep", WORK),
    page("promises.redate", "POST", "/promises/{promise}/redate", WORK),
    page("promises.release", "POST", "/promises/{promise}/release", WORK),
    page("promises.give_up", "POST", "/promises/{promise}/break", WORK),
    page("owed.index", "GET", "/owed", READ),
    api("api_recovery.show", "GET", "/api/v1/recovery/incidents/{incident}", READ),
    api("api_recovery.update", "POST", "/api/v1/recovery/incidents/{incident}/updates", WORK),
    api("api_recovery.index", "GET", "/api/v1/recovery/owed", READ),
    api("api_recovery.read_across", "GET", "/api/v1/recovery/incidents/{incident}/read-across", READ),
    api("api_recovery.answer", "POST", "/api/v1/recovery/incidents/{incident}/read-across", WORK),
    api("api_actions.index", "GET", "/api/v1/actions", READ),
    api("api_actions.history", "GET", "/api/v1/actions/{action}/history", READ),
    api("api_action-steps.plan", "POST", "/api/v1/actions/{action}/plan", WORK),
    api("api_action-steps.fund", "POST", "/api/v1/actions/{action}/fund", WORK),
    api("api_action-steps.start", "POST", "/api/v1/actions/{action}/start", WORK),
    api("api_action-steps.watch", "POST", "/api/v1/actions/{action}/watch", WORK),
    api("api_action-steps.containment", "POST", "/api/v1/actions/{action}/containment", WORK),
    api("api_action-steps.result", "POST", "/api/v1/actions/{action}/result", WORK),
    api("api_action-steps.resume", "POST", "/api/v1/actions/{action}/resume", WORK),
    api("api_action-steps.hand_over", "POST", "/api/v1/actions/{action}/hand-over", WORK),
    api("api_action-steps.take_up", "POST", "/api/v1/actions/{action}/take-up", WORK),
    api("api_action-steps.attach", "POST", "/api/v1/actions/{action}/evidence", WORK),
    api("api_action-steps.publish", "POST", "/api/v1/actions/evidence/{none}/show-to-clients", WORK),
    api("api_action-steps.file", "GET", "/api/v1/actions/evidence/{none}", READ),
    api("api_actions.create", "POST", "/api/v1/actions", WORK),
    api("api_actions.show", "GET", "/api/v1/actions/{action}", READ),
    api("api_actions.change", "PATCH", "/api/v1/actions/{action}", WORK),
    api("api_actions.redate", "POST", "/api/v1/actions/{action}/redate", WORK),
    api("api_actions.implement", "POST", "/api/v1/actions/{action}/implement", WORK),
    api("api_actions.send_back", "POST", "/api/v1/actions/{action}/send-back", WORK),
    api("api_actions.verify", "POST", "/api/v1/actions/{action}/verify", WORK),
    api("api_actions.cancel", "POST", "/api/v1/actions/{action}/cancel", WORK),
    api("api_actions.publish", "POST", "/api/v1/actions/{action}/show-to-clients", WORK),
    api("api_remedies.create", "POST", "/api/v1/remedies", WORK),
    api("api_remedies.show", "GET", "/api/v1/remedies/{remedy}", READ),
    api("api_remedies.approve", "POST", "/api/v1/remedies/{remedy}/approve", WORK),
    api("api_remedies.promise", "POST", "/api/v1/remedies/{remedy}/promise", WORK),
    api("api_remedies.deliver", "POST", "/api/v1/remedies/{remedy}/deliver", WORK),
    api("api_remedies.decline", "POST", "/api/v1/remedies/{remedy}/decline", WORK),
    api("api_remedies.withdraw", "POST", "/api/v1/remedies/{remedy}/withdraw", WORK),
    api("api_promises.create", "POST", "/api/v1/promises", WORK),
    api("api_promises.show", "GET", "/api/v1/promises/{promise}", READ),
    api("api_promises.keep", "POST", "/api/v1/promises/{promise}/keep", WORK),
    api("api_promises.redate", "POST", "/api/v1/promises/{promise}/redate", WORK),
    api("api_promises.release", "POST", "/api/v1/promises/{promise}/release", WORK),
    api("api_promises.give_up", "POST", "/api/v1/promises/{promise}/break", WORK),
    # letters
    page("letters.index", "GET", "/letters", READ),
    page("letters.create", "POST", "/letters/new", WORK),
    page("letters.show", "GET", "/letters/{letter}", READ),
    page("letters.edit", "POST", "/letters/{letter}", WORK),
    page("letters.people", "POST", "/letters/{letter}/people", WORK),
    page("letters.refresh", "POST", "/letters/{letter}/refresh", WORK),
    page("letters.discard", "POST", "/letters/{letter}/discard", WORK),
    page("letters.preview", "GET", "/letters/{letter}/preview", READ),
    page("letters.pdf", "GET", "/letters/{issued_letter}/letter.pdf", READ | {CLIENT}, others=404),
    page("letter_review.submit", "POST", "/letters/{letter}/submit", WORK),
    page("letter_review.approve", "POST", "/letters/{letter}/approve", WORK),
    page("letter_review.alone", "POST", "/letters/{letter}/alone", WORK),
    page("letter_review.back", "POST", "/letters/{letter}/back", WORK),
    page("letter_review.issue", "POST", "/letters/{letter}/issue", WORK),
    page("letter_review.finish", "POST", "/letters/{letter}/finish", WORK),
    page("letter_review.progress", "GET", "/letters/{letter}/progress", READ),
    page("letter_review.second_look", "POST", "/letters/{letter}/second-look", WORK),
    page("letter_review.answer", "POST", "/letters/{issued_letter}/answers", WORK),
    api("api_letters.index", "GET", "/api/v1/letters", READ),
    api("api_letters.create", "POST", "/api/v1/letters", WORK),
    api("api_letters.show", "GET", "/api/v1/letters/{letter}", READ),
    api("api_letters.change", "PATCH", "/api/v1/letters/{letter}", WORK),
    api("api_letters.refresh", "POST", "/api/v1/letters/{letter}/refresh", WORK),
    api("api_letters.submit", "POST", "/api/v1/letters/{letter}/submit", WORK),
    api("api_letters.approve", "POST", "/api/v1/letters/{letter}/approve", WORK),
    api("api_letters.back", "POST", "/api/v1/letters/{letter}/back", WORK),
    api("api_letters.issue", "POST", "/api/v1/letters/{letter}/issue", WORK),
    api("api_letters.file", "GET", "/api/v1/letters/{issued_letter}/letter.pdf", READ),
    api("api_letters.answer", "POST", "/api/v1/letters/{issued_letter}/answers", WORK),
    page("letter_review.reply", "POST", "/letters/{issued_letter}/answers/{answer}/reply", WORK),
    # trends
    api("api_trends.index", "GET", "/api/v1/trends", READ),
    page("trends.index", "GET", "/trends", READ),
    page("trends.behind", "GET", "/trends/cases", READ, query="measure=told_first"),
    # the portal
    page("portal.index", "GET", "/portal", ONLY_CLIENT),
    page("portal.incidents", "GET", "/portal/incidents", ONLY_CLIENT),
    page("portal.incident", "GET", "/portal/incidents/{client_reference}", ONLY_CLIENT),
    page("portal_letters.index", "GET", "/portal/letters", ONLY_CLIENT),
    page("portal_letters.show", "GET", "/portal/letters/{issued_letter}", ONLY_CLIENT),
    page("portal_letters.acknowledge", "POST", "/portal/letters/{issued_letter}/read", ONLY_CLIENT),
    page("portal_letters.answer", "POST", "/portal/letters/{issued_letter}/answer", ONLY_CLIENT),
)
