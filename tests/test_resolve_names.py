"""What names and descriptions stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import load
from pipeline.resolve.registry import Registry

NAMED = [
    ("the Norwegian government", ["NOR"]),
    ("Norway's government", ["NOR"]),
    ("the government of Norway", ["NOR"]),
    ("the governments of Norway and Chile", ["NOR", "CHL"]),
    ("the people of Kenya", ["KEN"]),
    ("the Kenyan people", ["KEN"]),
    ("both the Kenyan and U.S. governments", ["KEN", "USA"]),
    ("the new Kenyan and US administrations", ["KEN", "USA"]),
    ("North and South Korea", ["PRK", "KOR"]),
    ("Chile-Peru", ["CHL", "PER"]),
    ("U.S.–UK–Australia", ["USA", "GBR", "AUS"]),
    ("Ottawa", ["CAN"]),
    ("Brussels", ["EU"]),
    ("the EU", ["EU"]),
    ("the Merkel government", ["DEU"]),
    ("Kenya, Peru, and the United Kingdom", ["KEN", "PER", "GBR"]),
    ("Kenya and neighbouring countries", ["KEN", "neighbouring-countries"]),
    ("the five BRICS countries", ["brics-countries"]),  # ten members: the number is wrong, so not spelled out
    ("the four Quad countries", ["AUS", "IND", "JPN", "USA"]),
    ("the U.S. Congress", ["us-congress"]),
    ("the Pentagon", ["dod"]),
    ("the Department of Homeland Security", ["dhs"]),
    ("the Departments of State and Homeland Security", ["state-department", "dhs"]),
    ("the Departments of Commerce and Labor and the NSF", ["department-of-commerce", "us-department-of-labor", "nsf"]),
    ("like-minded countries", ["like-minded-countries"]),
    ("the 12 coastal municipalities", ["coastal-municipalities"]),
    ("Kenyan teachers", ["ken-teachers"]),
    ("Kenya's teachers", ["ken-teachers"]),
    ("Japan's Ministry of Health", ["jpn-ministry-of-health"]),
    ("the Japanese Ministry of Health", ["jpn-ministry-of-health"]),
    ("Recommendation 4: The police", ["police"]),
    ("agencies in adopting new systems", ["agencies"]),
    ("", []),
    ("—", []),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_a_phrase_names_its_entities(text: str, expected: list[str]) -> None:
    assert list(Registry(load()).identify(text)) == expected


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        ("the Government", "GBR", ["GBR"]),
        ("the government", None, ["government"]),
        ("the federal government", "USA", ["USA"]),
        ("the federal government", "GBR", ["federal-government"]),
        ("Parliament", "GBR", ["uk-parliament"]),
        ("Parliament", "NZL", ["parliament"]),
        ("Congress", None, ["us-congress"]),
        ("Congress", "MEX", ["congress"]),
        ("the National Security Council", "USA", ["us-nsc"]),
        ("the Ministry of Defence", "GBR", ["uk-mod"]),
        ("the British Ministry of Defence", "FRA", ["uk-mod"]),
    ],
)
def test_common_names_belong_to_the_home_country(text: str, home: str | None, expected: list[str]) -> None:
    assert list(Registry(load(), home).identify(text)) == expected


@pytest.mark.parametrize(
    ("text", "kind", "country"),
    [
        ("Kenya", "country", "KEN"),
        ("the Kenyan Treasury Board", "body", "KEN"),
        ("Kenyan teachers", "group", "KEN"),
        ("the Minister of Fisheries", "person", None),
        ("ASEAN", "intergovernmental", None),
        ("local authorities", "group", None),
    ],
)
def test_entities_have_a_kind_and_a_country(text: str, kind: str, country: str | None) -> None:
    registry = Registry(load())
    entity = registry.entity(registry.identify(text)[0])
    assert (entity.kind, entity.country) == (kind, country)


@given(st.text(max_size=60), st.sampled_from(["", "ORG", "PERSON", "GPE"]))
def test_any_words_name_known_entities_or_nobody(text: str, label: str) -> None:
    registry = Registry(load(), "KEN")
    named = set(registry.identify(text, label))
    assert {e.entity_id for e in registry.entities} == named | {e.parent_id for e in registry.entities if e.parent_id}


def test_parents_are_entities_too() -> None:
    registry = Registry(load())
    registry.identify("CISA")
    assert {e.entity_id for e in registry.entities} == {"cisa", "dhs"}


def test_an_acronym_of_the_text_means_its_long_form() -> None:
    registry = Registry(load(), acronyms={"HPA": "Harbour Pilots Authority", "ROK": "Republic of Korea"})
    assert registry.identify("the HPA") == registry.identify("the Harbour Pilots Authority")
    assert registry.identify("the ROK") == ("KOR",)


def test_titles_and_surnames_lead_to_the_full_name() -> None:
    registry = Registry(load(), people=("President Ada Lovelace", "Alan Turing"))
    assert (
        registry.identify("Ms. Lovelace", "PERSON") == registry.identify("Ada Lovelace", "PERSON") == ("ada-lovelace",)
    )
