"""The last touch to a PDF's objects before they are written: scopes of header cells, and bytes that archives accept."""

import zlib
from functools import lru_cache
from typing import Any

import pydyf  # type: ignore[import-untyped]  # it ships no types

SIGNATURE_FIELD = "Signature"
"""The name of the field that a signature fills."""

_PRINTED_AND_LOCKED = 4 | 128
"""Flags of an annotation (ISO 32000-1, 12.5.3)."""
_UNCLEAR_END = b"\r\nendstream"


class UnsafeDocument(ValueError):
    """The document asks for a file, an address or an attachment; a document may use only what it carries itself."""


class _Settled(pydyf.Object):  # type: ignore[misc]  # the base has no types
    """An object whose bytes are made once; a PDF with an identifier is otherwise serialised and compressed twice."""

    data = b""
    compressible = False

    def __init__(self, made: Any, data: bytes) -> None:
        self.number, self.offset, self.generation, self.free = made.number, made.offset, made.generation, made.free
        self.data = data
        self.compressible = made.compressible


def has_unclear_end(file: bytes) -> bool:
    """Tell whether a stream of the file ends so that its stated length looks wrong (see `settle`)."""
    return _UNCLEAR_END in file


def give_scopes(pdf: Any) -> None:
    """Give every header cell its scope (ISO 14289-1, 7.5), on continuation pages too.

    Raises `UnsafeDocument` when something is attached.
    """
    for element in pdf.objects:
        if not isinstance(element, dict):
            continue
        if element.get("Type") == "/Filespec" or element.get("Subtype") == "/FileAttachment":
            raise UnsafeDocument
        if element.get("S") == "/TH":
            element["A"]["Scope"] = "/Column" if _group_of(pdf, element) == "/THead" else "/Row"


def add_signature_field(pdf: Any, called: str) -> None:
    """Put an empty field to sign on the first page, invisible and in the structure tree (ISO 14289-1, 7.18.4).

    `called` is what a screen reader says of it. Made before signing, for a signature changes no structure.
    """
    page = pdf.objects[int(pdf.page_references[0].split()[0])]
    root = _referenced(pdf, pdf.catalog["StructTreeRoot"])
    document = _referenced(pdf, root["K"][0])
    numbers = _referenced(pdf, root["ParentTree"])["Nums"]
    widget = pydyf.Dictionary({"Type": "/Annot", "Subtype": "/Widget", "FT": "/Sig", "F": _PRINTED_AND_LOCKED})
    widget |= {"T": pydyf.String(SIGNATURE_FIELD), "TU": pydyf.String(called), "Rect": pydyf.Array([0, 0, 0, 0])}
    widget |= {"P": page.reference, "StructParent": numbers[-2] + 1}
    pdf.add_object(widget)
    place = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page.reference})
    element = pydyf.Dictionary({"Type": "/StructElem", "S": "/Form", "P": document.reference, "K": place})
    element["Alt"] = pydyf.String(called)
    pdf.add_object(element)
    document["K"].append(element.reference)
    numbers.extend((numbers[-2] + 1, element.reference))
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([widget.reference]), "SigFlags": 3})


def settle(pdf: Any, *, spare: int) -> None:
    """Fix the bytes of every object; add `spare` empty ones, which changes the index and the packed objects.

    About one compressed stream in 256 ends in a carriage return; with the line end before `endstream` it reads as
    CR LF, so the stream's stated length looks wrong (ISO 19005-3, 6.1.7.1) and the file is no PDF/A. Such streams stay
    uncompressed. The streams that the writer adds itself cannot be seen here: for those, try again with more to spare.
    """
    for _ in range(spare):
        pdf.add_object(pydyf.Dictionary({}))
    for number, element in enumerate(pdf.objects):
        if element.free != "f":
            pdf.objects[number] = _Settled(element, _bytes(element))


def _bytes(element: Any) -> bytes:
    """Return what the element's own `data` would be, in half the time: most are small dictionaries of words."""
    if not isinstance(element, pydyf.Stream):
        return _written(element)
    content = b"\n".join([_written(part) for part in element.stream])
    extra = pydyf.Dictionary(element.extra.copy())
    packed = zlib.compress(content, 9) if element.compress else b""
    if packed and not packed.endswith(b"\r"):
        content = packed
        extra["Filter"] = "/FlateDecode"
    extra["Length"] = len(content)
    return b"\n".join((_written(extra), b"stream", content, b"endstream"))


def _written(item: Any) -> bytes:
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]  # its kind says so
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]  # its kind says so
    if kind is pydyf.Dictionary:
        return b"<<" + b"".join([_named(key) + _written(value) for key, value in item.items()]) + b">>"
    if kind is pydyf.Array:
        return b"[" + b" ".join([_written(part) for part in item]) + b"]"
    # Numbers and the rest in the writer's own way, which is not Python's.
    written: bytes = item.data if isinstance(item, pydyf.Object) else pydyf.Array([item]).data[1:-1]
    return written


@lru_cache(maxsize=512)
def _named(key: str) -> bytes:
    return f"/{key} ".encode("ascii")


def _group_of(pdf: Any, cell: Any) -> str:
    row = _referenced(pdf, cell["P"])
    return str(_referenced(pdf, row["P"])["S"])


def _referenced(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
