"""The record as people look at it: what it proves and how to check it, receipts, and the keys that sign it."""

from flask import Blueprint, Response, render_template

from ledger.clients.users import own_client
from ledger.kernel.clock import zoned
from ledger.notary.receipts import receipt as make_receipt
from ledger.people.permissions import may
from ledger.record.advice import advice_for
from ledger.record.signing_keys import KnownKey, known_keys
from ledger.record.standing import last_checked, standing_findings
from ledger.web.session import actor, ledger, needs

pages = Blueprint("record", __name__)


@pages.get("/record")
def show() -> str:
    """Explain what the record proves and what it does not; our own people also read what the last check found."""
    who = actor()
    with ledger().database.read() as session:
        checked, signing_keys = last_checked(session), known_keys(session)
    shows_findings, client = may(who, "read_settings"), ledger().ask(own_client, who)
    return render_template(
        "record/show.html", checked=checked, keys=signing_keys, shows_findings=shows_findings,
        own_code=client.code if client else None,
    )  # fmt: skip


@pages.get("/record/findings")
@needs("read_settings")
def findings() -> str:
    """List what is not as recorded: what, where, since when, and what to do about it."""
    with ledger().database.read() as session:
        checked, found = last_checked(session), standing_findings(session)
    return render_template("record/findings.html", checked=checked, found=found, advice_for=advice_for)


@pages.post("/record/receipts/<name>")
def receipt(name: str) -> Response:
    """Hand out the receipt of a client's log, an incident or a letter; a checkpoint is signed and stored for it."""
    called, text = make_receipt(ledger(), actor(), name)
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.get("/.well-known/amends-keys.txt")
def keys() -> Response:
    """Show all keys that ever signed, one a line, oldest first; what stands behind a # is for people."""
    with ledger().database.read() as session:
        lines = [_line(one) for one in known_keys(session)]
    return Response("".join(lines), mimetype="text/plain")


def _line(one: KnownKey) -> str:
    until = f", retired {zoned(one.retired_at, 'UTC')}" if one.retired_at else ""
    return f"# since {zoned(one.added_at, 'UTC')}{until}\n{one.key}\n"
