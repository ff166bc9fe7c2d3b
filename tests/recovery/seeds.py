"""One action, remedy and promise for tests that walk all addresses."""

from ledger.incidents.operations.filing import Filed
from ledger.people.actor import SYSTEM, Actor
from ledger.recovery.operations.actions import add_action
from ledger.recovery.operations.promises import make_promise
from ledger.recovery.operations.remedies import propose_remedy
from ledger.recovery.operations.spending import book_cost
from ledger.work import Ledger
from tests.recovery.factories import FAR, gbp


def recovery_to_walk(ledger: Ledger, filed: Filed, owner: Actor) -> dict[str, str]:
    """Add one of each and return their ids; the program proposed the remedy, so that anyone may approve it."""
    (reference, *_) = filed.client_references
    action = ledger.do(
        add_action, SYSTEM, incident_id=filed.id, kind="corrective", text="We check every restore", due_on=FAR,
        owner_id=owner.user_id,
    )  # fmt: skip
    remedy = ledger.do(
        propose_remedy,
        SYSTEM,
        client_reference=reference,
        code="GW",
        text="A small amends",
        value=gbp(2_500),
        details={"reason": "A bad week"},
    )
    promise = ledger.do(
        make_promise, SYSTEM, client_code=reference.split("-", 1)[0], text="Ring you back", due_on=FAR,
        owner_id=owner.user_id, incident_id=filed.id,
    )  # fmt: skip
    entry = ledger.do(book_cost, SYSTEM, incident_id=filed.id, kind="parts", text="A new disk", net=gbp(4_900))
    return {"action": action.id, "remedy": remedy.id, "promise": promise.id, "booked": entry.id}
