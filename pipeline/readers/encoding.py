"""Bytes to text: the encodings reports come in."""

from __future__ import annotations

import codecs
import re
import unicodedata

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Quotes, dashes, bullets, section signs and accented letters, as Windows-1252 writes them.
_TYPOGRAPHIC = frozenset(
    b"\x80\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa7\xa9\xae\xb0\xb7\xb6"
) | frozenset(range(0xC0, 0x100))
_CANDIDATES = ["cp1252", "cp932", "euc_jp", "mac_roman", "utf_16", "utf_16_le", "utf_16_be"]


def decode(data: bytes) -> str:
    """The text of a file: byte order mark, then ISO-2022-JP, then UTF-8, then Windows-1252, then a guess among seven.

    Undecodable bytes become U+FFFD; nothing is lost silently.
    """
    return data.decode(detect(data), errors="replace")


def detect(data: bytes) -> str:
    """The name of the encoding that the bytes are in."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if re.search(rb"\x1b\$[@B]", data):
        return "iso2022_jp"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # One bad byte in a UTF-8 file does not make it something else; a file cut in the middle of a letter neither.
        if error.start > len(data) - 4 or _mostly_utf8(data):
            return "utf-8"
        return _legacy(data)
    return "utf-8"


def _mostly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for c in text if c > "\x7f" and c != "\ufffd")
    return good > 20 * bad


def _legacy(data: bytes) -> str:
    high = bytes(c for c in data if c > 127)
    if len(high) < 0.02 * len(data) and all(c in _TYPOGRAPHIC for c in high):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_CANDIDATES).best()
    return best.encoding if best else "cp1252"


_DROPPED = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufffe\uffff")
)
_LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}
_BLANKS = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_CONTROLS = dict.fromkeys((*range(9), 14, 15, *range(16, 32), 127))
_TABLE = {**_DROPPED, **_LIGATURES, **_BLANKS, **_CONTROLS}


def plain(text: str) -> str:
    """The text without invisible characters, with letters for ligatures and blanks for every kind of space; lines are kept."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
