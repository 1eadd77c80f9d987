"""Whom an action is aimed at, how far the name goes, and which condition and time stand in front of or above an imperative."""

from __future__ import annotations

import pytest
from language_cases import annotate, document, read

from pipeline.language import conditions, deadlines


@pytest.mark.parametrize(
    ("text", "targets", "partners"),
    [
        ("Norway should educate nurses about the new rule.", ["nurses"], []),
        ("Norway should map the farmers.", [], []),
        ("Norway should widen the treaty to include Sweden.", ["Sweden"], []),
        ("Norway should help growers to find the right agency.", ["growers"], []),
        ("Norway should publish the advice given to growers.", [], []),
        ("Norway should make it easy for growers to find the form.", ["growers"], []),
        ("Norway should create incentives for companies to adopt standards.", ["companies"], []),
        ("Norway should gather views from growers and the public.", ["growers", "the public"], []),
        ("Norway should consult with growers.", ["growers"], []),
        ("Norway should communicate with growers clearly.", ["growers"], []),
        ("Norway should involve a wide range of unions.", ["unions"], []),
        ("Norway should engage with a diverse range of experts.", [], ["experts"]),
        ("Norway should improve the capacity of rural nurses.", ["rural nurses"], []),
        ("Norway should improve the quality of rural nurses.", [], []),
        ("Norway should pay farmers who give up land.", ["farmers who give up land"], []),
        ("Norway should give residents a say in its budget.", ["residents"], []),
        ("Norway should impose a levy on bottling companies.", ["bottling companies"], []),
        ("Norway should require the port to work with unions.", ["the port"], []),
        ("Norway should work with the European Union and Sweden.", [], ["the European Union", "Sweden"]),
    ],
)
def test_whom_an_action_is_aimed_at(text: str, targets: list[str], partners: list[str]) -> None:
    doc, found = read(text)
    frame = found.frames[0]
    assert [doc.slice(n.span) for n in frame.targets] == targets
    assert [doc.slice(n.span) for n in frame.partners] == partners


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norway should notify ports of any faults in the rules.", "ports"),
        ("Norway should notify partner ports in other regions.", "partner ports in other regions"),
        (
            "Norway should require all hospitals subject to federal rules to report.",
            "all hospitals subject to federal rules",
        ),
        ("Norway should seek to provide teachers with weekly updates.", "teachers"),
        ("Norway should compensate growers for lost crops.", "growers"),
        ("Norway should train nurses on the new forms.", "nurses"),
        ("Norway should coordinate with the Director in the development of rules.", "the Director"),
    ],
)
def test_how_far_a_name_goes(text: str, name: str) -> None:
    doc, found = read(text)
    frame = found.frames[0]
    assert [doc.slice(n.span) for n in (*frame.targets, *frame.partners)] == [name]


@pytest.mark.parametrize(
    ("text", "condition", "deadline"),
    [
        ("When buying boats, publish all offers.", "When buying boats", None),
        ("Wherever appropriate, cite the first source.", "Wherever appropriate", None),
        ("Where permitted by law, publish the names.", "Where permitted by law", None),
        ("Whether a port is public or private, remove all fees.", "Whether a port is public or private", None),
        ("Failing that, the board should close the harbour.", "Failing that", None),
        ("In the first case, the board must close the harbour.", "In the first case", None),
        ("Absent a new law, the board should use its powers.", "Absent a new law", None),
        ("The board should publish guidance on when to report.", None, None),
        ("The board should say that, if it fails, a court may rule.", None, None),
        ("The board should sell boats as the law of the sea allows.", "as the law of the sea allows", None),
        ("The board should, subject to an audit, lend boats.", "subject to an audit", None),
        ("In the interim, the board should change the rules.", None, "In the interim"),
        ("Upon the conclusion of its review, the board should publish it.", None, "Upon the conclusion of its review"),
        ("By June 2027, publish the names.", None, "By June 2027"),
        ("The board should submit a report at its next session.", None, "at its next session"),
        ("The board should expeditiously review the plan.", None, "expeditiously"),
    ],
)
def test_conditions_and_times(text: str, condition: str | None, deadline: str | None) -> None:
    doc, found = read(text, advice=True)
    frame = found.frames[0]
    assert (doc.slice(frame.condition) if frame.condition else None) == condition
    assert (doc.slice(frame.deadline) if frame.deadline else None) == deadline


def test_a_time_of_the_first_action_is_not_that_of_the_second() -> None:
    doc, found = read("The board shall finish its review within 120 days and shall publish the names of members.")
    assert [doc.slice(f.deadline) if f.deadline else None for f in found.frames] == ["within 120 days", None]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Send a notice to owners every time the plan changes.", "Send a notice to owners"),
        ("Provide access to data, where possible.", "Provide access to data"),
        ("Publish the plan by June 2027.", "Publish the plan by June 2027"),
    ],
)
def test_an_action_ends_before_its_condition_but_holds_its_time(text: str, action: str) -> None:
    doc, found = read(text, advice=True)
    assert doc.slice(found.frames[0].action) == action


@pytest.mark.parametrize(
    ("stem", "condition"),
    [
        ("If one or more risks are high, the officer must:", "If one or more risks are high"),
        ("In applying this rule, the officer must:", None),
        ("The officer must:", None),
    ],
)
def test_items_take_the_condition_of_their_stem(stem: str, condition: str | None) -> None:
    doc = document(stem, "Complete a full review.", "Amend the plan.")
    found = annotate(doc, advice=(1, 2), stem_of={1: 0, 2: 0})
    assert [doc.slice(f.condition) if f.condition else None for f in found.frames] == [condition] * 2


@pytest.mark.parametrize("opening", ["Building on this", "First", "However", "In doing so"])
def test_what_opens_a_sentence_may_be_neither(opening: str) -> None:
    assert not conditions.in_front(opening)
    assert not deadlines.in_front(opening)
