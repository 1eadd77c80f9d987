"""The lexicon's rows are right, and wrong rows are named with file and line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import iso3166
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import LexiconError
from pipeline.lexicon import Gazetteer, load, printed, rows, version
from pipeline.lexicon.acronyms import introduced, long_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Fruit:
    name: str
    colour: Literal["red", "green"]
    weight: int | None
    ripe: bool
    sorts: tuple[str, ...]


HEADER = "name,colour,weight,ripe,sorts\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "fruit.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_are_typed(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + 'apple,red,120,yes,"Gala; Fuji"\npear,green,,,\n')
    assert rows(path, Fruit) == (
        Fruit(name="apple", colour="red", weight=120, ripe=True, sorts=("Gala", "Fuji")),
        Fruit(name="pear", colour="green", weight=None, ripe=False, sorts=()),
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("apple,blue,1,,\n", "fruit.csv:2: colour: 'blue' is none of 'red', 'green'"),
        ("apple,red,heavy,,\n", "fruit.csv:2: weight: 'heavy' is no int"),
        (",red,1,,\n", "fruit.csv:2: name: empty"),
        ("apple,red,1,maybe,\n", "fruit.csv:2: ripe"),
        ("apple,red,1,,a;;b\n", "fruit.csv:2: sorts"),
        ("apple,red,1\n", "fruit.csv:2: 3 cells"),
        ("apple,red,1,,\npear,red,1,,\napple,green,1,,\n", "fruit.csv:4: apple already stands in line 2"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, body: str, says: str) -> None:
    with pytest.raises(LexiconError) as caught:
        rows(written(tmp_path, HEADER + body), Fruit)
    assert says in str(caught.value)


@pytest.mark.parametrize("text", ["name,colour\n", "name,colour,weight,ripe,sorts,more\n", ""])
def test_a_wrong_header_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(LexiconError, match=r"fruit\.csv:1: the header"):
        rows(written(tmp_path, text), Fruit)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(LexiconError, match=r"nowhere\.csv"):
        rows("nowhere.csv", Fruit)


def test_every_country_is_known_by_its_iso_code() -> None:
    assert set(load().countries) <= set(iso3166.countries_by_alpha3)
    assert len(load().countries) > 195


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S.", "USA"),
        ("the US", "USA"),
        ("United States’", "USA"),
        ("Viet Nam", "VNM"),
        ("Côte d’Ivoire", "CIV"),
        ("KENYA'S", None),
        ("AUSTRALIA", "AUS"),
        ("the European Union", "EU"),
        ("NATO", "nato"),
        ("us", None),
        ("turkey", None),
    ],
)
def test_names_are_found(text: str, expected: str | None) -> None:
    found = load().find(text)
    assert (found.entity_id if found else None) == expected


@pytest.mark.parametrize(
    ("group", "count"), [("g7", 7), ("quad", 4), ("aukus", 3), ("EU", 27), ("nato", 32), ("p5", 5)]
)
def test_groups_have_their_members(group: str, count: int) -> None:
    assert len(load().members[group]) == count


@pytest.mark.parametrize(
    ("word", "sort"), [("ministry", "body"), ("service", "thing"), ("Service", "body"), ("people", "people")]
)
def test_nouns_have_a_sort(word: str, sort: str) -> None:
    assert load().sort(word) == sort


def test_the_version_is_a_hash_of_the_rows() -> None:
    assert len(version()) == 12
    assert version() == version()


@given(st.text())
def test_printing_twice_changes_nothing(text: str) -> None:
    once = printed(text)
    assert printed(once).strip() == printed(printed(once)).strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chile-Peru ties", ["CHL", "PER"]),
        ("the U.S.–Kenyan pact", ["USA", "KEN"]),
        ("Trinidad and Tobago and Papua New Guinea", ["TTO", "PNG"]),
        ("the U.S. Department of Homeland Security", ["USA", "dhs"]),
        ("let us go to a chad", []),
    ],
)
def test_the_gazetteer_takes_the_longest_names(text: str, found: list[str]) -> None:
    matches = list(Gazetteer(load()).matches(text))
    assert [m.named.entity_id for m in matches if m.named] == found
    assert all(text[m.start : m.end].strip() == text[m.start : m.end] for m in matches)


@given(st.text(alphabet="US.K Japan-and,’s\n", max_size=60))
def test_the_gazetteer_never_overlaps(text: str) -> None:
    ends = [0]
    for match in Gazetteer(load()).matches(text):
        assert ends[-1] <= match.start < match.end <= len(text)
        ends.append(match.end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Harbour Pilots Authority (HPA) said", {"HPA": "Harbour Pilots Authority"}),
        ("run by the HPA (Harbour Pilots Authority)", {"HPA": "Harbour Pilots Authority"}),
        ("Ministry of the Sea (“MoS”)", {"MoS": "Ministry of the Sea"}),
        ("creation of a new Joint Rescue Centre (K-JRC)", {"K-JRC": "Joint Rescue Centre"}),
        ("the Department of Fisheries (Fisheries) and others", {"Fisheries": "Department of Fisheries"}),
        ("as shown in the annex (A)", {}),
        ("it grew (US dollars)", {}),
    ],
)
def test_acronyms_are_taken_from_the_text(text: str, expected: dict[str, str]) -> None:
    assert introduced(text) == expected


def test_an_acronym_needs_its_letters() -> None:
    assert long_form("XYZ", "the Harbour Pilots Authority") is None
