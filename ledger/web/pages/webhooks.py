"""Webhooks and escalation: whom a machine tells of what is due, what came of it, and who hears of what was missed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.courier.reminding import send
from ledger.duties.hooks import deliveries, webhook, webhooks
from ledger.duties.operations.hooks import add_webhook, change_webhook, queue_test
from ledger.duties.operations.wishes import save_escalation
from ledger.duties.wishes import escalation
from ledger.web.forms import form, or_again, read_form
from ledger.web.schemas.reminders import AddWebhook, ChangeWebhook, SaveEscalation
from ledger.web.session import actor, ledger, needs

pages = Blueprint("webhooks", __name__)
PATH = "/settings/webhooks/<webhook_id>"


@pages.get("/settings/reminders")
@needs("read_settings")
def index() -> str:
    """Show when what was missed goes further up, and the webhooks."""
    stands = ledger().ask(escalation, actor())
    return render_template(
        "webhooks/index.html",
        stands=stands,
        form=form(SaveEscalation(), manager_after=stands.manager_after, leadership_after=stands.leadership_after),
        hooks=ledger().ask(webhooks, actor()),
        new=form(AddWebhook()),
    )


@pages.post("/settings/reminders")
@needs("manage_settings")
@or_again(index)
def save() -> Any:
    """Save when it goes further up."""
    ledger().do(save_escalation, actor(), **read_form(SaveEscalation()))
    flash("Saved.", "done")
    return redirect(url_for("webhooks.index"))


@pages.post("/settings/webhooks")
@needs("manage_settings")
@or_again(index)
def add() -> Any:
    """Add a webhook and show its secret once."""
    row = ledger().do(add_webhook, actor(), **read_form(AddWebhook()), plain_http=ledger().settings.private_webhooks)
    return show(row.id, secret=row.secret)


@pages.get(PATH)
@needs("read_settings")
def show(webhook_id: str, secret: str = "") -> str:
    """Show a webhook with the newest messages to it; a secret that was just made is shown here, once."""
    row = ledger().ask(webhook, actor(), webhook_id)
    return render_template(
        "webhooks/show.html",
        row=row,
        secret=secret,
        form=form(ChangeWebhook(), name=row.name, url=row.url, active=row.active),
        deliveries=ledger().ask(deliveries, actor(), webhook_id),
    )


@pages.post(PATH)
@needs("manage_settings")
@or_again(show)
def change(webhook_id: str) -> Any:
    """Change it; a new secret is shown once."""
    said = read_form(ChangeWebhook())
    row = ledger().do(
        change_webhook, actor(), webhook_id=webhook_id, **said, plain_http=ledger().settings.private_webhooks
    )
    if said["fresh_secret"]:
        return show(webhook_id, secret=row.secret)
    flash("Saved.", "done")
    return redirect(url_for("webhooks.show", webhook_id=webhook_id))


@pages.post(f"{PATH}/test")
@needs("manage_settings")
def test(webhook_id: str) -> Any:
    """Send a test now, with no lock held, and show what came of it."""
    went = send(ledger(), ledger().do(queue_test, actor(), webhook_id=webhook_id))
    if went:
        flash("The test went out, and the other side took it.", "done")
    else:
        flash("The test did not get through; what came of it stands below, and it is tried again.", "error")
    return redirect(url_for("webhooks.show", webhook_id=webhook_id, _anchor="deliveries"))
