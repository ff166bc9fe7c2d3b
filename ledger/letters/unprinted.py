"""What people write in Markdown and a letter does not show: pictures, tables, HTML, links that lead nowhere.

Each would be printed as it is typed (`ledger.letters.markdown` is safe, not silent), so the check says so beforehand.
"""

import re
from collections.abc import Iterator, Mapping

from ledger.letters.candour.checking import Finding
from ledger.letters.candour.rules import OFF, by_id

_CODE = re.compile(r"`[^`\n]{1,400}`")
_MARKS: Mapping[str, re.Pattern[str]] = {
    "MRK01": re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,400}\)"),
    "MRK02": re.compile(
        r"^[ \t]{0,8}\|[^\n]{1,600}\|[ \t]*$|^[ \t]{0,8}\|?[ \t]*:?-{2,40}:?[ \t]*\|[ \t|:-]{0,200}$", re.MULTILINE
    ),
    "MRK03": re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>\n]{0,400})?/?>|<!--"),
    "MRK04": re.compile(r"(?<!!)\[[^\]\n]{1,200}\]\(\s*(?!https?:|mailto:|tel:)[^)\s][^)\n]{0,400}\)"),
}
"""Rule to what it finds; quantities are bounded, so that no text makes them slow."""


def unprinted(sections: Mapping[str, str], grades: Mapping[str, str]) -> list[Finding]:
    """Return what sections of Markdown hold that would be printed as it is typed, each kind once a section.

    `grades` are the provider's for rules MRK01 to MRK04.
    """
    return [
        _finding(rule, severity, key, markdown, place)
        for key, markdown in sections.items()
        for rule, place in unprinted_in(markdown)
        if (severity := grades.get(rule, by_id()[rule].severity)) != OFF
    ]


def unprinted_in(markdown: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Give each rule that one text breaks with the first place; what stands in code is meant to be read."""
    text = _CODE.sub(lambda found: " " * len(found[0]), markdown)
    for rule, pattern in _MARKS.items():
        found = pattern.search(text)
        if found:
            yield rule, found.span()


def _finding(rule_id: str, severity: str, section: str, markdown: str, place: tuple[int, int]) -> Finding:
    rule, (start, end) = by_id()[rule_id], place
    line_start = markdown.rfind("\n", 0, start) + 1
    line_end = markdown.find("\n", start)
    return Finding(
        rule=rule.id,
        category=rule.category,
        severity=severity,
        section=section,
        start=start,
        end=end,
        line=markdown.count("\n", 0, start) + 1,
        words=markdown[start:end].strip(),
        sentence=markdown[line_start : line_end if line_end >= 0 else None].strip(),
        why=rule.why,
        instead=rule.instead,
    )
