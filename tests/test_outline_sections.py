"""Headings and their tree: printed numbers rank before marks and sizes."""

from __future__ import annotations

import pytest
from drawn import outline

from pipeline.structure import Outline


def _tree(found: Outline) -> list[str]:
    return [f"{'.' * s.level}{s.number or ''}|{s.title}" for s in found.sections]


@pytest.mark.parametrize(
    ("drawing", "tree"),
    [
        (
            """
            # Safer Ports
            ### I. Pilots
            ## II. Ships
            ### A. Old ships
            ## B. New ships
            #### C. Very new ships
            # III. Ports
            """,
            [".I|Pilots", ".II|Ships", "..A|Old ships", "..B|New ships", "..C|Very new ships", ".III|Ports"],
        ),
        (
            """
            # Safer Ports
            ## Part 1: Pilots
            ## 1. Training
            ## (1) Courses
            ## (2) Books
            ## 2. Pay
            ## Part 2: Ships
            ## 1. Age
            """,
            ["Part 1|Pilots", "1|Training", "1|Courses", "2|Books", "2|Pay", "Part 2|Ships", "1|Age"],
        ),
        (
            """
            # Safer Ports
            ## 1 Pilots
            ## 1.1 Training
            ## 1.1.1 Courses
            ## 1.2 Pay
            ## 2 Ships
            """,
            [".1|Pilots", "..1.1|Training", "...1.1.1|Courses", "..1.2|Pay", ".2|Ships"],
        ),
        (
            """
            # Safer Ports
            ## Pilots
            ### Training
            #### Courses
            ### Pay
            ## Ships
            """,
            [".|Pilots", "..|Training", "...|Courses", "..|Pay", ".|Ships"],
        ),
        (
            """
            # Safer Ports
            ## Pilots
            Pilots steer ships into ports, and out of them again.
            **TRAINING**
            **Courses**
            Courses are held in May.
            _Length_
            They take a week.
            **Books**
            There are no books.
            ## Ships
            """,
            [".|Pilots", "..|TRAINING", "...|Courses", "....|Length", "...|Books", ".|Ships"],
        ),
    ],
)
def test_levels(drawing: str, tree: list[str]) -> None:
    found = _tree(outline("\n".join(line.strip() for line in drawing.split("\n")))[1])
    assert [t if tree[0].startswith(".") else t.lstrip(".") for t in found] == tree


def test_levels_of_parts() -> None:
    found = outline(
        "# Safer Ports\n# Part 1: Pilots\n# 1. Training\n# (1) Courses\n# 2. Pay\n# Part 2: Ships\n# 1. Age"
    )[1]
    assert [s.level for s in found.sections] == [1, 2, 3, 2, 1, 2]


def test_same_style_right_below() -> None:
    """`(1)` right below `(2)` opens a list of its own; behind text it begins anew beside it."""
    found = outline("# Safer Ports\n# (1) Pilots\nText.\n# (2) Ships\n# (1) Old ships\nText.\n# (2) New ships")[1]
    assert [s.level for s in found.sections] == [1, 1, 2, 2]


def test_spans_and_parents() -> None:
    document, found = outline("# Safer Ports\n## I. Pilots\nText.\n### A. Pay\nMore text.\n^ A note.")
    first, second = found.sections
    assert document.slice(first.span) == "I. Pilots"
    assert (second.parent, second.block) == (0, 3)
    assert found.section_of == (None, 0, 0, 1, 1, None)


@pytest.mark.parametrize(
    "line",
    [
        "# • A bullet in large type",
        "# and the rest of a line that was cut in two",
        "# We recommend that the Port Board train all of its pilots twice in every year.",
    ],
)
def test_no_heading(line: str) -> None:
    found = outline(f"# Safer Ports\n## Pilots\nSome text stands here.\n{line}\nMore text stands here.")[1]
    assert [s.title for s in found.sections] == ["Pilots"]


def test_plain_line_that_reads_as_a_heading() -> None:
    found = outline(
        "# Safer Ports\nPorts are not safe.\nRecommendations\n@1. The Board should act.\nAgency Comments\nThe Board agreed."
    )[1]
    assert [s.title for s in found.sections] == ["Recommendations", "Agency Comments"]
