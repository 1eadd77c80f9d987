"""Every way in which rows can break the contract is found, and sound rows pass."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import faked
import pytest

from pipeline import checks
from pipeline.errors import ContractError
from pipeline.manifest import Job
from pipeline.tables import Recommendations, RegionCell, columns, keys

TEXT = "Japan should act with Korea.\nThe Board must meet.\n"
Tables = dict[str, list[Any]]


@pytest.fixture
def sound(tmp_path: Path) -> Tables:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    seen = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    job = Job(
        path=str(path), name="a.txt", origin="a.txt", document_id="d1", sha256="0", key="k", size=len(TEXT), seen=seen
    )
    made: Tables = {name: list(rows) for name, rows in faked.work(job).tables.items()}
    document = made["documents"][0].document_id
    made["recommendations"] = [_recommendation(document)]
    return made


def _recommendation(document: str) -> Recommendations:
    region = RegionCell(page=1, x0=0.0, top=0.0, x1=1.0, bottom=2.0)
    return Recommendations(
        recommendation_id="r1",
        document_id=document,
        section_id=None,
        ordinal=1,
        number=None,
        kind="prose",
        heading=None,
        text=TEXT[:28],
        start=0,
        end=28,
        page_first=1,
        page_last=1,
        regions=(region,),
        cells=("a",),
        is_repeat=False,
        repeats_id=None,
    )


def test_sound_rows_pass(sound: Tables) -> None:
    assert checks.problems(sound) == []
    checks.check(sound, "a.txt")


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("documents", {"word_count": "7"}, "documents.word_count: holds str, not int"),
        ("documents", {"ocr": 0}, "documents.ocr: holds int, not bool"),
        ("documents", {"word_count": True}, "documents.word_count: holds bool, not int"),
        ("documents", {"text": None}, "documents.text: 1 of 1 are null"),
        ("documents", {"doc_type": "novel"}, "novel is none of report, law"),
        ("documents", {"ingested_at": dt.datetime(2026, 1, 1)}, "documents.ingested_at: out of range"),
        ("documents", {"title": "\ud800"}, "documents.title: out of range"),
        ("documents", {"duplicate_of": "d0"}, "documents.duplicate_of: not in documents.document_id: d0"),
        ("documents", {"text": TEXT.upper()}, "do not stand in documents.text"),
        ("sentences", {"start": 1}, "do not stand in documents.text"),
        ("sentences", {"start": -1}, "sentences.start: out of range: -1"),
        ("sentences", {"end": 0}, "sentences: empty or reversed spans"),
        ("sentences", {"page": 0}, "sentences.page: out of range: 0"),
        ("sentences", {"sentence_id": "s0"}, "modals.sentence_id: not in sentences.sentence_id"),
        ("sentences", {"section_id": "x"}, "sentences.section_id: not in sections.section_id: x"),
        ("modals", {"klass": "wish"}, "modals.class: wish is none of"),
        ("modals", {"is_directive": False}, "modals.is_directive does not agree"),
        ("modals", {"modal_id": "m0"}, "directives.modal_id: not in modals.modal_id"),
        ("directives", {"confidence": 1.5}, "directives.confidence: out of range"),
        ("directives", {"confidence": float("nan")}, "directives.confidence: out of range"),
        ("directives", {"directive_id": "v0"}, "who_what_whom.directive_id: not in directives.directive_id"),
        ("who_what_whom", {"directive_id": "v0"}, "who_what_whom.directive_id: not in"),
        ("who_what_whom", {"actor_id": None}, "other actors than directive_parties"),
        ("directive_parties", {"entity_id": "nobody"}, "not in entities.entity_id: nobody"),
        ("directive_parties", {"role": "target"}, "other actors than directive_parties"),
        ("entities", {"parent_id": "nobody"}, "entities.parent_id: not in entities.entity_id: nobody"),
        ("mentions", {"document_id": "d0"}, "mentions.document_id: not in documents.document_id"),
        ("recommendations", {"page_last": None}, "page_first and page_last do not fit"),
        ("recommendations", {"ordinal": 0}, "recommendations.ordinal: out of range"),
        ("recommendations", {"cells": (1,)}, "recommendations.cells: out of range"),
        ("recommendations", {"cells": ["a"]}, "recommendations.cells: holds list"),
        ("recommendations", {"regions": (RegionCell(1, 5.0, 0.0, 1.0, 1.0),)}, "recommendations.regions: out of range"),
    ],
)
def test_one_wrong_value_is_found(sound: Tables, table: str, change: dict[str, Any], said: str) -> None:
    sound[table][0] = dataclasses.replace(sound[table][0], **change)
    with pytest.raises(ContractError) as caught:
        checks.check(sound, "a.txt")
    assert said in str(caught.value)
    assert str(caught.value).startswith("a.txt: ")


@pytest.mark.parametrize("table", ["documents", "sentences", "modals", "directives", "entities", "who_what_whom"])
def test_a_key_met_twice_is_found(sound: Tables, table: str) -> None:
    sound[table].append(sound[table][0])
    assert any(f"{table}: key ({', '.join(keys(table))}) met more than once" in p for p in checks.problems(sound))


@pytest.mark.parametrize("table", ["modals", "directives", "sentences", "mentions", "entities", "who_what_whom"])
def test_a_lost_row_is_found(sound: Tables, table: str) -> None:
    del sound[table][0]
    assert checks.problems(sound)


def test_rows_in_the_wrong_table_and_unknown_tables_are_found(sound: Tables) -> None:
    assert "rows are Modals, not Sentences" in checks.problems(sound | {"sentences": sound["modals"]})[0]
    assert checks.problems(sound | {"sentence": []}) == ["unknown table sentence"]


def test_every_reference_of_the_schema_leads_to_a_column() -> None:
    for _, _, target in checks.references():
        table, _, column = target.partition(".")
        assert column in {c.name for c in columns(table)}
