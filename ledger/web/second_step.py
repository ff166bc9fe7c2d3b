"""The second step of signing in: a code from an app (TOTP, RFC 6238), each taken once."""

import io
from base64 import b64encode
from datetime import timedelta
from typing import Any

import segno
from flask import Flask, current_app, render_template, request
from flask_security import (
    Totp,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    UserMixin,
    current_user,
)
from flask_security.utils import check_and_get_token_status, url_for_security
from passlib.totp import TotpMatch
from wtforms import StringField

from ledger.people.actor import SYSTEM
from ledger.people.listing import last_code_step
from ledger.people.operations.attempts import code_taken
from ledger.web.session import ledger

SET_UP_WITHIN = timedelta(minutes=30)
"""So long may pass between the key and the first code."""


class SecondStepForm(TwoFactorSetupForm):
    """Turning the second step on or off: one word, for the library's list of ways warns, and we have one."""

    setup = StringField("Way")


class NoRescueForm(TwoFactorRescueForm):
    """A lost device is an administrator's matter (people page): nothing is mailed to anybody from here."""

    help_setup = StringField("Help")

    def validate(self, **_more: Any) -> bool:
        """Never accept it; the page says whom to ask."""
        return False


class CodesTakenOnce(Totp):
    """The library's codes, with the protection against a second use that it leaves to us."""

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Return the time step of the last code this person used."""
        return ledger().ask(last_code_step, SYSTEM, str(user.id))

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Remember the time step of the code that was just taken."""
        address = request.remote_addr or ""
        ledger().do(code_taken, SYSTEM, user_id=str(user.id), step=int(tmatch.counter), address=address)

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Return the set-up address as a picture for `<img src>`: no file, nothing for a cache to keep."""
        drawn = io.BytesIO()
        segno.make(self.get_totp_uri(username, totp), error="m").save(
            drawn, kind="svg", scale=4, border=4, light="#fff"
        )
        return f"data:image/svg+xml;base64,{b64encode(drawn.getvalue()).decode('ascii')}"


def keep_key_shown(app: Flask) -> None:
    """After a code that was not right show the same key again: the library would make another one.

    Whoever has scanned the first key would have a dead line in the app, and begin anew.
    """
    endpoint = "security.two_factor_setup_validate"
    theirs = app.view_functions[endpoint]

    def validate(token: str) -> Any:
        answer = theirs(token)
        expired, invalid, state = check_and_get_token_status(token, "tf_setup", SET_UP_WITHIN)
        is_refused = getattr(answer, "location", "") == url_for_security("two_factor_setup")
        return (_shown_again(token, state["totp_secret"]), 422) if is_refused and not (expired or invalid) else answer

    app.view_functions[endpoint] = validate


def _shown_again(token: str, secret: str) -> str:
    security = current_app.extensions["security"]
    values = security.totp_factory.fetch_setup_values(secret, current_user)
    return render_template(
        "security/two_factor_setup.html",
        chosen_method="authenticator",
        changing=True,
        state_token=token,
        authr_qrcode=values["image"],
        authr_key=values["key"],
        two_factor_verify_code_form=TwoFactorVerifyCodeForm(formdata=None),
    )
