"""Who we are: the first-run page of a new ledger, and the settings page ever after."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.people.actor import SYSTEM
from ledger.people.operations.setting_up import save_provider
from ledger.people.queries import provider_or_none
from ledger.web.forms import form, or_again, read_form
from ledger.web.jobs import jobs
from ledger.web.schemas.settings import ProviderSettings
from ledger.web.session import actor, ledger, needs

pages = Blueprint("settings", __name__)


def _stands() -> dict[str, Any]:
    found = ledger().ask(provider_or_none, SYSTEM)
    return {name: getattr(found, name) for name in ProviderSettings().fields} if found else {}


@pages.get("/first-run")
@needs("manage_settings")
def first_run() -> Any:
    """Ask who we are, once."""
    if _stands():
        return redirect(url_for("settings.show"))
    return render_template("people/first_run.html", form=form(ProviderSettings()))


@pages.post("/first-run")
@needs("manage_settings")
@or_again(first_run)
def begin() -> Any:
    """Save it for the first time."""
    ledger().do(save_provider, actor(), **read_form(ProviderSettings()))
    flash("That is all a ledger needs. Now add the people who work with it.", "done")
    return redirect(url_for("people.index"))


@pages.get("/settings")
@needs("read_settings")
def show() -> str:
    """Show the settings; to an administrator as a form."""
    stands = _stands()
    return render_template("people/settings.html", form=form(ProviderSettings(), **stands), stands=stands)


@pages.post("/settings")
@needs("manage_settings")
@or_again(show)
def save() -> Any:
    """Save them again."""
    said = read_form(ProviderSettings())
    ledger().do(
        save_provider, actor(), said.pop("version", None), **(dict.fromkeys(("letterhead", "subdivision"), "") | said)
    )
    jobs().soon("count_anew", "provider")  # another zone has other months
    flash("Saved. Letters already issued stay as they are.", "done")
    return redirect(url_for("settings.show"))
