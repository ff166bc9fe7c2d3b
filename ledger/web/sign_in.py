"""Signing in, by Flask-Security: password (argon2) and a second step by code."""

from datetime import timedelta

from flask import Flask
from flask_security import RoleMixin, Security

from ledger.config import Settings
from ledger.web.second_step import SET_UP_WITHIN, CodesTakenOnce, NoRescueForm, SecondStepForm, keep_key_shown
from ledger.web.sign_in_store import RecordingStore
from ledger.web.sign_in_words import MESSAGES
from ledger.web.throttling import add_throttling

SHORTEST_PASSWORD = 12
"""NIST SP 800-63B asks for 8 beside a second step, which is optional here; length is what helps."""


class NoRole(RoleMixin):
    """Flask-Security wants a role table; roles are a column here and permissions plain data."""


def add_sign_in(app: Flask, settings: Settings) -> Security:
    """Put sign-in before the application."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 the name of a method
        SECURITY_PASSWORD_SALT=settings.secret_key,
        SECURITY_PASSWORD_LENGTH_MIN=SHORTEST_PASSWORD,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_TRACKABLE=False,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_ALWAYS_VALIDATE=True,
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_TWO_FACTOR_SETUP_WITHIN=SET_UP_WITHIN,
        SECURITY_TWO_FACTOR_POST_SETUP_VIEW="/account",
        SECURITY_TOTP_SECRETS={"1": settings.secret_key},
        SECURITY_TOTP_ISSUER="Amends",
        SECURITY_CHANGEABLE=True,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_POST_CHANGE_VIEW="/account",
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/login",
        SECURITY_URL_PREFIX=None,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
    )
    for name, sentence in MESSAGES.items():
        app.config[f"SECURITY_MSG_{name}"] = (sentence, "error" if "SUCCESS" not in name else "done")
    for name in ("PASSWORD_CHANGE", "TWO_FACTOR_DISABLED"):
        app.config[f"SECURITY_MSG_{name}"] = (MESSAGES[name], "done")
    store = RecordingStore(NoRole)
    security = Security(
        app,
        store,
        two_factor_setup_form=SecondStepForm,
        two_factor_rescue_form=NoRescueForm,
        totp_cls=CodesTakenOnce,
    )
    keep_key_shown(app)
    add_throttling(app)

    @app.teardown_request
    def _close(_fault: BaseException | None) -> None:
        store.sessions.remove()

    return security
