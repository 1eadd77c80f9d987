"""What a PDF page holds, as every way of reading it hands it on: words with their place and type, and drawn shapes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Font:
    """A typeface as far as it is evidence."""

    name: str
    bold: bool
    italic: bool


@dataclass(slots=True)
class Word:
    """A word, or a piece of one that is set in one type.

    Attributes:
        x0, x1: in points from the left edge of the page.
        base: the base line, in points from the top of the page.
        size: font size as it is printed, in points.
        color: 0xRRGGBB of the fill.
        at: the place in the content stream.
        glued: no blank stands between the word before it in the stream and this one.
        hidden: printed invisibly (the text layer of a scan).
        underlined: it stands on a rule of its own width.
        box: the number of the frame or shading on the page that it stands in; 0 for none.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    font: Font
    color: int
    at: int
    glued: bool = False
    hidden: bool = False
    underlined: bool = False
    box: int = 0

    @property
    def top(self) -> float:
        """The upper edge, by rule of thumb: capitals stand 0.75 of the size above the base line."""
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge, by rule of thumb."""
        return self.base + 0.25 * self.size


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn rectangle or line; `fill` is 0xRRGGBB, None for an outline."""

    x0: float
    top: float
    x1: float
    bottom: float
    fill: int | None
    stroked: bool


@dataclass(slots=True)
class Page:
    """One page: number from 1, size in points, words in the order of the content stream."""

    number: int
    width: float
    height: float
    words: list[Word]
    shapes: list[Shape] = field(default_factory=list)
    images: float = 0.0
    rotated: int = 0
    unmapped: float = 0.0
