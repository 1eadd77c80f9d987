"""Ways to ask: letters, demands, resolutions, minutes and rules, in sentences of our own making."""

from __future__ import annotations

import pytest
from language_cases import annotate, document, read

from pipeline.document import Block


def _told(text: str, *, advice: bool = False) -> list[tuple[str, list[str]]]:
    """The actions with who is to do them."""
    doc, found = read(text, advice=advice)
    return [(doc.slice(f.action), [doc.slice(a.span) for a in f.actors]) for f in found.frames]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We would urge the board to consider a levy.", [("consider a levy", ["the board"])]),
        ("We seek a firm timetable for the works.", [("a firm timetable for the works", [])]),
        ("We seek to reduce noise.", []),
        ("We expect suppliers to keep records.", [("keep records", ["suppliers"])]),
        ("Bakers are expected to keep records.", [("keep records", ["Bakers"])]),
        ("Prices are expected to rise.", []),
        ("Training is recommended but not compulsory.", [("Training", [])]),
        ("It falls to local councils to plan deliveries.", [("plan deliveries", ["local councils"])]),
        ("Prices fall to a new low.", []),
        ("It is time for the industry to share data.", [("share data", ["the industry"])]),
        ("More needs to be done to check duplicates.", [("done to check duplicates", [])]),
        ("Insurance is mandatory.", [("Insurance", [])]),
    ],
)
def test_who_is_asked_for_what(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert _told(text) == expected


@pytest.mark.parametrize(
    ("text", "klass", "action"),
    [
        ("Pilots are advised against flying in fog.", "prohibition", "flying in fog"),
        ("We recommend against a ban on toys.", "prohibition", "a ban on toys"),
        ("Visitors are not permitted to fly.", "prohibition", "fly"),
        ("Officers may not claim for alcohol.", "prohibition", "claim for alcohol"),
        ("No school should close in winter.", "prohibition", "close in winter"),
        ("The council may inspect any kitchen.", "permission", "inspect any kitchen"),
        ("Copies may be kept online.", "permission", "kept online"),
        ("You had better review the rules.", "obligation", "review the rules"),
    ],
)
def test_what_is_forbidden_and_permitted(text: str, klass: str, action: str) -> None:
    doc, found = read(text)
    assert [m.klass for m in found.modals] == [klass]
    assert [doc.slice(f.action) for f in found.frames] == [action]


@pytest.mark.parametrize(
    ("text", "klass"),
    [
        ("Contact points may be found online.", "dynamic"),
        ("Suppliers may delay the parts.", "epistemic"),
        ("The agency may run out of forms.", "epistemic"),
        ("The regulator will review its code.", "future"),
        ("We shall keep the rule under review.", "future"),
        ("Officials said in May that they chose firms that would build the line.", "future"),
        ("The plan rests on rules that will hinder growth.", "epistemic"),
        ("Reaffirms that polluters must pay.", "obligation"),
        ("Nothing in this note should be read as criticism.", "other"),
        ("Readers may not understand the label.", "epistemic"),
    ],
)
def test_plans_forecasts_and_rules(text: str, klass: str) -> None:
    _, found = read(text)
    assert found.modals[0].klass == klass


def test_the_first_of_two_modals_decides() -> None:
    _, found = read("Nobody should have to wait.")
    assert [m.klass for m in found.modals] == ["prohibition", "other"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Further requests the Secretariat to prepare a report and to submit it to the Assembly.",
            [("prepare a report", ["the Secretariat"]), ("submit it to the Assembly", ["the Secretariat"])],
        ),
        (
            "Welcomes the work of the panel, and requests it to continue its studies;",
            [("continue its studies", ["it"])],
        ),
        ("Regrets the delay and appeals to all parties to resume talks;", [("resume talks", ["all parties"])]),
        ("Recognizing the need to protect rivers from waste,", [("protect rivers from waste", [])]),
        ("Stresses the importance of involving fishing communities.", [("involving fishing communities", [])]),
        ("Notes the report of the panel;", []),
    ],
)
def test_paragraphs_of_resolutions(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert _told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Transparency: publish all trips above 5,000 euros.", [("publish all trips above 5,000 euros", [])]),
        ("Departments to submit plans by June.", [("submit plans by June", ["Departments"])]),
        ("That the finance unit consider replacing the tool.", [("consider replacing the tool", ["the finance unit"])]),
        ("The ministry publish all contracts.", [("publish all contracts", ["The ministry"])]),
        ("Never fly over crowds.", [("fly over crowds", [])]),
        ("Plans to close schools.", []),
    ],
)
def test_advice_without_a_finite_verb(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert _told(text, advice=True) == expected


@pytest.mark.parametrize(
    ("stem", "cue"),
    [("Our demands are:", "are"), ("We demand:", "demand"), ("The priorities should be:", "should")],
)
def test_things_under_a_stem_belong_to_its_cue(stem: str, cue: str) -> None:
    items = ("An end to private contracts", "That the ministry publish all contracts", "Fund every kitchen")
    doc = document(stem, *(Block(kind="item", text=t) for t in items))
    found = annotate(doc, advice=(1, 2, 3), stem_of={1: 0, 2: 0, 3: 0})
    told = [(doc.slice(found.modals[f.modal].span), doc.slice(f.action)) for f in found.frames]
    assert told == [
        (cue, "An end to private contracts"),
        ("publish", "publish all contracts"),
        ("Fund", "Fund every kitchen"),
    ]
