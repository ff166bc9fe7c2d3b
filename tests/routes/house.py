"""What stands around the business: files, the front step, the record, the API's description, signing in."""

from tests.routes.route import ADMIN, CLIENT, DRAW, EVERYBODY, OVERSEE, READ, SIGNED_IN, Route, api, page

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
    # for whoever keeps it running
    page("operating.show", "GET", "/settings/operation", READ | {ADMIN}),
    page("operating.metrics", "GET", "/metrics", EVERYBODY, is_hidden=True),
    # the record
    page("record.show", "GET", "/record", SIGNED_IN),
    page("record.findings", "GET", "/record/findings", READ | {ADMIN}),
    page("record.receipt", "POST", "/record/receipts/{client_reference}", READ | {CLIENT}),
    page("record.keys", "GET", "/.well-known/amends-keys.txt", EVERYBODY),
    page("exceptions.index", "GET", "/record/exceptions", OVERSEE),
    page("exceptions.sheet", "GET", "/record/exceptions.csv", OVERSEE),
    page("readings.index", "GET", "/record/readings", OVERSEE),
    page("sample.index", "GET", "/record/sample", DRAW),
    page("sample.draw", "POST", "/record/sample", DRAW),
    page("sample.pack", "POST", "/record/sample/{none}/pack", DRAW),
    page("sample.download", "GET", "/record/sample/{none}.zip", DRAW),
    # the API's description
    page("docs.api", "GET", "/docs/api", EVERYBODY),
    page("docs.api_topic", "GET", "/docs/api/incidents", EVERYBODY),
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
    # checking a letter's file
    page("checking.show", "GET", "/check", EVERYBODY),
    page("checking.ask", "POST", "/check", EVERYBODY, data={"sha256": "0" * 64}),
)
