"""Importing time entries of another system: choose the file, see what would happen line by line, then do it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ledger.kernel.errors import Invalid
from ledger.recovery.effort_file import (
    FIELDS,
    Table,
    UnnamedColumns,
    UnreadableFile,
    read_table,
    unused_columns,
    usual_mapping,
)
from ledger.recovery.effort_plan import EffortPlan, kept_mapping, leaks, plan_effort
from ledger.recovery.operations.effort import apply_effort
from ledger.web.confirming import unconfirmed
from ledger.web.forms import form, or_again, read_form
from ledger.web.schemas.effort import ChosenEffort, EffortColumns
from ledger.web.session import actor, ledger, needs

pages = Blueprint("effort", __name__)
SHOWN = 200
"""Lines on the page; the rest is counted."""


@pages.get("/import/effort")
@needs("import")
def new() -> str:
    """Show the form that takes the file."""
    return render_template("books/effort_new.html", form=form(ChosenEffort()))


@pages.post("/import/effort")
@needs("import")
@or_again(new)
def upload() -> Any:
    """Read the file, keep it for the next step, and lead to what it would do; nothing is changed yet."""
    upload = request.files.get("file")
    content = upload.read() if upload else b""
    said = read_form(ChosenEffort())
    if not content:
        raise Invalid({"file": "Choose the CSV file; an empty one says nothing."})
    _table(content)
    return redirect(url_for("effort.plan", digest=ledger().files.keep(content), locale=said.get("locale") or None))


@pages.get("/import/effort/<digest>")
@needs("import")
def plan(digest: str) -> str:
    """Show what importing the kept file would do, line by line, with each refusal."""
    table, given = _kept(digest), request.args.to_dict()
    columns = {field: given[field] for field in FIELDS if field in given}
    mapping = columns or usual_mapping(table.columns, ledger().ask(kept_mapping, actor()))
    made, missing = _planned(table, mapping, given.get("locale", ""))
    return render_template(
        "books/effort_plan.html",
        plan=made,
        missing=missing,
        form=form(EffortColumns(), **mapping, locale=given.get("locale")),
        columns=[(name, name) for name in table.columns],
        digest=digest,
        shown=SHOWN,
        mapping=mapping,
        labels=_labels(),
        unused=unused_columns(table, mapping),
        locale=given.get("locale", ""),
    )


@pages.post("/import/effort/<digest>")
@needs("import")
@or_again(plan)
def create(digest: str) -> Any:
    """Import the kept file: all of it, or nothing."""
    said = read_form(EffortColumns())
    locale = said.pop("locale", "")
    asked = unconfirmed(
        "Import these time entries?",
        ["Each line is booked to its incident as our cost. No client is charged."],
        submit="Import them",
        cancel_url=url_for("effort.plan", digest=digest, locale=locale or None, **said),
    )
    if asked:
        return asked
    done = ledger().do(apply_effort, actor(), table=_kept(digest), mapping=said, locale=locale)
    told = f"{done.created} booked, {done.changed} changed, {done.unchanged} unchanged, {done.left_out} left out"
    flash(f"Imported: {told}.", "done")
    return redirect(url_for("effort.new"))


@pages.get("/books/leaks")
@needs("read_all_costs")
def leak_report() -> str:
    """Show the time entries of mistakes of ours that are still billable in the other system."""
    rows = ledger().ask(leaks, actor(), limit=SHOWN + 1)
    return render_template("books/leaks.html", rows=rows[:SHOWN], shown=SHOWN, has_more=len(rows) > SHOWN)


def _planned(table: Table, mapping: dict[str, str], locale: str) -> tuple[EffortPlan | None, str]:
    try:
        return ledger().ask(plan_effort, actor(), table=table, mapping=mapping, locale=locale), ""
    except UnnamedColumns as fault:
        return None, str(UnnamedColumns(fault.fields, _labels()))
    except UnreadableFile as fault:
        return None, str(fault)


def _labels() -> dict[str, str]:
    """Return what the form calls each field."""
    return {name: kind.metadata["label"] for name, kind in EffortColumns().fields.items()}


def _kept(digest: str) -> Table:
    return _table(ledger().files.read(digest))


def _table(content: bytes) -> Table:
    try:
        return read_table(content)
    except UnreadableFile as fault:
        raise Invalid({"file": str(fault)}) from None
