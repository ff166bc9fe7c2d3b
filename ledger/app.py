"""The application: the only place where everything meets."""

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from ledger.config import Settings, home
from ledger.web.api_door.document import open_door
from ledger.web.errors import register_errors
from ledger.web.frame import add_frame
from ledger.web.headers import add_headers
from ledger.web.jobs import EXTENSION as JOBS
from ledger.web.pressed_once import add_pressed_once
from ledger.web.read_log import add_read_log
from ledger.web.register import register_routes
from ledger.web.session import EXTENSION
from ledger.web.sign_in import add_sign_in
from ledger.work import Ledger, open_ledger
from ledger.worker.jobs import Jobs


def create_app(settings: Settings, ledger: Ledger | None = None) -> Flask:
    """Return the application that serves `ledger`, by default the one which `settings` describe.

    Only the default one writes down who read what in the background; over a given ledger the lines wait to be flushed.
    """
    templates = str(home() / "templates")
    app = Flask("ledger", template_folder=templates, static_folder="web/static", static_url_path="/static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_limit,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,
    )
    is_served = ledger is None
    app.extensions[EXTENSION] = ledger = ledger or open_ledger(settings)
    app.extensions[JOBS] = Jobs(ledger)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign] # Flask's own recipe
    Bootstrap5(app)
    csrf = CSRFProtect(app)
    add_sign_in(app, ledger.settings)
    add_frame(app)
    add_headers(app)
    add_read_log(app, ledger, background=is_served)
    register_routes(app, open_door(app))
    for name, blueprint in app.blueprints.items():
        if name.startswith("api_"):
            csrf.exempt(blueprint)
    register_errors(app)
    add_pressed_once(app)
    return app
