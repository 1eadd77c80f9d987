"""reStructuredText: its headings, lists and notes as Markdown has them; the rest of its marks dropped."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from pipeline.document import Source
from pipeline.readers import markdown
from pipeline.readers.base import Format
from pipeline.readers.encoding import decode, plain

_RULE = re.compile(r"([=\-`:.'\"~^_*+#<>])\1{2,}\s*")
_AUTO = re.compile(r"(\s*)#\.\s+(?=\S)")
_ROLE = re.compile(r":[\w:-]+:`([^`<]+?)(?:\s*<[^>]*>)?`")
_LINK = re.compile(r"`([^`<]+?)\s*<[^>]*>`__?")
_NOTE = re.compile(r"^\.\. \[#?(\w+)\]\s+", re.M)
_MARK = re.compile(r"\s?\[#?\w+\]_")
_DIRECTIVE = re.compile(
    r"^(\s*)\.\. (?:[\w-]+::.*|_.*:.*|\|.*|(?!\[).*)\n(?:\1[ \t]+.*\n|[ \t]*\n(?=\1[ \t]+\S))*", re.M
)


def read(path: Path) -> Source:
    """Read a reStructuredText file."""
    return parse(decode(path.read_bytes()))


def parse(text: str) -> Source:
    """Read reStructuredText."""
    text = _DIRECTIVE.sub("\n", plain(text) + "\n")
    text = _MARK.sub("", _LINK.sub(r"\1", _ROLE.sub(r"\1", _NOTE.sub(r"[^\1]: ", text)))).replace("``", "`")
    source = markdown.parse("\n".join(_lines(text.split("\n"))))
    return replace(source, media_type=FORMAT.media_type, extractor="restructuredtext 1")


def sure(head: bytes) -> float:
    """Nothing tells it from plain text for sure but its name."""
    return 0.0


FORMAT = Format(name="restructuredtext", media_type="text/x-rst", suffixes=(".rst", ".rest"), sure=sure, read=read)


def _lines(lines: list[str]) -> list[str]:
    """The lines with headings and automatic numbers as Markdown writes them."""
    ranks: list[str] = []
    done: list[str] = []
    number = 0
    at = 0
    while at < len(lines):
        line = lines[at]
        over = bool(_RULE.fullmatch(line)) and at + 2 < len(lines) and bool(_RULE.fullmatch(lines[at + 2]))
        title = lines[at + 1] if over else line
        under = lines[at + 2] if over else lines[at + 1] if at + 1 < len(lines) else ""
        if (
            title.strip()
            and not _RULE.fullmatch(title)
            and _RULE.fullmatch(under)
            and len(under.strip()) >= len(title.strip()) - 2
        ):
            mark = under[0] * (2 if over else 1)
            ranks += [mark] if mark not in ranks else []
            done += ["", "#" * min(6, ranks.index(mark) + 1) + f" {title.strip()}", ""]
            at += 3 if over else 2
            continue
        number = 0 if line.strip() and not _AUTO.match(line) and not line.startswith(" ") else number
        if found := _AUTO.match(line):
            number += 1
            line = f"{found[1]}{number}. {line[found.end() :]}"
        done.append(line)
        at += 1
    return done
