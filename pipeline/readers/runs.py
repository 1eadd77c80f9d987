"""Runs of styled text, put together into a block's clean text and its emphasis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.document import Emphasis, Style

PLAIN: frozenset[Style] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    styles: frozenset[Style] = PLAIN


def compose(runs: Iterable[Run]) -> tuple[str, tuple[Emphasis, ...]]:
    """One text with single blanks, and where its styles stand; blanks at either end are dropped."""
    parts: list[str] = []
    spans: list[tuple[int, int, frozenset[Style]]] = []
    at, blank = 0, True
    for run in runs:
        text = " ".join(run.text.split())
        if not text:
            blank = blank or bool(run.text)
            continue
        if parts and (blank or run.text[0].isspace()):
            parts.append(" ")
            at += 1
        parts.append(text)
        spans.append((at, at + len(text), run.styles))
        at += len(text)
        blank = run.text[-1].isspace()
    return "".join(parts), tuple(merge(Emphasis(a, b, style) for a, b, styles in spans for style in sorted(styles)))


def merge(spans: Iterable[Emphasis]) -> list[Emphasis]:
    """Spans of one style that touch, or stand one blank apart, become one."""
    done: list[Emphasis] = []
    last: dict[Style, int] = {}
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        at = last.get(span.style)
        if at is not None and span.start <= done[at].end + 1:
            done[at] = Emphasis(done[at].start, max(done[at].end, span.end), span.style)
        else:
            last[span.style] = len(done)
            done.append(span)
    return done


def shifted(spans: Iterable[Emphasis], by: int, length: int) -> tuple[Emphasis, ...]:
    """The spans moved by `by` characters and cut to a text of `length`; what falls outside is dropped."""
    moved = (Emphasis(max(0, s.start + by), min(length, s.end + by), s.style) for s in spans)
    return tuple(s for s in moved if s.end > s.start)
