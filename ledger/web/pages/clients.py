"""Clients: the list, taking one on, and changing what we know of it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.clients.listing import ClientLine, list_clients
from ledger.clients.operations.checkpoint_mail import mail_checkpoints
from ledger.clients.operations.clients import add_client, edit_client, set_client_status
from ledger.clients.operations.letter_mail import choose_letter_mail
from ledger.clients.plan_queries import list_plans
from ledger.clients.queries import client_by_code
from ledger.incidents.of_clients import NOTHING_OPEN, open_work
from ledger.incidents.operations.client_codes import WHY_FIXED, change_client_code, may_change_code
from ledger.recovery.of_clients import promises_due
from ledger.web.filters import read_filters
from ledger.web.forms import form, or_again, read_form
from ledger.web.paging import named_position, one_page
from ledger.web.schemas.clients import (
    AddClient,
    ChangedCode,
    ChangedStatus,
    ClientFilters,
    EditedClient,
    MailCheckpoints,
)
from ledger.web.schemas.deliveries import WISHES, ChooseLetterMail
from ledger.web.session import actor, ledger, needs

pages = Blueprint("clients", __name__)


@pages.get("/clients")
@needs("read_cases")
def index() -> Any:
    """Show clients by name with what is open and what is due next."""
    asked = read_filters(ClientFilters())
    narrowed = {name: asked.said.get(name, "") for name in ("q", "status")}
    size = asked.said["limit"]
    after = named_position(asked.said.get("after"))
    rows = ledger().ask(list_clients, actor(), after=after, limit=size + 1, **narrowed)
    shown, following = one_page(rows, size, lambda row: (row.name, row.id))
    kept: dict[str, Any] = asked.kept
    page = render_template(
        "clients/list.html", asked=asked, rows=_with_work(shown),
        more=url_for("clients.index", **kept, after=following) if following else None,
        start=url_for("clients.index", **kept) if after else None,
        is_empty=not shown and not kept and not after,
    )  # fmt: skip
    return page, 422 if asked.errors else 200


def _with_work(rows: Sequence[ClientLine]) -> list[dict[str, Any]]:
    ids = [row.id for row in rows]
    works = ledger().ask(open_work, actor(), ids)
    promised = ledger().ask(promises_due, actor(), ids)
    lines = []
    for row in rows:
        work = works.get(row.id, NOTHING_OPEN)
        dues = [at for at in (work.next_due_at, promised.get(row.id)) if at is not None]
        lines.append({"client": row, "open": work.incidents, "due_at": min(dues, default=None)})
    return lines


@pages.get("/clients/new")
@needs("manage_clients")
def new() -> str:
    """Show the form for one more client."""
    return render_template("clients/new.html", form=form(AddClient()), plans=_plans())


@pages.post("/clients/new")
@needs("manage_clients")
@or_again(new)
def create() -> Any:
    """Take it on."""
    added = ledger().do(add_client, actor(), **read_form(AddClient()))
    flash(f"{added.name} is taken on. Now say whom we may tell there.", "done")
    return redirect(url_for("contacts.new", code=added.code))


@pages.get("/clients/<code>/edit")
@needs("manage_clients")
def edit(code: str) -> str:
    """Show what we know of a client as a form."""
    client = ledger().ask(client_by_code, actor(), code)
    known = {name: value for name, value in asdict(client).items() if name in EditedClient().fields}
    return render_template(
        "clients/edit.html",
        client=client,
        form=form(EditedClient(), **known),
        code_form=form(ChangedCode()),
        wish=form(ChooseLetterMail(), wish=client.letter_mail, large_print=client.large_print),
        plans=_plans(),
        why_fixed="" if ledger().ask(may_change_code, actor(), code) else WHY_FIXED,
    )


@pages.post("/clients/<code>/edit")
@needs("manage_clients")
@or_again(edit)
def save(code: str) -> Any:
    """Save it."""
    ledger().do(edit_client, actor(), code=code, **read_form(EditedClient()))
    flash("Saved. Letters already issued stay as they are.", "done")
    return redirect(url_for("client_page.show", code=code))


@pages.post("/clients/<code>/code")
@needs("manage_clients")
@or_again(edit)
def change_code(code: str) -> Any:
    """Give it another code."""
    said = read_form(ChangedCode())
    changed = ledger().do(change_client_code, actor(), code=code, new_code=said["code"], version=said["version"])
    flash(f"{changed.name} has the code {changed.code} from now on.", "done")
    return redirect(url_for("client_page.show", code=changed.code))


@pages.post("/clients/<code>/status")
@needs("manage_clients")
@or_again(edit)
def change_status(code: str) -> Any:
    """Note that it has left, or is with us again."""
    changed = ledger().do(set_client_status, actor(), code=code, **read_form(ChangedStatus()))
    words = "is with us again" if changed.status == "active" else "is noted as having left; its history and portal stay"
    flash(f"{changed.name} {words}.", "done")
    return redirect(url_for("client_page.show", code=code))


@pages.post("/clients/<code>/checkpoints")
@needs("manage_clients")
@or_again(edit)
def mail_checkpoint(code: str) -> Any:
    """Mail it its newest checkpoint each week from now on, or no more."""
    changed = ledger().do(mail_checkpoints, actor(), code=code, **read_form(MailCheckpoints()))
    words = "is mailed its newest checkpoint each week" if changed.mails_checkpoints else "is mailed no checkpoints now"
    flash(f"{changed.name} {words}.", "done")
    return redirect(url_for("clients.edit", code=code))


@pages.post("/clients/<code>/letter-mail")
@needs("manage_clients")
@or_again(edit)
def letter_mail(code: str) -> Any:
    """Keep how it wants its letters."""
    changed = ledger().do(choose_letter_mail, actor(), code=code, **read_form(ChooseLetterMail()))
    size = "large print" if changed.large_print else "ordinary print"
    flash(f"Letters to {changed.name} by mail: {dict(WISHES)[changed.letter_mail].lower()}. In {size}.", "done")
    return redirect(url_for("clients.edit", code=code))


def _plans() -> list[tuple[str, str]]:
    return [(plan.name, plan.name) for plan in ledger().ask(list_plans, actor())]
