"""An SVG drawing that can do nothing but be drawn: shapes and colours pass, whatever runs or reaches out does not.

Shapes, gradients and plain styles are kept; what drawing programs add for themselves is left out; all else is refused
by its name, because a drawing with a part silently missing would be noticed only on a letter.
"""

import math
import re
from typing import NoReturn
from xml.etree import ElementTree as ET

MOST_ELEMENTS = 2000
DEEPEST = 40

_SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset(
    ("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient",
     "radialGradient", "stop", "clipPath", "title", "desc", "style")
)  # fmt: skip
_LEFT_OUT = frozenset(("metadata",))
_WHAT_TO_DO = {
    "text": "turn its writing into shapes (paths): a letter has only its own typeface",
    "use": "draw repeated parts out (in the drawing program: unlink the copies)",
    "image": "leave pictures out of the drawing, or save all of it as PNG",
}
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_REACHES_OUT = re.compile(r"@|\\|expression|javascript:|url\((?!\s*['\"]?#)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?P<number>[0-9]*\.?[0-9]+)\s*(?P<unit>px|pt|mm|cm|in|pc)?\s*\Z")


class UnsafeDrawing(ValueError):
    """The drawing cannot be taken; the message is a sentence for whoever chose it."""


def safe_svg(content: bytes) -> bytes:
    """Return the drawing as SVG (UTF-8) with nothing in it but what is drawn; raise `UnsafeDrawing` for all else."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        _refuse("declares a document type or entities; save it as plain SVG")
    try:
        root = ET.fromstring(content)  # noqa: S314  # it declares no entity, see above
    except (ET.ParseError, ValueError, LookupError):
        _refuse("is not well-formed SVG; save it again from the drawing program")
    if root.tag != f"{{{_SVG}}}svg":
        _refuse("is not SVG")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        _refuse(f"has more than {MOST_ELEMENTS} elements; simplify it")
    kept = _kept(root)
    _settle_size(kept)
    ET.register_namespace("", _SVG)
    drawn: bytes = ET.tostring(kept, encoding="utf-8")
    return drawn


def _kept(element: ET.Element, depth: int = 0) -> ET.Element:
    if depth > DEEPEST:
        _refuse(f"has groups in groups more than {DEEPEST} deep; simplify it")
    name = _name(element)
    kept = ET.Element(element.tag, {key: value for key, value in element.attrib.items() if _is_kept(name, key, value)})
    kept.text = element.text
    if name == "style" and _REACHES_OUT.search(element.text or ""):
        _refuse("has a style that loads something")
    for inner in element:
        if _belongs(inner):
            kept.append(_kept(inner, depth + 1))
    return kept


def _belongs(element: ET.Element) -> bool:
    """Return whether an element is drawn; raise for one that is neither drawn nor harmless to leave out."""
    if not isinstance(element.tag, str):
        return False
    space, _, name = element.tag.rpartition("}")
    if space != f"{{{_SVG}" or name in _LEFT_OUT:
        return False
    if name not in _SHAPES:
        _refuse(f"has an element “{name[:40]}”: {_WHAT_TO_DO.get(name, 'only shapes and colours can be taken')}")
    return True


def _is_kept(element: str, name: str, value: str) -> bool:
    if name.startswith("on"):
        _refuse("runs a script")
    if name in _HREFS:
        if not value.startswith("#"):
            _refuse("refers to something outside itself")
        return element.endswith("Gradient")
    if name.startswith("{"):
        return False
    if _REACHES_OUT.search(value):
        _refuse("refers to something outside itself")
    return True


def _settle_size(root: ET.Element) -> None:
    """Give the drawing a view box and a plain size of the same shape; a stylesheet decides how large it is printed."""
    box = root.get("viewBox", "")
    if not box:
        sides = [_NUMBER.match(root.get(side, "")) for side in ("width", "height")]
        if len({side["unit"] for side in sides if side}) == 1:
            box = " ".join(["0 0", *(side["number"] for side in sides if side)])
    try:
        numbers = [float(number) for number in box.replace(",", " ").split()]
        _, _, width, height = numbers
    except ValueError:
        _refuse("does not say how large it is (no view box)")
    if not all(map(math.isfinite, numbers)) or min(width, height) <= 0:
        _refuse("does not say how large it is (its view box is empty)")
    root.set("viewBox", " ".join(f"{number:g}" for number in numbers))
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")


def _name(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _refuse(why: str) -> NoReturn:
    sentence = f"The drawing {why}."
    raise UnsafeDrawing(sentence)
