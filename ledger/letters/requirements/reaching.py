"""Checkers of the people: to whom it goes, who signs, answers and stands above them; how the client is reached."""

from collections.abc import Iterator

from ledger.letters import presence, wording
from ledger.letters.letter_facts import EarlierLetter
from ledger.letters.requirements.written import Lack, Written

_TALK = (
    r"\b(?:may|can|could|shall|let) (?:we|I|us) (?:\w+ ){0,2}?(?:visit|ring|call|meet|come|talk|speak)\b"
    r"|\b(?:offer|like|glad|happy|ready) (?:you |to )?(?:\w+ ){0,2}(?:visit|call|meet(?:ing)?|talk)\b"
    r"|\b(?:a|the) (?:call|meeting|visit) (?:with you|whenever|at a time|on a day)\b"
    r"|\b(?:I|we) (?:will|shall|can) (?:\w+ )?(?:visit|ring|call|meet|come to) you\b"
)
_NOTHING = r"\b(?:nothing (?:\w+ )?(?:to do|you (?:need|have) to do)|(?:need|have) to do nothing|need do nothing)\b"
_NOTHING_TOO = r"\b(?:not (?:need|have) to do anything|no action (?:is )?(?:needed|required))\b"
_DO = r"\bplease\b|\byou (?:need to|have to|must|should)\b"
_OTHER_FORMS = (
    r"\b(?:large print|plain text|(?:other|another) formats?|read (?:it|this)(?: letter)? (?:to you|aloud)|braille)\b"
)

_IN_PLACE = (
    r"\b(?:(?:takes?|stands? in) the place of|replaces|instead of) (?:our |the |that )?"
    r"(?:version|letter|earlier|first|one)\b"
)


def addressed(letter: Written) -> Iterator[Lack]:
    """L1: by name, to one contact of the client, with the reference that the client reads."""
    to = letter.facts.addressee
    if not (to.name and to.salutation and letter.facts.client_reference):
        yield Lack("Address the letter by name to a contact of the client, with a reference.", "people")


def to_do(letter: Written) -> Iterator[Lack]:
    """L15: what the client needs to do; “nothing” is an answer."""
    wanted = letter.facts.client_must_do
    if wanted and not letter.tells(wanted, "need", "effect", "opening"):
        yield Lack(f"Say what the client needs to do: “{wanted}”.", "section need")
    elif not wanted and not any(letter.says(one) for one in (_NOTHING, _NOTHING_TOO, _DO)):
        yield Lack("Say what the client needs to do; “You need to do nothing.” is an answer.", "section need")


def contact(letter: Written) -> Iterator[Lack]:
    """L16: by name, with telephone and mail, in the text."""
    one = letter.facts.contact
    if not (one.name and one.phone and one.email):
        yield Lack("Name a contact with telephone and mail who can decide.", "owner")
    elif one.email not in letter.text and one.phone not in letter.text:
        yield Lack(f"Say how {one.name} can be reached.", "section talk")


def delay(letter: Written) -> Iterator[Lack]:
    """L17: a missed notice clock, or the client's report before our notice, is explained."""
    if letter.facts.heard_late and not letter.facts.delay_reason.strip():
        yield Lack("Say why the client heard late: write the delay reason.", "impact")


def talk(letter: Written) -> Iterator[Lack]:
    """L18: a call or a meeting is offered."""
    if not letter.says(_TALK):
        yield Lack("Offer a call or a meeting.", "section talk")


def invitation(letter: Written) -> Iterator[Lack]:
    """L19: the client is asked to correct our account."""
    if not presence.is_present("correct", letter.text):
        yield Lack("Ask the client to tell us if we have anything wrong.", "section talk")


def way_further(letter: Written) -> Iterator[Lack]:
    """L20: somebody outside the delivery line, who neither signs nor answers."""
    further = letter.facts.escalation
    if further is None or not further.email:
        sentence = "Name somebody outside the delivery line to whom the client can go further, with a mail address."
        yield Lack(sentence, "settings")
    elif further.email in {letter.facts.signatory.email, letter.facts.contact.email} - {""}:
        yield Lack("The client must be able to go further than the people who sign and answer.", "people")
    elif further.email not in letter.text and further.name.casefold() not in letter.text.casefold():
        yield Lack(f"Say that the client can go further, to {further.name}.", "section talk")


def signed(letter: Written) -> Iterator[Lack]:
    """L21: by name and title; whether the rank fits is asked when the signatory is chosen."""
    if not (letter.facts.signatory.name and letter.facts.signatory.title):
        yield Lack("Say who signs, with the title.", "people")


def other_forms(letter: Written) -> Iterator[Lack]:
    """L28: large print, plain text, read by telephone; the file itself is accessible however it is written."""
    if not letter.says(_OTHER_FORMS):
        yield Lack("Offer the letter in other forms: large print, plain text, read by telephone.", "section talk")


def spoken(letter: Written) -> Iterator[Lack]:
    """L29: told by voice or in person before, or tried three times on two channels."""
    at = letter.facts.spoken_at
    if at is None or at > letter.facts.dated_at:
        sentence = (
            "Tell the client by voice first, or log three attempts on two channels: the call sheet has the numbers."
        )
        yield Lack(sentence, "call sheet")


def corrects(letter: Written) -> Iterator[Lack]:
    """L31: a correction says which letter it corrects, what was wrong in it, and what is right.

    A further final letter says that it takes the place of the one before it, and how it differs.
    """
    facts = letter.facts
    if facts.kind == "final" and facts.answers:
        yield from _takes_the_place(letter, facts.answers)
    if facts.kind != "correction":
        return
    if not (facts.answers and facts.what_was_wrong.strip() and facts.what_is_right.strip()):
        yield Lack("Say which letter this corrects, what was wrong in it, and what is right.", "said what_was_wrong")
        return
    if facts.answers.client_reference not in letter.text:
        yield Lack(f"Name the letter that this one corrects: {facts.answers.client_reference}.", "section opening")
    for told, key in ((facts.what_was_wrong, "wrong"), (facts.what_is_right, "right")):
        if not letter.tells(told):
            yield Lack(f"Tell the client: “{told}”.", f"section {key}")


def _takes_the_place(letter: Written, before: EarlierLetter) -> Iterator[Lack]:
    changed = letter.facts.what_changed
    if not changed.strip():
        yield Lack(f"Say what is different from version {before.version} of this letter.", "said what_changed")
    elif not letter.tells(changed):
        yield Lack(f"Tell the client: “{changed}”.", "section opening")
    if not letter.says(_IN_PLACE):
        day = wording.short_day(before.dated_at, letter.facts.zone, letter.facts.locale)
        yield Lack(f"Say that this letter takes the place of version {before.version}, of {day}.", "section opening")
