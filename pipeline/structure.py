"""What `outline` finds in a document: its sections, its set-apart recommendations, its front matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.document import Span

RecommendationKind = Literal["numbered", "bulleted", "labelled", "table_row", "prose"]
DocType = Literal["report", "law", "standard", "minutes", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading. `span` includes the printed label, `title` does not; `parent` is an index into Outline.sections."""

    span: Span
    title: str
    number: str | None
    level: int
    parent: int | None
    block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One set-apart unit of advice.

    Attributes:
        span: heading included, marker excluded; may run over several blocks.
        heading: the item's own run-in or bold title, inside `span`.
        label: the printed marker as it stands (`3.`, `Recommendation 7:`, `■`), empty where none is.
        number: the full path (`II.A.3`), None where nothing is printed.
        section: an index into Outline.sections.
        blocks: the first block's index and one past the last.
        repeats: index of the recommendation that this one (in a summary) repeats.
    """

    kind: RecommendationKind
    span: Span
    number: str | None
    label: str = ""
    heading: Span | None = None
    section: int | None = None
    blocks: tuple[int, int]
    cells: tuple[str, ...] = ()
    repeats: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An organisation or person behind the report, as printed."""

    name: str
    role: Literal["issuer", "author"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """Who put the report out, when, under what name, and what each rests on (`title page`, `front matter`, `sidecar`, …)."""

    title: str | None = None
    title_from: str | None = None
    published: str | None = None
    published_from: str | None = None
    doc_type: DocType = "report"
    language: str | None = None
    issuers: tuple[Named, ...] = ()
    authors: tuple[Named, ...] = ()
    # Blocks that only say who, what and when (title, by-line, date): they are no prose to look for advice in.
    blocks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The structure of one document; all indices are into Document.placed unless said otherwise.

    Attributes:
        section_of: for each block, the index of the section that it stands in (a heading: its own section).
        recommendation_of: for each block, the index of the set-apart recommendation that holds it.
        stem_of: for each list item, the block whose text governs the list ("Agencies shall:").
        addressee_of: for a block, where the text names whom it is addressed to, apart from its own sentences: in a label
            ("Recommendation 2.4 (for CISA and Congress):") or in a heading above it ("Congress").
        advice_blocks: blocks that stand where advice is given (inside a recommendation, or under a heading that announces
            recommendations): there an imperative is a directive.
    """

    front: FrontMatter
    sections: tuple[Section, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    section_of: tuple[int | None, ...] = ()
    recommendation_of: tuple[int | None, ...] = ()
    stem_of: Mapping[int, int] = field(default_factory=dict)
    addressee_of: Mapping[int, Span] = field(default_factory=dict)
    advice_blocks: frozenset[int] = frozenset()
