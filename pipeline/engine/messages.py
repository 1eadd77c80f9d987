"""Messages between the coordinator and its workers: length-prefixed pickles over pipes, one writer and one reader each."""

from __future__ import annotations

import pickle
import struct
from typing import Any, BinaryIO

HEADER = struct.Struct(">Q")


def send(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    left = memoryview(HEADER.pack(len(data)) + data)
    while left:
        left = left[stream.write(left) :]
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one message, and not a byte more: whoever waits for the pipe must see the next one.

    Raises:
        EOFError: the other side is gone, be it in the middle of a message.
    """
    return pickle.loads(_exactly(stream, HEADER.unpack(_exactly(stream, HEADER.size))[0]))


def _exactly(stream: BinaryIO, size: int) -> bytes:
    parts: list[bytes] = []
    while size:
        part = stream.read(size)
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
