"""What can be said of trust reviews, by us and by the client."""

from marshmallow import fields, validate

from ledger.web.schemas.base import MISSING, Choice, Choices, Command, Moment, Words
from ledger.web.schemas.kinds import version_field

RENEWALS: Choices = (("", "not said yet"), ("renewed", "renewed"), ("left", "the client is leaving"))
RECOMMENDS: Choices = (("", "not said yet"), ("yes", "would recommend us"), ("no", "would not recommend us"))


class BeginReview(Command):
    """Begin the review of a client's quarter."""

    client_code = Words(8, label="Client", required=True, metadata={"widget": "select"})
    quarter = fields.String(
        required=True,
        validate=validate.Regexp(r"^20[0-9]{2}-Q[1-4]\Z", error="Write a quarter such as 2026-Q3."),
        metadata={"label": "Quarter", "widget": "select"},
        error_messages={"required": MISSING, "null": MISSING},
    )


class WriteReview(Command):
    """Write what is to stand in a review."""

    our_part = Words(8000, label="What we do", rows=4, load_default="")
    client_part = Words(
        8000, label="What the client does", rows=3, load_default="", help="Without dates: these bind us alone."
    )
    changed_terms = Words(8000, label="Changed terms", rows=3, load_default="")
    renewal = Choice(RENEWALS, label="The contract", load_default="")
    recommends = Choice(RECOMMENDS, label="Would the client recommend us?", load_default="")
    version = version_field()


class SignReview(Command):
    """Sign a review for us."""

    version = version_field()


class AgreeReview(Command):
    """Sign a review as the client."""

    words = Words(4000, label="What you want to say with it", rows=2, load_default="")


class RecordAgreement(Command):
    """Write down that the client signed without an account."""

    by_name = Words(200, label="Who signed for the client", required=True)
    proof = Words(2000, label="How we know", required=True, rows=2, help="The paper signed on 3 May; attach its scan.")
    words = Words(4000, label="What they said with it", rows=2, load_default="")


class RecordAgreementFile(RecordAgreement):
    """The same by the API, with a file in base64: at most 700 kB; larger ones are attached on the page."""

    file_name = Words(120, label="The file's name")
    content = fields.String(metadata={"label": "The file in base64"})


class SendReviewBack(Command):
    """Send a review back."""

    words = Words(4000, label="What is wrong or missing", required=True, rows=3)


class ReviewShown(Command):
    """One review; fingerprints and signatures are empty while it is a draft."""

    id = fields.String()
    client = fields.String()
    quarter = fields.String()
    reference = fields.String()
    version = fields.Integer()
    status = fields.String(metadata={"description": "draft, offered (waits for the client) or agreed."})
    our_part = fields.String()
    client_part = fields.String()
    changed_terms = fields.String()
    renewal = fields.String()
    recommends = fields.String()
    content_sha256 = fields.String()
    pdf_sha256 = fields.String()
    signed_by = fields.String()
    signed_at = Moment(label="Signed for us at", allow_none=True)
    agreed_by = fields.String()
    agreed_at = Moment(label="Signed by the client at", allow_none=True)
    client_words = fields.String()
    recorded_by = fields.String(metadata={"description": "Who of us wrote down a signature made without an account."})
    proof = fields.String(metadata={"description": "How we know of that signature."})
    proof_name = fields.String(metadata={"description": "Name of the file that shows it; empty where there is none."})
    file_erased = fields.Boolean(metadata={"description": "Its file was deleted with an erasure."})
