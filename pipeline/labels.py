"""Printed labels: `1.`, `(a)`, `II.A.3`, `6a(i)`, `R3.2-1`, `Recommendation 7:`, `■`. Shared by readers and outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.document import Span

LabelKind = Literal["bullet", "number", "word"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A printed label at the start (or, as `(Recommendation 3)`, at the end) of a text.

    Attributes:
        printed: as it stands, without surrounding white space.
        number: the bare number: `3`, `II`, `a`, `2.4`, `R1`; empty for bullets.
        style: what labels of one list have in common: `1.`, `(1)`, `A.`, `i)`, `Recommendation 1`, or the bullet's glyph.
        word: the label's own word (`Recommendation`, `Action`), else empty.
        end: where the text goes on after the label and the white space behind it.
        addressee: whom the label names ("for CISA and Congress"), a span of the text.
    """

    kind: LabelKind
    printed: str
    number: str
    style: str
    word: str = ""
    end: int = 0
    addressee: Span | None = None


def match(text: str) -> Label | None:
    """The label that a text begins with, if any."""
    return None
