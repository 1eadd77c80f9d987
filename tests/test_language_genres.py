"""Advice as letters, resolutions, memos, audits and briefs put it: sentences of our own making."""

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
        (
            "We call upon your government to adopt binding limits by 2026, to fund filters in every classroom and to publish the results each year.",
            [
                ("adopt binding limits by 2026", ["your government"]),
                ("fund filters in every classroom", ["your government"]),
                ("publish the results each year", ["your government"]),
            ],
        ),
        ("We also urge local councils to close streets at school times.", [("close streets at school times", ["local councils"])]),
        ("We recommend the regulator publish league tables.", [("publish league tables", ["the regulator"])]),
        (
            "The Committee recommends that the Government revise the Water Act and that fees be published.",
            [("revise the Water Act", ["the Government"]), ("published", [])],
        ),
        ("We recommend that the council should publish its plan.", [("publish its plan", ["the council"])]),
        (
            "We recommend that the Department and the Board (1) complete the plan; (2) select a tool; and (3) train the staff.",
            [
                ("complete the plan", ["the Department", "the Board"]),
                ("select a tool", ["the Department", "the Board"]),
                ("train the staff", ["the Department", "the Board"]),
            ],
        ),
        (
            "The agency should (1) publish the data, (2) train its staff, and (3) report to the board.",
            [("publish the data", ["The agency"]), ("train its staff", ["The agency"]), ("report to the board", ["The agency"])],
        ),
    ],
)  # fmt: skip
def test_what_performatives_ask_and_of_whom(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert _told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Calls on the Commission to propose rules on spare parts and to assess their cost;",
            [("propose rules on spare parts", ["the Commission"]), ("assess their cost", ["the Commission"])],
        ),
        (
            "Urges the Member States to lower the tax on repairs; calls upon the agency not to delay the test.",
            [("lower the tax on repairs", ["the Member States"]), ("delay the test", ["the agency"])],
        ),
        ("Calls for a ban on cages.", [("a ban on cages", [])]),
        ("Requests for information are on the rise.", []),
    ],
)
def test_resolutions_leave_their_subject_out(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert _told(text) == expected


def test_a_resolution_speaks_for_its_issuer() -> None:
    _, found = read("Calls on the Commission to propose rules.")
    assert [f.reporter for f in found.frames] == [None]


@pytest.mark.parametrize(
    ("text", "action", "norm"),
    [
        ("The law already requires local councils to publish measurements.", "publish measurements", "The law"),
        ("They follow the order requiring the agency to stop.", "stop", "the order"),
        ("The guidance also instructs schools to keep records.", "keep records", "The guidance"),
        ("The statute permits agencies to add further conditions.", "add further conditions", "The statute"),
        ("The officials told us that the bureaus must wait for guidance.", "wait for guidance", "The officials"),
    ],
)
def test_whose_norm_is_told(text: str, action: str, norm: str) -> None:
    doc, found = read(text)
    assert [(doc.slice(f.action), f.reporter and doc.slice(f.reporter)) for f in found.frames] == [(action, norm)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ensuring that poor households are connected is critical to public health.", "Ensuring that poor households are connected"),
        ("Releasing them early is important for trust.", "Releasing them early"),
        ("There should be clear rules for donors.", "clear rules for donors"),
        ("There needs to be a national strategy.", "a national strategy"),
        ("The warning cannot be ignored.", "ignored"),
        ("Ideally, the panel will be chosen by lot.", "chosen by lot"),
    ],
)  # fmt: skip
def test_what_is_called_for(text: str, expected: str) -> None:
    assert [action for action, _ in _told(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Where possible, use open standards.",
        "When involved in panels on hiring, pay, or promotion, make judgements on merit.",
        "Instead, focus on prevention.",
        "Always consult the affected communities first.",
        "Do not rely on a single vendor.",
        "Comply with the code at all times.",
        "Reform how schools are inspected.",
        "Publish, consistent with the act, a yearly report.",
        "Work with agencies to map leaks",
    ],
)
def test_imperatives_behind_what_stands_in_front(text: str) -> None:
    assert len(_told(text, advice=True)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Clear communication between the parties has helped.",
        "To this end, the state must adopt a law, build clinics and train nurses.",
        "Support for small farmers",
        "To prevent a flood in which homes are lost, the board should raise the dam.",
    ],
)
def test_no_imperatives(text: str) -> None:
    _, found = read(text, advice=True)
    assert not [m for m in found.modals if m.form == "imperative"]


@pytest.mark.parametrize(
    ("stem", "actor"), [("The officer must:", "The officer"), ("It is recommended that schools:", "schools")]
)
def test_an_item_goes_on_with_its_stem(stem: str, actor: str) -> None:
    doc = document(stem, Block(kind="item", level=0, text="review the plan;"))
    found = annotate(doc, stem_of={1: 0}, advice=(1,))
    told = [(doc.slice(f.action), [doc.slice(a.span) for a in f.actors], f.modal) for f in found.frames]
    assert told == [("review the plan", [actor], 0)]
    assert len(found.modals) == 1


def test_an_item_is_an_imperative_where_its_fellows_are() -> None:
    items = ("Set a lifeline tariff.", "Work with utilities to map leaks", "Consult the residents.")
    doc = document(*(Block(kind="item", level=0, text=t) for t in items))
    assert [doc.slice(f.action).split()[0] for f in annotate(doc).frames] == ["Set", "Work", "Consult"]


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("The agency shall keep records and may use its own forms.", ["obligation", "permission"]),
        ("The agency must keep records and may run out of forms.", ["obligation", "epistemic"]),
        ("This plan would need to weigh its costs.", ["conditional", "obligation"]),
        ("The partner would need to stop if funds ran out.", ["conditional", "other"]),
    ],
)
def test_classes_of_modals_beside_others(text: str, classes: list[str]) -> None:
    _, found = read(text)
    assert [m.klass for m in found.modals] == classes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The time has come for the union to act.", [("act", ["the union"])]),
        ("Now is the time to invest in rail.", [("invest in rail", [])]),
        ("The onus is on employers to prove safety.", [("prove safety", ["employers"])]),
        ("We want the ministry to publish the list.", [("publish the list", ["the ministry"])]),
        ("We want to thank our partners.", []),
        ("It took a long time to build the bridge.", []),
    ],
)
def test_whose_turn_it_is(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert _told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The shift will require aligning budgets across ministries, strengthening incentives for firms, and supporting the workforce.",
            ["aligning budgets across ministries", "strengthening incentives for firms", "supporting the workforce"],
        ),
        (
            "Clarifying roles, building partnerships, and raising funds are the essential areas of work.",
            ["Clarifying roles", "building partnerships", "raising funds"],
        ),
        ("In doing so, the Director shall, as appropriate, convene and confer with the heads of units.", ["convene and confer with the heads of units"]),
        ("The duty shall include ensuring that units establish and enforce rules.", ["include ensuring that units establish and enforce rules"]),
        ("We call, as part of the new order, for the adoption of a treaty.", ["the adoption of a treaty"]),
    ],
)  # fmt: skip
def test_series_and_asides(text: str, expected: list[str]) -> None:
    assert [action for action, _ in _told(text)] == expected


def test_an_action_set_against_another_is_negated() -> None:
    _, found = read("Governments must mend the flaws of the system, not expand it.")
    assert [(f.action_verb, f.negated) for f in found.frames] == [("mend", False), ("expand", True)]


def test_a_participle_behind_a_noun_is_no_modal() -> None:
    _, found = read("They set out a road map of steps needed to mend the bridge.")
    assert not found.modals
