"""The logo on letters: shown as it will be printed, put there, taken off."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ledger.kernel.errors import Invalid, NotFound
from ledger.kernel.logo_files import UnusableLogo, logo_address, printable_logo
from ledger.people.actor import SYSTEM
from ledger.people.operations.logo import remove_logo, set_logo
from ledger.people.queries import provider_or_none
from ledger.web.confirming import confirmed
from ledger.web.forms import form, or_again, read_form
from ledger.web.schemas.settings import ChosenLogo
from ledger.web.session import actor, ledger, needs

pages = Blueprint("logo", __name__)
REMOVING = ("Letters issued from now on have a letterhead without a logo. Letters already issued stay as they are.",)


@pages.get("/settings/logo")
@needs("read_settings")
def show() -> str:
    """Show the letterhead with its logo; to an administrator also the form."""
    ours = ledger().ask(provider_or_none, SYSTEM)
    return render_template("people/logo.html", ours=ours, form=form(ChosenLogo()), **_as_printed(ours))


@pages.post("/settings/logo")
@needs("manage_settings")
@or_again(show)
def put() -> Any:
    """Look at the chosen file, keep it, and put it on new letters."""
    read_form(ChosenLogo())
    upload = request.files.get("file")
    try:
        kept = printable_logo(upload.read() if upload else b"")
    except UnusableLogo as fault:
        raise Invalid({"file": str(fault)}) from None
    ledger().do(set_logo, actor(), sha256=ledger().files.keep(kept), size=len(kept))
    flash("This logo stands on letters issued from now on. Look whether it is the right one.", "done")
    return redirect(url_for("logo.show"))


@pages.post("/settings/logo/remove")
@needs("manage_settings")
@or_again(show)
@confirmed("Remove the logo?", REMOVING, submit="Remove it", back="logo.show")
def remove() -> Any:
    """Take it off new letters."""
    ledger().do(remove_logo, actor())
    flash("Removed. Letters issued from now on have no logo.", "done")
    return redirect(url_for("logo.show"))


def _as_printed(ours: Any) -> dict[str, str]:
    if ours is None or ours.logo_sha256 is None:
        return {"logo": "", "missing": ""}
    try:
        return {"logo": logo_address(ledger().files.read(ours.logo_sha256)), "missing": ""}
    except NotFound as fault:
        return {"logo": "", "missing": fault.sentence}
