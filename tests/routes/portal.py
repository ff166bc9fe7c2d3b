"""What a client reads."""

from tests.routes.route import ONLY_CLIENT, WORK, Route, page

ROUTES: tuple[Route, ...] = (
    page("portal.index", "GET", "/portal", ONLY_CLIENT),
    page("portal.incidents", "GET", "/portal/incidents", ONLY_CLIENT),
    page("portal.incident", "GET", "/portal/incidents/{client_reference}", ONLY_CLIENT),
    page("portal_promises.show", "GET", "/portal/promises/{promise}", ONLY_CLIENT),
    page("portal_promises.release", "POST", "/portal/promises/{promise}/release", ONLY_CLIENT),
    page("portal_promises.agree", "POST", "/portal/promises/{promise}/agree", ONLY_CLIENT),
    page("portal_package.download", "GET", "/portal/everything.zip", ONLY_CLIENT),
    page("four_questions.show", "GET", "/portal/incidents/{client_reference}/questions", ONLY_CLIENT),
    page("four_questions.answer", "POST", "/portal/incidents/{client_reference}/questions", ONLY_CLIENT),
    page("four_questions.record", "POST", "/letters/{issued_letter}/questions", WORK),
    page("portal_letters.index", "GET", "/portal/letters", ONLY_CLIENT),
    page("portal_letters.show", "GET", "/portal/letters/{issued_letter}", ONLY_CLIENT),
    page("portal_letters.acknowledge", "POST", "/portal/letters/{issued_letter}/read", ONLY_CLIENT),
    page("portal_letters.answer", "POST", "/portal/letters/{issued_letter}/answer", ONLY_CLIENT),
)
