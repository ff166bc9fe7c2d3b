"""A PAdES signature on a finished PDF (ETSI EN 319 142-1, level B-B), which keeps it PDF/A-3a and PDF/UA-1.

Only with a certificate that somebody else issued: a self-signed one looks like fraud in a reader's program. The field
to sign is in the file already, and the metadata stay byte for byte as they are; both profiles depend on it.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12

from ledger.kernel.collecting import without_collecting
from ledger.kernel.pdf_objects import SIGNATURE_FIELD, has_unclear_end

RESERVED = 16_384
"""Hexadecimal digits kept free for the signature and its chain: 8 KiB are enough for four certificates."""

_ATTEMPTS = 8
"""As in `pdf`: what is appended ends in an unclear way about once in 256 times."""


class BadCertificate(ValueError):
    """The certificate for signing letters cannot be used; the sentence says why."""


@dataclass(frozen=True)
class Signer:
    """A key with its certificate and the chain above it."""

    chain: tuple[x509.Certificate, ...]
    """The certificate itself first."""
    key: Any
    """What pyhanko signs with."""

    def is_valid_at(self, at: datetime) -> bool:
        """Return whether every certificate of the chain is valid at that instant."""
        return all(one.not_valid_before_utc <= at <= one.not_valid_after_utc for one in self.chain)


def load_signer(file: Path, password: str) -> Signer:
    """Return the signer of a PKCS#12 file. Raises `BadCertificate`."""
    try:
        content = file.read_bytes()
        found = load_pkcs12(content, password.encode() if password else None)
    except (OSError, ValueError):
        # The library's own words may quote the password or the path.
        fault = "the file cannot be read with this password"
        raise BadCertificate(fault) from None
    if found.key is None or found.cert is None:
        fault = "the file holds no key with its certificate"
        raise BadCertificate(fault)
    return Signer(_chain(found), _with_key(content, password, found.key))


def sign(pdf: bytes, signer: Signer, *, name: str) -> bytes:
    """Return the file with its empty field signed; `name` is who signs, as reader's programs show it.

    Raises `RuntimeError` when the file would be no PDF/A afterwards.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415  # as above
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415  # as above
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner  # noqa: PLC0415  # as above

    class SameMetadata(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave the metadata alone: written again, they lose the extension schema that PDF/A asks for."""

    said = PdfSignatureMetadata(
        field_name=SIGNATURE_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=name
    )
    for attempt in range(_ATTEMPTS):
        writer = SameMetadata(io.BytesIO(pdf))
        with without_collecting():
            signed = PdfSigner(said, signer=signer.key).sign_pdf(
                writer, existing_fields_only=True, bytes_reserved=RESERVED + 2 * attempt
            )
        content: bytes = signed.getvalue()
        if not has_unclear_end(content[len(pdf) :]):
            return content
    fault = "no signature leaves this file a PDF/A"
    raise RuntimeError(fault)


def _with_key(content: bytes, password: str, key: Any) -> Any:
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415  # an optional part, and half a second to import

    class KeptKey(SimpleSigner):
        def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
            """Sign with the key as it was read once; reading it again for each letter takes longer than signing."""
            mechanism = self.get_signature_mechanism_for_digest(digest_algorithm).signature_algo
            if digest_algorithm == "sha256" and mechanism == "rsassa_pkcs1v15":
                return bytes(key.sign(data, PKCS1v15(), SHA256()))
            if digest_algorithm == "sha256" and mechanism == "ecdsa":
                return bytes(key.sign(data, ECDSA(SHA256())))
            return super().sign_raw(data, digest_algorithm)

    secret = password.encode() if password else None
    return KeptKey.load_pkcs12_data(content, other_certs=[], passphrase=secret)


def _chain(found: PKCS12KeyAndCertificates) -> tuple[x509.Certificate, ...]:
    leaf = found.cert.certificate if found.cert else None
    chain = [leaf] if leaf else []
    others = [one.certificate for one in found.additional_certs]
    while (above := next((one for one in others if _issued(one, chain[-1])), None)) is not None and above not in chain:
        chain.append(above)
    if len(chain) == 1:
        self_signed = chain[0].issuer == chain[0].subject
        why = "it is self-signed" if self_signed else "the certificate of its issuer is not in the file"
        fault = f"{why}; readers' programs would warn of it"
        raise BadCertificate(fault)
    return tuple(chain)


def _issued(issuer: x509.Certificate, issued: x509.Certificate) -> bool:
    if issuer == issued:
        return False
    try:
        issued.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
