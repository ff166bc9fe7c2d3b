"""The certificate with which this installation signs its letters, if there is one."""

from functools import lru_cache
from pathlib import Path

import structlog

from ledger.config import BadSetting, Settings
from ledger.kernel.clock import now
from ledger.kernel.pdf_signing import BadCertificate, Signer, load_signer

log = structlog.get_logger()


def letter_signer(settings: Settings) -> Signer | None:
    """Return what signs letters today; none without a certificate, or outside its time, which is logged.

    A letter goes out unsigned rather than late: its hash in the record says more than a signature. Raises `BadSetting`.
    """
    if settings.signing_file is None:
        return None
    signer = _loaded(settings.signing_file, settings.signing_password)
    if signer.is_valid_at(now()):
        return signer
    log.warning("letters go out unsigned: the certificate is not valid today")
    return None


@lru_cache(maxsize=4)
def _loaded(file: Path, password: str) -> Signer:
    try:
        return load_signer(file, password)
    except BadCertificate as fault:
        sentence = f"AMENDS_SIGNING_FILE cannot sign letters: {fault}."
        raise BadSetting(sentence) from None
    except ImportError:
        sentence = "AMENDS_SIGNING_FILE needs pyhanko: pip install 'amends[signing]'."
        raise BadSetting(sentence) from None
