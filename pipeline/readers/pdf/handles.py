"""PDFium's functions with plain integers for handles, which halves the cost of a call."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

HANDLE, INT = ctypes.c_void_p, ctypes.c_int


def bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same function under a prototype that takes addresses as integers."""
    at = ctypes.cast(function, ctypes.c_void_p).value
    if at is None:
        raise ImportError("PDFium lacks a function that is needed")
    prototype: Callable[..., Any] = ctypes.CFUNCTYPE(result, *arguments)(at)
    return prototype


def address(handle: Any) -> int:
    """A handle's address as an integer."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
