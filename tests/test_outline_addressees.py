"""Stems that govern lists, and the words that say whom advice is for."""

from __future__ import annotations

import pytest
from drawn import outline

from pipeline.outline.parties import party_in_heading


@pytest.mark.parametrize(
    ("heading", "party"),
    [
        ("Congress", "Congress"),
        ("Recommendations for the Port Board and Congress", "the Port Board and Congress"),
        ("Recommendations to the Government of Norway", "the Government of Norway"),
        ("To the European Union:", "the European Union"),
        ("What the Government should do", "the Government"),
        ("Shipping companies", "Shipping companies"),
        ("Recommendations for executive action", None),
        ("Recommendations for the U.S. Government", "the U.S. Government"),
        ("Recommendations for funders", "funders"),
        ("Training of pilots", None),
        ("Workforce", None),
        ("Next steps", None),
        ("The port is for all companies", None),
        ("Agency Policies", None),
    ],
)
def test_party_in_heading(heading: str, party: str | None) -> None:
    found = party_in_heading(heading)
    assert (heading[found.start : found.end] if found else None) == party


DRAWING = """
# Harbour Policy
## Recommendations
To the Government of Norway:
@- Adopt a law on pilots.
@- Fund the training of pilots.
### Shipping companies
@- Report every accident within a day.
## Recommendations for the Port Board
@1. **The Ministry of Trade:** Pay for it.
@2. **Charts at sea:** Print them well.
Recommendation 3 (for the Coast Guard): Rescue them.
"""


def test_addressees() -> None:
    document, found = outline(DRAWING)
    said = [
        document.slice(found.addressee_of[r.blocks[0]]) if r.blocks[0] in found.addressee_of else None
        for r in found.recommendations
    ]
    assert said == [
        "the Government of Norway",
        "the Government of Norway",
        "Shipping companies",
        "The Ministry of Trade",
        "the Port Board",
        "the Coast Guard",
    ]


def test_stems() -> None:
    _, found = outline(
        """
# Harbour Policy
Agencies shall:
@- train pilots;
  @- in May;
@- hire more of them.
All this is known.
@• It is no secret.
The Board should ensure the following.
@1. Pilots are trained.
"""
    )
    assert dict(found.stem_of) == {2: 1, 3: 2, 4: 1, 8: 7}


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        ("Dear Minister Novak,\nPorts are closing.", "Minister Novak"),
        ("Dear Sir or Madam,\nPorts are closing.", None),
        ("MEMORANDUM\nTO: Heads of departments\nFROM: The Treasurer\nPorts are closing.", "Heads of departments"),
        ("Ports are closing.\nTo: somebody\nPorts are closing.", None),
        ("# Handbook for school boards\nMeet often.", "school boards"),
        ("# A strategy for Norway\nPorts are closing.", None),
        ("# Ports\n## What the ministry should do\nPorts are closing.", "the ministry"),
        ("# Ports\n## What the figures can tell\nPorts are closing.", None),
        ("# Ports\nWe urge companies to:\n@- publish fees\n@- hire pilots", "companies"),
        (
            "# Ports\n## Recommendations\nOur proposals can help the port authorities to grow.\n@1. Hire pilots.\n@2. Cut fees.",
            "the port authorities",
        ),
        ("# Ports\n## Recommendations\nOur proposals can help trade to grow.\n@1. Hire pilots.\n@2. Cut fees.", None),
    ],
)
def test_whom_the_last_line_is_addressed_to(drawing: str, said: str | None) -> None:
    document, found = outline(drawing)
    who = found.addressee_of.get(len(document.placed) - 1)
    assert (document.slice(who) if who else None) == said
