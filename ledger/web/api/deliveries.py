"""Letters by mail as JSON: to whom a letter went and what came of it, mailing it, and mail that came back."""

from typing import Any

from ledger.courier.delivering import ask_to_mail
from ledger.letters.deliveries import DeliveryRow, deliveries_of
from ledger.letters.operations.delivering import record_bounce
from ledger.letters.queries import letter_page
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.jobs import jobs
from ledger.web.schemas.deliveries import DeliveryShown, MailLetter, RecordBounce
from ledger.web.session import actor, ledger, needs

api = api_blueprint("deliveries", "/letters", "Letters by mail: what is to go, what went, and what came back.")


@api.get("/<letter_id>/deliveries")
@needs("read_cases")
@api.response(200, DeliveryShown(many=True))
def index(letter_id: str) -> list[DeliveryRow]:
    """List a letter's mails, oldest first."""
    return ledger().ask(deliveries_of, actor(), ledger().ask(letter_page, actor(), letter_id).id)


@api.post("/<letter_id>/deliveries")
@needs("issue_letter")
@created_once
@api.arguments(MailLetter)
@api.response(201, DeliveryShown)
def mail(said: dict[str, Any], letter_id: str) -> DeliveryRow:
    """Mail an issued letter to a contact who has not had it by mail; refused where mail is not configured."""
    delivery_id = ask_to_mail(ledger(), actor(), letter_id, **said)
    jobs().deliver(letter_id)
    return _one(letter_id, delivery_id)


@api.post("/<letter_id>/deliveries/<delivery_id>/bounce")
@needs("issue_letter")
@api.arguments(RecordBounce)
@api.response(200, DeliveryShown)
def bounce(said: dict[str, Any], letter_id: str, delivery_id: str) -> DeliveryRow:
    """Record that a mail came back."""
    ledger().do(record_bounce, actor(), letter_id=letter_id, delivery_id=delivery_id, **said)
    return _one(letter_id, delivery_id)


def _one(letter_id: str, delivery_id: str) -> DeliveryRow:
    return next(one for one in ledger().ask(deliveries_of, actor(), letter_id) if one.id == delivery_id)
