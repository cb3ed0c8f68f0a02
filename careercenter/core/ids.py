"""Public ids: unguessable, and sorted by time."""

import os
import time


def new_public_id() -> str:
    """A UUID of version 7 (RFC 9562, section 5.7) as 32 hexadecimal digits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10))
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return f"{value:032x}"
