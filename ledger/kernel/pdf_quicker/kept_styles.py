"""Computed styles, kept from one document to the next of the same stylesheets."""

import copy
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from weasyprint.css import AnonymousStyle, ComputedStyle, StyleFor
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.html import UA_STYLESHEET
from weasyprint.layout.page import PageType

_MOST = 2000
"""So many places are kept, of each stylesheet; a letter has about a hundred. Then it begins anew."""

_NOTES = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})
_VALUES_APART = frozenset({"href", "src", "alt", "title", "aria-label"})
"""Attributes whose values no rule asks for; whether an element has them, some do (`:link`)."""

_PLAIN = _VALUES_APART | {"class", "lang", "scope", "colspan", "rowspan", "start", "charset"}
_FIELDS = frozenset({"input", "select", "option", "textarea", "button", "fieldset"})


class _Place:
    """Where an element stands: below which others, of which names and classes. Elements of one place look alike."""

    __slots__ = ("inside", "styles")

    def __init__(self) -> None:
        self.inside: dict[Any, _Place] = {}
        self.styles: dict[str | None, ComputedStyle] | None = None
        """By the name of the pseudo-element, None for the element itself; None until a document had it."""


class _Kept:
    def __init__(self) -> None:
        self.root = _Place()
        self.many = 0
        self.pages: dict[tuple[Any, ...], dict[str | None, ComputedStyle]] = {}

    def places(self, element: Any) -> list[tuple[Any, _Place]]:
        """Return each element of a document with its place, from the top."""
        if self.many > _MOST:
            self.root, self.many = _Place(), 0
        return list(self._below(element, self.root))

    def _below(self, element: Any, above: _Place) -> Iterator[tuple[Any, _Place]]:
        name = (element.tag, *((key, key in _VALUES_APART or value) for key, value in element.attrib.items()))
        place = above.inside.get(name)
        if place is None:
            place = above.inside[name] = _Place()
            self.many += 1
        yield element, place
        for child in element:
            yield from self._below(child, place)


class _Lent(ComputedStyle):  # type: ignore[misc]  # the base has no types
    """A copy of a kept style for one document, which may change it."""

    def __init__(self, kept: ComputedStyle) -> None:
        _take_over(self, kept)

    @cached_property
    def anonymous_style(self) -> AnonymousStyle:
        return _LentAnonymous(_anonymous(self.kept))


class _LentAnonymous(AnonymousStyle):  # type: ignore[misc]  # the base has no types
    """The same for what has no element of its own: a run of text, a line."""

    def __init__(self, kept: AnonymousStyle) -> None:
        _take_over(self, kept)
        self.specified = self

    @cached_property
    def anonymous_style(self) -> AnonymousStyle:
        return _LentAnonymous(_anonymous(self.kept))


class KeptStyles(StyleFor):  # type: ignore[misc]  # the base has no types
    """WeasyPrint's way from an element to its style, asked only for places that no earlier document had."""

    def __init__(self, html: Any, sheets: list[Any], hints: bool, fonts: Any, targets: Any) -> None:  # noqa: FBT001  # as called
        self._top = html.etree_element
        alike = not hints and _is_plain(html.etree_element) and all(_is_plain_sheet(sheet) for sheet, *_ in sheets)
        self._kept = _kept(fonts, *(sheet for sheet, *_ in sheets)) if alike else None
        places = self._kept.places(html.etree_element) if self._kept else []
        if not places or any(place.styles is None for _, place in places):
            super().__init__(html, sheets, hints, fonts, targets)
            self._keep(places)
        else:
            self._cascaded_styles: dict[Any, Any] = {}
            self.initial_page_sizes: dict[str, Any] = {"box": None, "area": None}
            self._sheets = sheets
            self.font_config = fonts
        if places:
            self._computed_styles: dict[Any, Any] = _lent(places)

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        """Return the style of an element, or of a pseudo-element where it has one."""
        if self._kept is None:
            return super().__call__(element, pseudo_type)
        return self._computed_styles.get((element, pseudo_type))

    def add_page_declarations(self, page_type: PageType) -> None:
        """Lend the styles of a page and of its margins, worked out once for pages of a kind."""
        if self._kept is None:
            super().add_page_declarations(page_type)
            return
        kind = (page_type.side, page_type.blank, page_type.name, page_type.index == 0)
        if kind not in self._kept.pages:
            self._kept.pages[kind] = self._of_page(page_type)
        for pseudo, style in self._kept.pages[kind].items():
            self._computed_styles[page_type, pseudo] = _Lent(style)

    def set_computed_styles(self, element: Any, parent: Any, **options: Any) -> None:
        """Work a style out, unless it was lent."""
        if (element, options.get("pseudo_type")) not in self._computed_styles or not isinstance(element, PageType):
            super().set_computed_styles(element, parent, **options)

    def _keep(self, places: list[tuple[Any, _Place]]) -> None:
        if not places:
            return
        found: dict[Any, dict[str | None, ComputedStyle]] = {}
        for element, pseudo in list(self._computed_styles):
            found.setdefault(element, {})[pseudo] = self._filled(element, pseudo)
        for element, place in places:
            place.styles = place.styles or found[element]

    def _of_page(self, page_type: PageType) -> dict[str | None, ComputedStyle]:
        super().add_page_declarations(page_type)
        for element, pseudo in [(page_type, None), *(key for key in self._cascaded_styles if key[1])]:
            parent = element if pseudo else self._top
            super().set_computed_styles(element, parent, root=self._top, pseudo_type=pseudo)
        self._cascaded_styles.clear()
        pseudos = [pseudo for element, pseudo in self._computed_styles if element == page_type]
        return {pseudo: self._filled(page_type, pseudo) for pseudo in pseudos}

    def _filled(self, element: Any, pseudo: str | None) -> Any:
        style = super().__call__(element, pseudo)
        for name in INITIAL_VALUES:
            style[name]
        return style


def own_rules() -> Any:
    """Return what is said of elements before any stylesheet of ours."""
    return _without_notes()


@lru_cache(maxsize=1)
def _without_notes() -> Any:
    """Return WeasyPrint's own stylesheet without what it says of notes and, beside lists, of markers.

    It says them of every element, and each gets six styles for what no document of ours has.
    """
    sheet = copy.copy(UA_STYLESHEET)
    sheet.matcher = copy.copy(sheet.matcher)
    sheet.looks_up_only = True
    sheet.matcher.other_selectors = [
        ((_of_item if pseudo == "marker" else test), weight, order, pseudo, rules)
        for test, weight, order, pseudo, rules in sheet.matcher.other_selectors
        if pseudo not in _NOTES
    ]
    return sheet


def forget() -> None:
    """Let go of everything kept."""
    _kept.cache_clear()


def _of_item(element: Any) -> bool:
    return bool(element.local_name == "li")


@lru_cache(maxsize=16)
def _kept(_fonts: Any, *_sheets: Any) -> _Kept:
    return _Kept()


def _take_over(style: Any, kept: Any) -> None:
    dict.update(style, kept)
    style.__dict__.update(kept.__dict__)
    style.__dict__.pop("anonymous_style", None)
    style.kept = kept


def _anonymous(kept: Any) -> Any:
    anonymous = kept.anonymous_style
    if "kept" not in anonymous.__dict__:
        for name in INITIAL_VALUES:
            if "_block_" not in name and "_inline_" not in name:
                anonymous[name]
        anonymous.kept = None
    return anonymous


def _lent(places: list[tuple[Any, _Place]]) -> dict[Any, Any]:
    copies: dict[int, _Lent] = {}
    lent = {}
    for element, place in places:
        for pseudo, kept in (place.styles or {}).items():
            if id(kept) not in copies:
                copies[id(kept)] = _Lent(kept)
            lent[element, pseudo] = copies[id(kept)]
    return lent


def _is_plain(top: Any) -> bool:
    plain = all(isinstance(element.tag, str) and _PLAIN.issuperset(element.attrib) for element in top.iter())
    return plain and not any(element.tag in _FIELDS for element in top.iter())


def _is_plain_sheet(sheet: Any) -> bool:
    return bool(getattr(sheet, "looks_up_only", False))
