"""Certificates of invented authorities, made when a test needs one."""

from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

from ledger.kernel.clock import now
from ledger.kernel.pdf_signing import Signer, load_signer

PASSWORD = "a word for tests"
Made = tuple[x509.Certificate, rsa.RSAPrivateKey]


def a_certificate(name: str, issuer: Made | None = None) -> Made:
    """Return a certificate of this name and its key, issued by another or by itself."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above, its_key = (issuer[0].subject, issuer[1]) if issuer else (subject, key)
    builder = x509.CertificateBuilder(above, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now() - timedelta(days=1)).not_valid_after(now() + timedelta(days=30))
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=issuer is None, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    return builder.sign(its_key, SHA256()), key


def a_file(folder: Path, made: Made, chain: list[x509.Certificate]) -> Path:
    """Write a PKCS#12 file as a certification authority hands it out."""
    encryption = BestAvailableEncryption(PASSWORD.encode())
    file = folder / "letters.p12"
    file.write_bytes(serialize_key_and_certificates(b"letters", made[1], made[0], chain, encryption))
    return file


def a_signer(folder: Path) -> Signer:
    """Return a signer whose certificate an authority issued; its file is left in the folder."""
    authority = a_certificate("An authority")
    return load_signer(a_file(folder, a_certificate("Caldershaw IT", authority), [authority[0]]), PASSWORD)
