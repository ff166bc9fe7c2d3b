"""Which files may be attached as evidence: known by what is in them, with a name that can do no harm."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

LARGEST = 10 * 1024 * 1024
"""Bytes; pictures and test sheets, not disk images."""
LONGEST_NAME = 120
_SEEN_FIRST = 4096


@dataclass(frozen=True)
class Sort:
    """A sort of file: its media type, the bytes it begins with, and the endings its name may have."""

    media_type: str
    begins: tuple[bytes, ...]
    endings: tuple[str, ...]


SORTS: tuple[Sort, ...] = (
    Sort("image/png", (b"\x89PNG\r\n\x1a\n",), ("png",)),
    Sort("image/jpeg", (b"\xff\xd8\xff",), ("jpg", "jpeg")),
    Sort("image/gif", (b"GIF87a", b"GIF89a"), ("gif",)),
    Sort("application/pdf", (b"%PDF-",), ("pdf",)),
    Sort("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",), ("xlsx",)),
    Sort("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",), ("docx",)),
    Sort("application/vnd.oasis.opendocument.text", (b"PK\x03\x04",), ("odt",)),
    Sort("application/vnd.oasis.opendocument.spreadsheet", (b"PK\x03\x04",), ("ods",)),
    Sort("message/rfc822", (b"From:", b"Received:", b"Return-Path:", b"Delivered-To:", b"MIME-Version:"), ("eml",)),
)
_TEXTS = {"txt": "text/plain", "log": "text/plain", "csv": "text/csv", "md": "text/plain"}
_INSIDE = {
    "xlsx": b"xl/", "docx": b"word/", "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}  # fmt: skip
ENDINGS = tuple(sorted({*(ending for sort in SORTS for ending in sort.endings), *_TEXTS}))
DANGEROUS = frozenset(
    (
        "exe", "com", "bat", "cmd", "scr", "pif", "msi", "msp", "jar", "js", "jse", "vbs", "vbe", "wsf", "wsh", "hta",
        "ps1", "psm1", "sh", "bash", "py", "pl", "php", "phtml", "asp", "aspx", "jsp", "html", "htm", "xhtml", "svg",
        "xml", "lnk", "url", "reg", "dll", "sys", "app", "dmg", "iso", "img", "apk", "docm", "xlsm", "pptm", "zip",
        "rar", "7z", "gz", "tar",
    )
)  # fmt: skip


def name_fault(name: str) -> str:
    """Return why a file cannot have this name; empty where it can."""
    if not name.strip() or len(name) > LONGEST_NAME:
        return f"Give the file a name of 1 to {LONGEST_NAME} characters."
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for character in name):
        return "The file's name holds control or hidden characters; rename it."
    if re.search(r'[/\\:*?"<>|]', name) or name.startswith(".") or name != name.strip() or name.endswith("."):
        return "The file's name holds a path or signs that a name cannot have; rename it."
    stem, dot, ending = name.rpartition(".")
    if not dot or ending.lower() not in ENDINGS:
        return f"Attach a file of one of these kinds: {', '.join(ENDINGS)}."
    if any(part.lower() in DANGEROUS | set(ENDINGS) for part in stem.split(".")[1:]):
        return "The file's name has two endings; rename it so that it has one."
    return ""


def content_fault(name: str, content: bytes) -> str:
    """Return why this content cannot be kept under this name; empty where it can."""
    if not content:
        return "The file is empty."
    if len(content) > LARGEST:
        return f"The file is larger than {LARGEST // 1024 // 1024} MB; attach a smaller one, or a link."
    if media_type(name, content) is None:
        return "What is in the file is not what its name says; attach the right file."
    return ""


def media_type(name: str, content: bytes) -> str | None:
    """Return the media type of a file whose content is what its name says; none where it is not."""
    ending = name.rpartition(".")[2].lower()
    if ending in _TEXTS:
        return _TEXTS[ending] if _is_text(content) else None
    for sort in SORTS:
        if ending in sort.endings and content.startswith(sort.begins) and _INSIDE.get(ending, b"") in content:
            return sort.media_type
    return None


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    looks_marked = text[:_SEEN_FIRST].lstrip().lower().startswith(("<!doctype", "<html", "<script", "<svg", "<?xml"))
    return not looks_marked and not any(unicodedata.category(one) == "Cc" and one not in "\n\r\t" for one in text)


def names_in(text: str) -> str:
    """Return an address or a file's name as words, as which a client's name would be found: `Orchard%20Clinic` too."""
    return " ".join(re.sub(r"[\W_]+", " ", unquote(text)).split())


def link_fault(link: str) -> str:
    """Return why this is no address that can be shown as a link; empty where it is one."""
    sentence = "Write an address that begins with https:// or http://."
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return sentence
    if parts.scheme.lower() not in {"http", "https"} or not host or re.search(r"\s", link):
        return sentence
    if parts.username or parts.password:
        return "Leave the name and password out of the address."
    return ""
