"""The mail that a letter goes with: as plain words and as HTML, which say the same; neither says what went wrong."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jinja2

from ledger import config
from ledger.letters import wording
from ledger.letters.catalogue import in_its_language, say
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.pdf import language_of
from ledger.letters.sections import NAMED


@dataclass(frozen=True)
class LetterMail:
    """What a mail says."""

    subject: str
    text: str
    html: str


@in_its_language
def letter_mail(facts: LetterFacts, *, greeting: str, link: str, is_attached: bool) -> LetterMail:
    """Return the mail for a letter with these facts; `greeting` names the reader, `link` is the letter in the portal.

    The subject has the client's reference and the kind alone: mailboxes show subjects to whoever looks over a shoulder.
    """
    values = {
        "facts": facts,
        "label": say(NAMED[facts.kind]),
        "day": wording.short_day(facts.dated_at, facts.zone, facts.locale),
        "greeting": greeting,
        "link": link,
        "is_attached": is_attached,
        "language": language_of(facts),
    }
    text, html = (_environment(_folder()).get_template(f"mail.{kind}").render(values) for kind in ("txt", "html"))
    return LetterMail(f"{facts.client_reference}: {values['label']}", text.strip() + "\n", html)


def _folder() -> Path:
    return config.home() / "templates" / "letters"


@lru_cache(maxsize=2)
def _environment(folder: Path) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=jinja2.select_autoescape(("html",), default_for_string=True, default=False),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["say"] = say
    return made
