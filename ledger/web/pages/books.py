"""The books for people with the finance permission: journal, entry, account, trial balance, exports."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from ledger.books.beancount_file import beancount
from ledger.books.hledger_file import hledger
from ledger.books.journal_sheet import csv_lines, workbook
from ledger.clients.queries import client_options
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import may
from ledger.recovery.exporting import export_of, own_codes
from ledger.recovery.house_reads import trial_balance
from ledger.recovery.invoices import invoice_standing
from ledger.recovery.journal import account_lines, entry_of, journal
from ledger.recovery.operations.correcting import correct_entry
from ledger.recovery.operations.paying import pay_invoice
from ledger.recovery.undoing import undoing_hindered
from ledger.web.filters import read_filters
from ledger.web.forms import form, or_again, read_form
from ledger.web.paging import day_position, one_page
from ledger.web.schemas import books as said
from ledger.web.session import actor, ledger, needs
from ledger.work import Ledger

pages = Blueprint("books", __name__, url_prefix="/books")
_TYPES = {
    "beancount": ("text/plain; charset=utf-8", "beancount"),
    "hledger": ("text/plain; charset=utf-8", "journal"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
}


@pages.get("")
@needs("read_all_costs")
def index() -> Any:
    """Show the journal, narrowed to what the address asks for."""
    asked = read_filters(said.JournalQuery())
    size = asked.said["limit"]
    found = ledger().ask(
        journal, actor(), filters=said.journal_filters(asked.said), after=day_position(asked.said.get("after")),
        limit=size + 1,
    )  # fmt: skip
    rows, following = one_page(found, size, lambda row: (row.booked_on.isoformat(), row.id))
    page = render_template(
        "books/journal.html",
        asked=asked,
        rows=rows,
        words=said.KIND_WORDS,
        more=url_for("books.index", **asked.kept, after=following) if following else None,
        start=url_for("books.index", **asked.kept) if asked.said.get("after") else None,
        chips=asked.chips("books.index"),
        clients=ledger().ask(client_options, actor()),
    )
    return page, 422 if asked.errors else 200


@pages.get("/entries/<entry_id>")
@needs("read_all_costs")
def entry(entry_id: str) -> str:
    """Show one entry, and what can be done about it."""
    row = ledger().ask(entry_of, actor(), entry_id)
    is_open = may(actor(), "keep_books") and not row.reverses_id and not row.undone_by
    forms_of = {"correct": form(said.CorrectEntry()), "pay": form(said.PayInvoice())} if is_open else {}
    invoice = ledger().ask(invoice_standing, actor(), entry_id)
    hindered = ledger().ask(undoing_hindered, actor(), entry_id) if is_open else None
    return render_template(
        "books/entry.html", row=row, forms_of=forms_of, invoice=invoice, words=said.KIND_WORDS, hindered=hindered
    )


@pages.post("/entries/<entry_id>/correct")
@needs("keep_books")
@or_again(entry)
def correct(entry_id: str) -> Any:
    """Undo the entry by its exact mirror."""
    mirror = ledger().do(correct_entry, actor(), entry_id=entry_id, **read_form(said.CorrectEntry()))
    flash("Undone by its exact mirror; now book the right entry.", "done")
    return redirect(url_for("books.entry", entry_id=mirror.id))


@pages.post("/entries/<entry_id>/pay")
@needs("keep_books")
@or_again(entry)
def pay(entry_id: str) -> Any:
    """Pay the supplier's invoice that the entry booked."""
    paid = ledger().do(pay_invoice, actor(), entry_id=entry_id, **read_form(said.PayInvoice()))
    flash("Paid.", "done")
    return redirect(url_for("books.entry", entry_id=paid.id))


@pages.get("/account")
@needs("read_all_costs")
def account() -> Any:
    """Show one account with its running balance, from the oldest posting on."""
    asked = read_filters(said.AccountQuery()).or_refuse()
    name, currency, size = asked.said["account"], asked.said["currency"], asked.said["limit"]
    after = day_position(asked.said.get("after"))
    found = ledger().ask(account_lines, actor(), account=name, currency=currency, after=after, limit=size + 1)
    rows, following = one_page(found, size, lambda row: (row.booked_on.isoformat(), row.place))
    return render_template(
        "books/account.html",
        name=name,
        currency=currency,
        rows=rows,
        more=url_for("books.account", **asked.kept, after=following) if following else None,
        start=url_for("books.account", **asked.kept) if after else None,
    )


@pages.get("/balance")
@needs("read_all_costs")
def balance() -> Any:
    """Show every account's balance, each currency for itself."""
    asked = read_filters(said.BalanceQuery())
    found = ledger().ask(trial_balance, actor(), until=asked.said.get("until"))
    return render_template("books/balance.html", found=found, asked=asked), 422 if asked.errors else 200


@pages.get("/export")
@needs("read_all_costs")
def export() -> str:
    """Show the form that asks which days, for which program."""
    return render_template("books/export.html", form=form(said.ExportQuery()))


@pages.get("/export/file")
@needs("read_all_costs")
def file() -> Response:
    """Hand out the books of a period."""
    asked = read_filters(said.ExportQuery()).or_refuse().said
    kind, ending = _TYPES[asked["kind"]]
    answer = Response(_parts(ledger(), actor(), asked), mimetype=None, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="books-{now():%Y-%m-%d}.{ending}"'
    return answer


def _parts(ours: Ledger, who: Actor, asked: Any) -> Iterator[bytes]:
    with ours.database.read() as session:
        found = export_of(session, who, first=asked.get("first"), last=asked.get("last"))
        own = own_codes(session)
        if asked["kind"] == "xlsx":
            yield workbook(found, own)
            return
        lines = {"beancount": beancount(found), "hledger": hledger(found), "csv": csv_lines(found, own)}
        for line in lines[asked["kind"]]:
            yield line.encode()
