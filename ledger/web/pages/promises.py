"""Promises: one made from anywhere, and each step one can take."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from marshmallow import Schema

from ledger.clients.queries import client_options
from ledger.people.permissions import may
from ledger.recovery.as_recorded import promise_findings
from ledger.recovery.operations import promises as verbs
from ledger.recovery.operations.broken_cases import file_broken_promise
from ledger.recovery.operations.redating import redate_promise
from ledger.recovery.promise_moves import promise_moves
from ledger.recovery.queries import promise_of
from ledger.web.addressed import incident_id_named
from ledger.web.forms import Form, form, or_again, read_form
from ledger.web.guarding import mismatch
from ledger.web.pages.incident import answering
from ledger.web.schemas import promises as said
from ledger.web.session import actor, ledger, needs

pages = Blueprint("promises", __name__)
PATH = "/promises/<promise_id>"


@pages.get("/promises/new")
@needs("promise")
def new() -> str:
    """Show the quick form: who, what, by when."""
    clients = ledger().ask(client_options, actor())
    shown = form(said.MakePromise(), owner_id=actor().user_id, visible_to_client=True)
    return render_template("recovery/new_promise.html", form=shown, clients=clients, people=answering())


@pages.post("/promises/new")
@needs("promise")
@or_again(new)
def create() -> Any:
    """Write a promise down."""
    given = read_form(said.MakePromise(), zone=actor().zone)
    reference = given.pop("incident", None)
    given["incident_id"] = incident_id_named(reference) if reference else None
    row = ledger().do(verbs.make_promise, actor(), **given)
    flash("Promise written down.", "done")
    return redirect(url_for("promises.show", promise_id=row.id))


@pages.get(PATH)
@needs("read_cases")
def show(promise_id: str) -> str:
    """Show the promise with the steps that are open; refused forms come back here."""
    row = ledger().ask(promise_of, actor(), promise_id)
    return render_template(
        "recovery/promise.html",
        row=row,
        moves=ledger().ask(promise_moves, actor(), promise_id),
        forms_of=_forms() if may(actor(), "promise") else {},
        mismatch=mismatch(promise_findings, promise_id),
    )


@pages.post(f"{PATH}/keep")
@needs("promise")
@or_again(show)
def keep(promise_id: str) -> Any:
    """Say that it was done."""
    return _done(promise_id, said.KeepPromise(), verbs.keep_promise, "Recorded: done.")


@pages.post(f"{PATH}/redate")
@needs("promise")
@or_again(show)
def redate(promise_id: str) -> Any:
    """Move the date."""
    return _done(promise_id, said.RedatePromise(), redate_promise, "Date moved; the original one stays.")


@pages.post(f"{PATH}/release")
@needs("speak_for_client")
@or_again(show)
def release(promise_id: str) -> Any:
    """Record that the client released us."""
    return _done(promise_id, said.ReleasePromise(), verbs.release_promise, "Released by the client.")


@pages.post(f"{PATH}/break")
@needs("promise")
@or_again(show)
def give_up(promise_id: str) -> Any:
    """Admit that it will not be kept."""
    return _done(promise_id, said.BreakPromise(), verbs.break_promise, "Recorded as broken.")


@pages.post(f"{PATH}/incident")
@needs("file")
@or_again(show)
def file(promise_id: str) -> Any:
    """File it as an incident of its own, because it was broken."""
    given = read_form(said.FileBrokenPromise())
    filed = ledger().do(file_broken_promise, actor(), promise_id=promise_id, **given)
    flash(
        f"Filed as {filed.reference}. A slip of the finger is undone by withdrawing it, with a second person.", "done"
    )
    return redirect(url_for("incident.show", reference=filed.reference))


def _done(promise_id: str, schema: Schema, verb: Callable[..., Any], sentence: str) -> Any:
    """Load the posted form, do the verb, say what was done and show the promise again."""
    given = read_form(schema, zone=actor().zone)
    ledger().do(verb, actor(), promise_id=promise_id, **given)
    flash(sentence, "done")
    return redirect(url_for("promises.show", promise_id=promise_id))


def _forms() -> dict[str, Form]:
    return {
        "keep": form(said.KeepPromise()),
        "redate": form(said.RedatePromise()),
        "release": form(said.ReleasePromise()),
        "break": form(said.BreakPromise()),
        "file": form(said.FileBrokenPromise(), severity="S3"),
    }
