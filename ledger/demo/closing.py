"""Closing what is finished: everything done, given, answered and kept, and the letter sent."""

from datetime import timedelta

from sqlalchemy.orm import Session

from ledger.demo.case import Case
from ledger.demo.step import Step
from ledger.demo.story import Story, Touch
from ledger.incidents.operations.clocks import end_clocks
from ledger.incidents.operations.milestones import record_milestones
from ledger.incidents.operations.touched import locked
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import permit

_A_DAY_LATER = timedelta(days=1)


def closing_step(case: Case, steps: list[Step]) -> list[Step]:
    """Return the step that closes a finished story, a day after the last of its other steps; none for others."""
    if not is_finished(case.story):
        return []
    return [Step(max(step.at for step in steps) + _A_DAY_LATER, lambda: case.do(_closed, "", case.incident_id))]


def is_finished(story: Story) -> bool:
    """Return whether nothing of a story is left to do, to give, to send or to answer."""
    return bool(story.resolved) and all(deed.done for deed in story.deeds) and all(map(_is_settled, story.touches))


def _is_settled(touch: Touch) -> bool:
    kept = all(vow.kept or vow.released or vow.broken for vow in touch.vows)
    given = all(gift.delivered or gift.declined for gift in touch.gifts)
    sent = all(post.ends == "issued" for post in touch.letters)
    answered = all(reply.replied or reply.kind == "acknowledged" for post in touch.letters for reply in post.replies)
    return kept and given and sent and answered


def _closed(session: Session, actor: Actor, incident_id: str) -> None:
    permit(actor, "answer")
    incident = locked(session, incident_id)
    incident.status = "closed"
    record_milestones(session, actor, incident, {"closed_at": now()})
    end_clocks(session, actor, incident, now())
