"""Recommendations of different reports: word for word, in other words, the opposite, or nothing to do with each other."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from desk import Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import audit, links, published
from pipeline.links import words
from pipeline.links.actions import demand
from pipeline.links.groups import grouped
from pipeline.run import run

ORIGINS = {"KEN": ("KEN", None), "UGA": ("UGA", None), "ken-water": ("KEN", "KEN"), "eac": (None, None)}
# What else a corpus holds, so that words have weights.
OTHERS = (
    "train teachers in rural schools",
    "publish the budget of every ministry each year",
    "build a railway along the coast",
    "protect witnesses in corruption trials",
    "monitor the prices of maize and beans",
    "establish a court for land disputes",
    "vaccinate children under five against measles",
    "open the archive of the colonial police",
)


def _item(
    name: str,
    action: str,
    *,
    verb: str = "",
    actors: Sequence[str] = ("KEN",),
    negated: bool = False,
    condition: str = "",
    before: str = "",
) -> links.Item:
    row = {
        "directive_id": f"a{name}",
        "action": action,
        "action_verb": verb or action.split()[0].lower(),
        "voice": "passive" if before else "active",
        "negated": negated,
        "condition": condition or None,
    }
    return links.item(f"r{name}", f"d{name}", f"They should {action}.", [links.action(row, actors, before)])


def _others() -> list[links.Item]:
    return [_item(f"other{i}", text) for i, text in enumerate(OTHERS)]


def _found(one: links.Item, two: links.Item) -> str | None:
    made = {(link.one.id, link.two.id): link.kind for link in links.find([one, two, *_others()], ORIGINS)}
    assert made.get((one.id, two.id)) == made.get((two.id, one.id))
    assert len(made) <= 2
    return made.get((one.id, two.id))


WASTE = "fund plants that clean the waste water of Kisumu before it reaches the lake"


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        (_item("1", WASTE), _item("2", WASTE), "repeats"),
        (_item("1", WASTE), _item("2", WASTE + " by 2030"), "repeats"),
        (_item("1", WASTE), _item("2", WASTE, actors=["UGA"]), "repeats"),
        (_item("1", WASTE), _item("2", "finance waste water plants in Kisumu"), "similar"),
        (_item("1", WASTE), _item("2", "finance waste water plants in Kisumu", actors=["ken-water"]), "similar"),
        (_item("1", WASTE), _item("2", "finance waste water plants in Kisumu", actors=["UGA"]), None),
        (_item("1", WASTE), _item("2", "fund schools in Kisumu"), None),
        (_item("1", "continue efforts to combat illegal fishing"), _item("2", "fight illegal fishing"), "similar"),
        (
            _item("1", "consider ratifying the lake treaty"),
            _item("2", "complete the ratification of the lake treaty"),
            "similar",
        ),
        (_item("1", "ban plastic bags in markets"), _item("2", "permit plastic bags in markets"), "contradicts"),
        (_item("1", "increase the fishing fleet"), _item("2", "reduce the size of the fishing fleet"), "contradicts"),
        (_item("1", WASTE), _item("2", WASTE, negated=True), "contradicts"),
        (
            _item("1", WASTE),
            _item("2", "stop funding plants that clean the waste water of Kisumu", verb="stop"),
            "contradicts",
        ),
        (_item("1", "ban plastic bags in markets"), _item("2", "use plastic bags in markets", negated=True), None),
        (_item("1", "close the port"), _item("2", "close the port", negated=True, condition="if pilots object"), None),
        (_item("1", "ban plastic bags in markets"), _item("2", "permit plastic bags in markets", actors=["UGA"]), None),
        (
            _item("1", "ban plastic bags in markets"),
            _item("2", "banned", verb="ban", before="Plastic bags in markets "),
            "similar",
        ),
        (_item("1", "ban plastic bags in markets"), _item("2", "banned", verb="ban", before="Fires on beaches "), None),
        (_item("1", "avoid delays"), _item("2", "avoid delays"), None),
    ],
)
def test_two_recommendations(one: links.Item, two: links.Item, kind: str | None) -> None:
    assert _found(one, two) == kind


def test_recommendations_of_one_report_are_not_linked() -> None:
    one = _item("1", WASTE)
    two = links.item("r2", one.document_id, "They should " + WASTE, one.actions)
    assert links.find([one, two, *_others()], ORIGINS) == []


def test_a_text_that_two_reports_share_is_linked_to_a_third() -> None:
    """Whichever of the two stands for both."""
    asked, same, other = _item("1", WASTE), _item("2", WASTE), "finance waste water plants in Kisumu"
    two = links.item("r3", asked.document_id, f"They should {other}.", _item("3", other).actions)
    made = {(link.one.id, link.two.id) for link in links.find([asked, same, two, *_others()], ORIGINS)}
    assert made == {("r1", "r2"), ("r2", "r1"), ("r2", "r3"), ("r3", "r2")}


@pytest.mark.parametrize(
    ("action", "kept"),
    [
        ("fund boats for pilots by selling the old ones", "fund boats for pilots"),
        ("fund boats for pilots, especially in the north", "fund boats for pilots"),
        ("fund pilots, who know the coast", "fund pilots"),
        ("cooperate in order to save fuel", "cooperate in order to save fuel"),
        ("fund boats by 2030", "fund boats by 2030"),
    ],
)
def test_means_purpose_and_examples_are_not_what_is_asked(action: str, kept: str) -> None:
    assert demand(action) == kept


def test_what_is_printed_in_every_report_does_not_grow_with_its_square() -> None:
    made = links.find([_item(str(i), WASTE) for i in range(200)], ORIGINS)
    assert {link.one.id for link in made} == {f"r{i}" for i in range(200)}
    assert len({link.group for link in made}) == 1
    assert len(made) < 200 * 2 * 6


@given(st.permutations(range(12)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_reports_changes_nothing(order: list[int]) -> None:
    texts = [WASTE, "finance waste water plants in Kisumu", "stop funding waste water plants in Kisumu", *OTHERS, WASTE]
    items = [_item(f"{i:02}", text) for i, text in enumerate(texts)]
    assert links.find([items[i] for i in order], ORIGINS) == links.find(items, ORIGINS)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({}, {}),
        ({(1, 2): 0.9}, {1: 1, 2: 1}),
        ({(3, 3): 1.0}, {3: 3}),
        ({(1, 2): 0.9, (2, 3): 0.8, (1, 3): 0.7}, {1: 1, 2: 1, 3: 1}),
        # 1 and 3 are not linked: the surer pair stays together.
        ({(1, 2): 0.7, (2, 3): 0.8}, {2: 2, 3: 2}),
    ],
)
def test_groups(scores: dict[tuple[int, int], float], expected: dict[int, int]) -> None:
    assert grouped(scores) == expected


@pytest.mark.parametrize(
    "forms",
    [
        "establish establishes established establishing establishment",
        "cooperate cooperation co-operation collaboration coordinate",
        "ratify ratification ratifying accession",
        "policy policies",
        "regulations regulation regulate",
        "prosecution prosecute prosecuting",
    ],
)
def test_forms_of_one_word_are_one_concept(forms: str) -> None:
    assert len({words.concept(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("word", ["the", "efforts", "continue", "should", "measures"])
def test_words_without_a_meaning_of_their_own(word: str) -> None:
    assert words.concept(word) is None


# --- planted in whole reports ---------------------------------------------------------------------------------------------

ASKED = [
    "Kenya should ban the sale of undersized fish in all markets",
    "Kenya should pay fishers for reporting broken gauges",
    "Uganda should publish the readings of its water stations every month",
    "Tanzania should build a jetty for the ferry to Mwanza",
    "Uganda should train harbour pilots at the college in Jinja",
    "Kenya must repair the lighthouse on Rusinga Island",
    "Tanzania should license the makers of fishing nets",
    "Uganda should forbid night fishing near the dam at Jinja",
]
REWORDED = {
    0: "The sale of undersized fish in markets should be banned by Kenya",
    2: "Uganda should disclose every month what its water stations have read",
    4: "Uganda should continue efforts to train harbour pilots in Jinja",
    5: "Kenya should undertake the repair of the lighthouse on Rusinga Island",
    6: "Tanzania should issue licenses to makers of fishing nets",
}
OPPOSITE = {
    0: "Kenya should allow the sale of undersized fish in all markets",
    7: "Uganda should permit night fishing near the dam",
}


def _report(title: str, lines: Sequence[str]) -> str:
    numbered = "\n".join(f"{i}. {line}." for i, line in enumerate(lines, 1))
    return f"{title}\n\nInstitute for Harbours\n\n12 May 2026\n\nRecommendations\n\n{numbered}\n"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Three reports read by the real pipeline: what is asked, asked in other words and word for word, and the opposite."""
    made = Desk(tmp_path_factory.mktemp("planted"))
    again = [REWORDED.get(i, line) for i, line in enumerate(ASKED)]
    random.Random(3).shuffle(again)
    made.put("asked.txt", _report("The Lake and Its Harbours", ASKED))
    made.put("again.txt", _report("Harbours Once More", again))
    made.put("opposed.txt", _report("Against Too Many Rules", list(OPPOSITE.values())))
    run(made.settings())
    return made


def _pairs(desk: Desk) -> set[tuple[str, int]]:
    """Which of the recommendations of asked.txt, by number, are linked and how."""
    paths = dict(desk.table("documents", "document_id", "path"))
    places = dict(desk.table("recommendations", "recommendation_id", "number"))
    rows = desk.table("recommendation_links", "document_id", "recommendation_id", "link", "other_document_id")
    return {
        (f"{link} {paths[other].removesuffix('.txt')}", int(places[item].rstrip(".")) - 1)
        for document, item, link, other in rows
        if paths[document] == "asked.txt"
    }


def test_planted_recommendations_are_found_again(planted: Desk) -> None:
    found = _pairs(planted)
    assert {i for kind, i in found if kind == "repeats again"} >= {1, 3, 7}
    assert len({i for kind, i in found if kind in ("similar again", "repeats again")} & REWORDED.keys()) >= 4
    assert {i for kind, i in found if kind == "contradicts opposed"} == OPPOSITE.keys()
    assert {kind for kind, _ in found} <= {"repeats again", "similar again", "contradicts opposed"}


def test_the_table_keeps_the_contract(planted: Desk) -> None:
    with published.snapshot(planted.output) as held:
        assert list(audit.audit(held)) == []
    rows = planted.table("recommendation_links")
    turned = {(r["other_id"], r["recommendation_id"], r["link"], r["score"]) for r in rows}
    assert turned == {(r["recommendation_id"], r["other_id"], r["link"], r["score"]) for r in rows}
    assert all((r["group_id"] is None) is (r["link"] == "contradicts") for r in rows)
    assert {r["actors"] for r in rows if r["link"] == "contradicts"} == {"KEN", "UGA"}


def test_links_follow_the_reports(planted: Desk) -> None:
    before = planted.table("recommendation_links")
    opposed = planted.raw / "opposed.txt"
    text = opposed.read_text(encoding="utf-8")
    opposed.unlink()
    run(planted.settings())
    assert "contradicts" not in planted.table("recommendation_links", "link")
    opposed.write_text(text, encoding="utf-8")
    run(planted.settings())
    assert planted.table("recommendation_links") == before


def test_many_reports_are_not_compared_unasked(planted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.published.MOST_LINKED", 1)
    run(planted.settings(links="auto"))
    assert planted.table("recommendation_links") == []
    run(planted.settings(links="yes"))
    assert planted.table("recommendation_links") != []


def test_they_can_be_left_out(planted: Desk) -> None:
    run(planted.settings(links="no"))
    assert planted.table("recommendation_links") == []
    run(planted.settings())
    assert planted.table("recommendation_links") != []
