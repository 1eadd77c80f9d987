"""Whatever a reader hands over, the outline is whole: every index and span leads somewhere."""

from __future__ import annotations

from drawn import document
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.outline import segment

_LINES = st.sampled_from(
    [
        "# Recommendations",
        "## 2. Ships",
        "### A. Pilots",
        "# Part 1: Findings",
        "**Train pilots**",
        "_Courses_",
        "@1. The Board should act.",
        "@2. Pilots are few.",
        "  @a) train pilots",
        "@• **Train pilots.** They are few.",
        "Recommendation 3: Act.",
        "Recommendation 4",
        "3.2 Ships be inspected.",
        "The Board should act. (Recommendation 5)",
        "We recommend the following:",
        "in May.",
        "Ann Lee, Max Moe",
        "May 2025",
        "| Recommendation | Owner |",
        "| Train all pilots now. | Board |",
        "^ A note.",
        "@2. [Deleted]",
        "I. Pilots",
        "1.1",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_LINES, max_size=24))
def test_whole(lines: list[str]) -> None:
    drawn = document("\n".join(lines))
    found = segment(drawn)
    count = len(drawn.placed)
    assert len(found.section_of) == len(found.recommendation_of) == count
    for i, section in enumerate(found.sections):
        assert section.parent is None or section.parent < i
        assert section.level == (found.sections[section.parent].level + 1 if section.parent is not None else 1)
        assert drawn.slice(section.span).endswith(section.title)
    before = 0
    for i, r in enumerate(found.recommendations):
        first, end = r.blocks
        assert before <= first < end <= count
        before = end
        assert set(found.recommendation_of[first:end]) == {i}
        assert drawn.placed[first].span.start <= r.span.start < r.span.end <= drawn.placed[end - 1].span.end
        assert r.heading is None or r.span.covers(r.heading)
        assert r.repeats is None or found.recommendations[r.repeats].repeats is None
        assert r.section is None or found.sections[r.section].span.start <= r.span.start
    assert all(stem < item < count for item, stem in found.stem_of.items())
    assert all(0 <= b < count and drawn.slice(who).strip() for b, who in found.addressee_of.items())


def test_nothing() -> None:
    found = segment(document(""))
    assert (found.sections, found.recommendations, found.front.title) == ((), (), None)
