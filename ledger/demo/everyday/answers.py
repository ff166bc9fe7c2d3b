"""What clients answer to the letters about small incidents: mostly that they read them, now and then more."""

from collections.abc import Iterator
from random import Random

from ledger.demo.clients import Taken
from ledger.demo.story import Reply

_QUESTIONS = (
    (
        "Whom do we ring if this happens on a Saturday?",
        "The same number as on any day: +44 1632 960100. On a Saturday it is answered by our night and weekend team, who read the same notes as we do.",
    ),
    (
        "Does this change anything for the other things you look after for us?",
        "We went through the others with the same question this week. None is set up in the way that went wrong here.",
    ),
    (
        "Was it one of the people who were here last week?",
        "It was our way of working that let it happen, and that is what we have changed. We would rather not name anybody, and we ask you to hold us to the change.",
    ),
    (
        "Will you tell us when the change is done, or do we have to ask?",
        "You need not ask. The day is in our letter, and you will have a message on it. If you have none by then, that is a mistake of its own and we want to hear of it.",
    ),
    (
        "Could we have the letter once more for our new office manager?",
        "Of course: it is in your portal, and a copy is in your mail. Nothing in it has changed since.",
    ),
)
_DISPUTES = (
    (
        "By our clock it lasted a good twenty minutes longer than you write.",
        "You are right. We counted until our screen was green, and you until your people could work again. Yours is the right measure. We have noted your time, and what you get does not depend on it.",
    ),
    (
        "You write that nobody rang you before. Our front desk says that they tried and got no answer.",
        "Your front desk is right. We found two calls from you that were not answered, at the change of shift. We are sorry. Both stand in the record now, and we have looked at who answers at that hour.",
    ),
    (
        "We do not think that this was a small thing for the person who had to sort it out.",
        "Thank you for saying so. Small is our word for how many were touched, not for how it felt. We have rung your colleague to say sorry in person.",
    ),
)
_READ, _ASKED, _DISPUTED = 0.62, 0.70, 0.735


def replies(chance: Random, client: Taken, sent_day: int) -> Iterator[Reply]:
    """Yield the answers to a letter that was sent on this working day of its story."""
    thrown = chance.random()
    day = sent_day + chance.randint(1, 3)
    hour = f"{chance.randint(9, 16):02}:{chance.randrange(0, 60, 5):02}"
    if thrown < _READ:
        yield Reply("acknowledged", f"{day} {hour}")
    elif thrown < _DISPUTED:
        kind = "question" if thrown < _ASKED else "dispute"
        words, answer = chance.choice(_QUESTIONS if kind == "question" else _DISPUTES)
        by_mail = chance.random() < 0.3  # noqa: PLR2004 a third writes a mail instead
        someone = client.contacts[0]
        yield Reply(
            kind,
            f"{day} {hour}",
            words,
            by=someone.name if by_mail else "",
            proof=f"Mail to {client.manager.capitalize()}, the same day" if by_mail else "",
            reply=answer,
            replied=f"{day + chance.choice((0, 1, 1, 2))} 17:{chance.randint(10, 40)}",
        )
