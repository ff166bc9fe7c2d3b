"""Signing in, by Flask-Security: password (argon2) and TOTP. It has a session of its own, closed before work begins."""

from datetime import timedelta

from flask import Flask, has_request_context, request
from flask_security import RoleMixin, Security, SQLAlchemySessionUserDatastore, TwoFactorRescueForm, TwoFactorSetupForm
from sqlalchemy.orm import Session, scoped_session
from wtforms import StringField

from ledger.people.models import User
from ledger.work import Ledger

WRITING_BLUEPRINTS = frozenset({"security", "account"})


class NoRole(RoleMixin):  # type: ignore[misc] # the library is untyped
    """Flask-Security wants a role table; roles are a column here and permissions plain data."""


class SecondStepForm(TwoFactorSetupForm):  # type: ignore[misc] # the library is untyped
    """Turning the second step on or off: one word, for the library's list of ways warns, and we have one."""

    setup = StringField("Way")


class NoRescueForm(TwoFactorRescueForm):  # type: ignore[misc] # the library is untyped
    """A lost device is an administrator's matter (people page): nothing is mailed to anybody from here."""

    help_setup = StringField("Help")

    def validate(self, **_more: object) -> bool:
        """Never accept it; the page says whom to ask."""
        return False


def add_sign_in(app: Flask, ledger: Ledger) -> Security:
    """Put sign-in before the application."""
    sessions = scoped_session(lambda: _session(ledger))
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 the name of a method
        SECURITY_PASSWORD_SALT=ledger.settings.secret_key,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_TRACKABLE=True,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_ALWAYS_VALIDATE=True,
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_TOTP_SECRETS={"1": ledger.settings.secret_key},
        SECURITY_TOTP_ISSUER="Amends",
        SECURITY_CHANGEABLE=True,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/login",
        SECURITY_URL_PREFIX=None,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=ledger.settings.public_url.startswith("https://"),
    )
    store = SQLAlchemySessionUserDatastore(sessions, User, NoRole)
    security = Security(app, store, two_factor_setup_form=SecondStepForm, two_factor_rescue_form=NoRescueForm)

    @app.teardown_request
    def _close(_fault: BaseException | None) -> None:
        sessions.remove()

    return security


def _session(ledger: Ledger) -> Session:
    writes = has_request_context() and request.method == "POST" and request.blueprint in WRITING_BLUEPRINTS
    return ledger.database.write() if writes else ledger.database.read()
