"""Identifiers: time-ordered UUIDs (RFC 9562 version 7), so that rows written together lie together."""

import os
import time
import uuid


def new_id() -> str:
    """Return a new UUIDv7 as its 36-character text; ids made later sort later, to the millisecond."""
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10))
    value = (milliseconds & (2**48 - 1)) << 80 | noise
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))
