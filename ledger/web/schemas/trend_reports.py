"""What can be said of accountability reports."""

from marshmallow import fields, validate

from ledger.web.schemas.base import MISSING, Command, Moment, Words


class AskReport(Command):
    """Ask for the report of a quarter."""

    quarter = fields.String(
        required=True,
        validate=validate.Regexp(r"^20[0-9]{2}-Q[1-4]\Z", error="Write a quarter such as 2026-Q3."),
        metadata={"label": "Quarter", "widget": "select"},
        error_messages={"required": MISSING, "null": MISSING},
    )


class SignReport(Command):
    """Sign a report off."""

    words = Words(1000, label="What you want to say with it", rows=2, load_default="")


class ReportShown(Command):
    """One report; both fingerprints are empty while it is being drawn."""

    id = fields.String()
    quarter = fields.String()
    asked_by = fields.String()
    asked_at = Moment(label="As of")
    figures_sha256 = fields.String()
    pdf_sha256 = fields.String()
    signed_by = fields.String()
    signed_at = Moment(label="Signed off at", allow_none=True)
    signed_words = fields.String()
