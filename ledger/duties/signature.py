"""How a webhook's message is signed, so that its receiver knows that it is ours and new (Standard Webhooks, v1).

https://www.standardwebhooks.com: the signed text is `id.timestamp.body`, the key is the secret after `whsec_`.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

PREFIX = "whsec_"


def new_secret() -> str:
    """Return a new signing secret of 32 random bytes as receivers' libraries take it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the three headers of a message; a receiver refuses a time more than five minutes from its own."""
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature(secret, message_id, stamp, body)}",
    }


def signature(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """Return the base64 HMAC-SHA256 of a message."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()).decode()
