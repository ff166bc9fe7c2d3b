"""Settings: frozen, read once from the environment; a wrong value stops the start with one clear sentence."""

import contextlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

SECRET_LENGTH = 32
TOKEN_LENGTH = 20

KNOWN = (
    "AMENDS_CHECKPOINT_DIR",
    "AMENDS_DATABASE_URL",
    "AMENDS_HOME",
    "AMENDS_LOG_FORMAT",
    "AMENDS_MAIL_FROM",
    "AMENDS_MAIL_UNENCRYPTED",
    "AMENDS_MAIL_URL",
    "AMENDS_METRICS_TOKEN",
    "AMENDS_MIGRATION_URL",
    "AMENDS_PRIVATE_WEBHOOKS",
    "AMENDS_PUBLIC_URL",
    "AMENDS_SECRET_KEY",
    "AMENDS_SIGNING_FILE",
    "AMENDS_SIGNING_PASSWORD",
    "AMENDS_THROTTLE",
    "AMENDS_TRUSTED_PROXIES",
    "AMENDS_UPLOAD_LIMIT",
)


class BadSetting(ValueError):
    """A setting has a value that cannot be used; the sentence names the variable, the value's fault and the mend."""


@dataclass(frozen=True)
class Settings:
    """Everything the program can be told from outside. The README's table lists the same names."""

    home: Path
    """Folder of the database, keys and files."""
    checkpoints: Path
    """Folder of the newest checkpoint of each log; best on another machine's disk, for it shows a restored backup."""
    database_url: str = field(repr=False)
    migration_url: str = field(repr=False)
    """The owner's address, used by `amends db upgrade` only; the application's own role owns nothing."""
    public_url: str
    """Where clients reach us: printed in mail, letters and codes."""
    secret_key: str = field(repr=False)
    signing_file: Path | None
    """PKCS#12 file with which letters are signed; none: they carry no signature."""
    signing_password: str = field(repr=False)
    trusted_proxies: int
    upload_limit: int
    """Bytes of one request."""
    mail_url: str = field(repr=False)
    """`smtp://user:password@host:587`, or empty: then nothing is mailed and pages say so."""
    mail_from: str
    mail_unencrypted: bool
    """Whether `smtp://` to this very machine may do without encryption: for a relay on it that offers none."""
    metrics_token: str = field(repr=False)
    """What Prometheus shows at `/metrics`; empty: there is no such address."""
    log_format: str
    """`text` or `json`."""
    private_webhooks: bool
    """Whether webhooks may go to private addresses, by plain HTTP too: for a receiver inside the house."""
    throttle: bool
    """Limits on tries to sign in; off only in tests and measurements."""


def home() -> Path:
    """Return the folder with `templates/` and `migrations/`: the checkout's, else the one beside the package."""
    package = Path(__file__).resolve().parent
    checkout = package.parent
    return (
        checkout
        if (checkout / "templates").is_dir() and (checkout / "migrations").is_dir()
        else checkout / "amends_home"
    )


def data_home(environ: Mapping[str, str]) -> Path:
    """Return `AMENDS_HOME`, else `instance/` beside a checkout, else the user's data directory."""
    if environ.get("AMENDS_HOME"):
        return Path(environ["AMENDS_HOME"]).expanduser().resolve()
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / "instance"
    return Path(environ.get("XDG_DATA_HOME", "~/.local/share")).expanduser() / "amends"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings that `environ` describes; raise `BadSetting` naming the first wrong one."""
    unknown = sorted(name for name in environ if name.startswith("AMENDS_") and name not in KNOWN)
    if unknown:
        sentence = f"{unknown[0]} is not a setting of Amends; the settings are {', '.join(KNOWN)}."
        raise BadSetting(sentence)
    folder = data_home(environ)
    database = environ.get("AMENDS_DATABASE_URL") or f"sqlite:///{folder / 'ledger.sqlite'}"

    def read(name: str, default: str, convert: Callable[[str], T]) -> T:
        try:
            return convert(environ.get(name) or default)
        except ValueError as fault:
            # The value itself stays out of the sentence: a database address carries a password.
            sentence = f"{name} {fault}."
            raise BadSetting(sentence) from None

    return Settings(
        home=folder,
        checkpoints=Path(environ.get("AMENDS_CHECKPOINT_DIR") or folder / "anchors").expanduser().resolve(),
        database_url=read("AMENDS_DATABASE_URL", database, _database_address),
        migration_url=read("AMENDS_MIGRATION_URL", database, _database_address),
        public_url=read("AMENDS_PUBLIC_URL", "http://127.0.0.1:8000", _web_address),
        secret_key=read("AMENDS_SECRET_KEY", "", _long_enough) or _own_secret(folder),
        signing_file=read("AMENDS_SIGNING_FILE", "", _file_or_none),
        signing_password=read("AMENDS_SIGNING_PASSWORD", "", str),
        trusted_proxies=read("AMENDS_TRUSTED_PROXIES", "0", _whole_number),
        upload_limit=read("AMENDS_UPLOAD_LIMIT", str(52 * 1024 * 1024), _whole_number),
        mail_url=read("AMENDS_MAIL_URL", "", _mail_address_of_server),
        mail_from=read("AMENDS_MAIL_FROM", "", str),
        mail_unencrypted=read("AMENDS_MAIL_UNENCRYPTED", "off", _one_of("on", "off")) == "on",
        metrics_token=read("AMENDS_METRICS_TOKEN", "", _token_or_none),
        log_format=read("AMENDS_LOG_FORMAT", "text", _one_of("text", "json")),
        private_webhooks=read("AMENDS_PRIVATE_WEBHOOKS", "off", _one_of("on", "off")) == "on",
        throttle=read("AMENDS_THROTTLE", "on", _one_of("on", "off")) == "on",
    )


def _database_address(text: str) -> str:
    if text.startswith("postgresql://"):
        return text.replace("postgresql://", "postgresql+psycopg://", 1)
    if text.startswith(("sqlite:///", "postgresql+psycopg://")):
        return text
    fault = "must be a database address that begins with sqlite:/// or postgresql://"
    raise ValueError(fault)


def _token_or_none(text: str) -> str:
    if text and (len(text) < TOKEN_LENGTH or not text.isascii() or any(mark.isspace() for mark in text)):
        fault = f"must be at least {TOKEN_LENGTH} ASCII characters without spaces"
        raise ValueError(fault)
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme in {"http", "https"} and parts.hostname:
        return text.rstrip("/")
    fault = "must be a web address such as https://amends.example.com"
    raise ValueError(fault)


def _mail_address_of_server(text: str) -> str:
    if not text or (urlsplit(text).scheme in {"smtp", "smtps"} and urlsplit(text).hostname):
        return text
    fault = "must be a mail server's address such as smtps://user:password@mail.example.com:465"
    raise ValueError(fault)


def _file_or_none(text: str) -> Path | None:
    if not text:
        return None
    file = Path(text).expanduser().resolve()
    if file.is_file():
        return file
    fault = "must be a PKCS#12 file (.p12 or .pfx) that is there"
    raise ValueError(fault)


def _whole_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    fault = "must be a whole number, 0 or more"
    raise ValueError(fault)


def _long_enough(text: str) -> str:
    if not text or len(text) >= SECRET_LENGTH:
        return text
    fault = f"must have at least {SECRET_LENGTH} characters"
    raise ValueError(fault)


def _one_of(*choices: str) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if text in choices:
            return text
        fault = f"must be one of {', '.join(choices)}"
        raise ValueError(fault)

    return convert


def _own_secret(folder: Path) -> str:
    try:
        return _kept_secret(folder)
    except OSError:
        fault = f"AMENDS_HOME must be a folder that we may write to; {folder} is not."
        raise BadSetting(fault) from None


def _kept_secret(folder: Path) -> str:
    """Return the secret kept in the home folder, made on first use; two processes starting at once agree on one."""
    file = folder / "secret_key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"secret_key.{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text(encoding="ascii").strip()
