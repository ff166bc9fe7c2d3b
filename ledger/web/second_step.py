"""The second step of signing in: a code from an app (TOTP, RFC 6238), each taken once."""

import io
from base64 import b64encode
from typing import Any

import segno
from flask import request
from flask_security import Totp, TwoFactorRescueForm, TwoFactorSetupForm, UserMixin
from passlib.totp import TotpMatch
from wtforms import StringField

from ledger.people.actor import SYSTEM
from ledger.people.listing import last_code_step
from ledger.people.operations.attempts import code_taken
from ledger.web.session import ledger


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
