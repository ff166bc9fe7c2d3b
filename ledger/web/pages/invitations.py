"""Coming in without a password: by an invitation, printed or mailed, or by a link that a client's user asks for."""

import io
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import segno
import structlog
from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, url_for
from flask_security import hash_password, login_user

from ledger.kernel.clock import zoned
from ledger.kernel.errors import Invalid
from ledger.kernel.mail import Mailer, MailFailed, configured
from ledger.people.actor import SYSTEM
from ledger.people.operations.invitations import Invited, OpenInvitation, make_link, open_invitation
from ledger.people.operations.invitations import redeem as redeem_invitation
from ledger.web.forms import form, or_again, read_form
from ledger.web.read_log import came_by_link
from ledger.web.schemas.base import Command
from ledger.web.schemas.people import AskLink, RedeemAsStaff, RedeemInvitation
from ledger.web.session import ledger, provider_name, provider_zone
from ledger.web.sign_in import SHORTEST_PASSWORD
from ledger.work import Ledger

pages = Blueprint("invitations", __name__)
log = structlog.get_logger()


@pages.get("/invitation/<secret>")
def show(secret: str) -> str:
    """Show what the link is for. Looking does not spend it: mail programs look, too."""
    found = ledger().ask(open_invitation, SYSTEM, secret)
    return render_template(
        "account/invitation.html", form=form(_schema(found)), found=found, secret=secret, zone=provider_zone()
    )


@pages.post("/invitation/<secret>")
@or_again(show)
def redeem(secret: str) -> Any:
    """Spend the link, set the password that was chosen, and sign in; a second step is asked for as ever."""
    chosen = _chosen(read_form(_schema(ledger().ask(open_invitation, SYSTEM, secret))))
    hashed = hash_password(chosen) if chosen else None
    user_id = ledger().do(redeem_invitation, SYSTEM, secret, password_hash=hashed)
    security = current_app.extensions["security"]
    user = security.datastore.find_user(id=user_id)
    second = security.two_factor_plugins.tf_enter(user, False, "invitation", next_loc=None)  # noqa: FBT003 the library's signature
    if second:
        return second
    login_user(user, authn_via=["invitation"])
    came_by_link()
    return redirect(url_for("front.index"))


@pages.get("/sign-in-link")
def link() -> str:
    """Ask for the mail address, or say that there are no links by mail here."""
    return render_template("account/ask_link.html", form=form(AskLink()))


@pages.post("/sign-in-link")
@or_again(link)
def ask_link() -> Response:
    """Say the same to everybody; look for the account and mail only after the answer has gone out."""
    mailer = configured(ledger().settings)
    mailer.require()
    said = read_form(AskLink())
    flash(
        "If a client's account has this mail address, a link is on its way. It works once, within 15 minutes.", "done"
    )
    answer = make_response(redirect(url_for("security.login")))
    answer.call_on_close(_mail_link(ledger(), mailer, said["email"], provider_name()))
    return answer


def address_of(invited: Invited) -> str:
    """Return the address under which an invitation is redeemed."""
    return ledger().settings.public_url + url_for("invitations.show", secret=invited.secret)


def code_of(address: str) -> str:
    """Return the address as a picture to scan, for `<img src>`."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=4, border=4, light="#fff")
    return f"data:image/svg+xml;base64,{b64encode(drawn.getvalue()).decode('ascii')}"


def invitation_text(invited: Invited, provider: str) -> str:
    """Return the words of a mailed invitation."""
    until, address = zoned(invited.expires_at, provider_zone()), address_of(invited)
    return (
        f"Good day {invited.name},\n\n{provider} has opened an account for you. Come in here:\n\n{address}\n\n"
        f"The link works once, until {until}. If you did not expect it, leave it alone and tell us.\n"
    )


def _schema(found: OpenInvitation) -> Command:
    return RedeemAsStaff() if found.is_staff else RedeemInvitation()


def _chosen(said: dict[str, str]) -> str:
    password, again = said.get("password", ""), said.get("again", "")
    if password != again:
        raise Invalid({"again": "The two are not the same; write both again."})
    if password and len(password) < SHORTEST_PASSWORD:
        raise Invalid({"password": f"Choose at least {SHORTEST_PASSWORD} characters; a few words in a row do well."})
    return password


def _mail_link(book: Ledger, mailer: Mailer, email: str, provider: str) -> Callable[[], None]:
    """Return what mails the link; it runs when the answer is gone, so that its time tells nothing of the account."""
    base = book.settings.public_url + url_for("invitations.show", secret="SECRET").removesuffix("SECRET")  # noqa: S106 a place holder in an address

    def mail() -> None:
        made = book.do(make_link, SYSTEM, email)
        if made is None:
            return
        says = f"this link signs you in to {provider} once, within 15 minutes:\n\n{base}{made.secret}\n"
        text = f"Good day {made.name},\n\n{says}\nIf you did not ask for it, leave it alone.\n"
        try:
            mailer.send(made.email, f"Your link to {provider}", text)
        except MailFailed:
            log.warning("a sign-in link could not be mailed", user=made.user_id)

    return mail
