"""The auditor's random sample: drawing one, and fetching it once it is packed."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, send_file, url_for

from ledger.audit.drawing import ALGORITHM
from ledger.audit.packing import packed
from ledger.audit.samples import draw_sample, sample_by_id, samples
from ledger.kernel.errors import Conflict
from ledger.web.forms import form, or_again, read_form
from ledger.web.jobs import jobs
from ledger.web.schemas.oversight import DrawSample
from ledger.web.session import actor, ledger, needs

pages = Blueprint("sample", __name__)


@pages.get("/record/sample")
@needs("draw_sample")
def index() -> str:
    """Show the samples drawn so far, and the form for another."""
    found = ledger().ask(samples, actor())
    return render_template(
        "record/sample.html",
        samples=[(one, packed(ledger(), one.id) is not None) for one in found],
        form=form(DrawSample()),
        algorithm=ALGORITHM,
    )


@pages.post("/record/sample")
@needs("draw_sample")
@or_again(index)
def draw() -> Any:
    """Draw one; it is packed in the background."""
    said = read_form(DrawSample())
    given = {"first": said["from_day"], "last": said["to_day"], "seed": said["seed"], "count": said["count"]}
    sample_id = ledger().do(draw_sample, actor(), **given)
    jobs().soon("pack_sample", sample_id)
    flash("Drawn, and written into the record. It is being packed; reload this page in a moment.", "done")
    return redirect(url_for("sample.index"))


@pages.post("/record/sample/<sample_id>/pack")
@needs("draw_sample")
def pack(sample_id: str) -> Any:
    """Pack a sample again whose file is gone: after a month, or after words were erased."""
    jobs().soon("pack_sample", ledger().ask(sample_by_id, actor(), sample_id).id)
    flash("It is being packed; reload this page in a moment.", "done")
    return redirect(url_for("sample.index"))


@pages.get("/record/sample/<sample_id>.zip")
@needs("draw_sample")
def download(sample_id: str) -> Response:
    """Hand out a packed sample, from disk."""
    sample = ledger().ask(sample_by_id, actor(), sample_id)
    file = packed(ledger(), sample.id)
    if file is None:
        sentence = "This sample is not packed, or words were erased since. Have it packed on the page of samples."
        raise Conflict(sentence)
    name = f"sample-{sample.first:%Y-%m-%d}-{sample.last:%Y-%m-%d}.zip"
    answer = send_file(file, mimetype="application/zip", as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
