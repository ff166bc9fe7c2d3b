"""Checking a letter's file without signing in: the browser hashes it, and only the hash is sent."""

from flask import Blueprint, g, render_template

from ledger.letters.checked import issued_file
from ledger.people.actor import SYSTEM
from ledger.web.forms import form, or_again, read_form
from ledger.web.schemas.checking import CheckFile, fingerprint
from ledger.web.session import ledger, provider_contact

pages = Blueprint("checking", __name__)


@pages.get("/check")
def show() -> str:
    """Ask for the file."""
    return render_template("letters/check.html", form=form(CheckFile()))


@pages.post("/check")
@or_again(show)
def ask() -> str:
    """Say whether we issued this file. Answers that found a letter do not count as tries."""
    sha256 = fingerprint(read_form(CheckFile())["sha256"])
    letter = ledger().ask(issued_file, SYSTEM, sha256)
    if letter is not None:
        g.came_in = None
    return render_template("letters/checked.html", letter=letter, sha256=sha256, reach=provider_contact())
