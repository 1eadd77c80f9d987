"""Whom pronouns, group anaphors and "we" stand for."""

from __future__ import annotations

import pytest
from resolving import how, ids, issued_by, run

PAIR = "[a:Chile] and [a:Peru] should {talk}."
TRIO = "[a:Chile], [a:Peru], and [a:Kenya] should {talk}."


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([PAIR, "[a:They] should {trade}."], ["CHL", "PER"]),
        ([PAIR, "[a:The two countries] should {trade}."], ["CHL", "PER"]),
        ([PAIR, "[a:Both governments] should {trade}."], ["CHL", "PER"]),
        ([PAIR, "[a:Both sides] should {trade}."], ["CHL", "PER"]),
        ([TRIO, PAIR, "[a:The three countries] should {trade}."], ["CHL", "PER", "KEN"]),
        ([TRIO, PAIR, "[a:The two governments] should {trade}."], ["CHL", "PER"]),
        (["While Chile and Peru have grown, [a:they] should {trade}."], ["CHL", "PER"]),
        (["The Chile-Peru alliance is old.", "[a:The alliance] should {act}."], ["CHL", "PER"]),
        (["[a:Chile] should {work} with [p:Peru].", "[a:They] should {trade}."], ["CHL", "PER"]),
        (["[a:Chile] should {act}.", "[a:It] should {trade}."], ["CHL"]),
        (["[a:Local schools] should {act}.", "[a:They] should {trade}."], ["local-schools"]),
        (["[a:Local schools] should {act}.", "[a:It] should {trade}."], []),
        (["[a:The Harbour Commission] should {act}.", "[a:The commission] should {trade}."], ["harbour-commission"]),
        (
            ["[a:The Secretary of Fisheries] should {act}.", "[a:The Secretary] should {trade}."],
            ["secretary-of-fisheries"],
        ),
        (["NASA grows.", "[a:The agency] should {trade}."], ["nasa"]),
        (["[a:The agency] should {trade}."], ["agency"]),
        (["Coastal countries are poor.", "[a:Chile] should {help} [t:these countries]."], ["CHL"]),
        ([PAIR, "[a:This] should {trade}."], []),
    ],
)
def test_anaphors_stand_for_their_antecedents(blocks: list[str], expected: list[str]) -> None:
    last = run(blocks).directives[-1]
    assert ids(last) == expected


@pytest.mark.parametrize(
    "phrase", ["other countries", "like-minded countries", "the countries of Africa", "Western allies"]
)
def test_descriptions_are_no_anaphors(phrase: str) -> None:
    last = run([PAIR, f"[a:{phrase}] should {{trade}}."]).directives[-1]
    assert how(last) == {"explicit"}
    assert not set(ids(last)) & {"CHL", "PER"}


def test_an_anaphor_is_flagged() -> None:
    assert how(run([PAIR, "[a:They] should {trade}."]).directives[-1]) == {"anaphor"}


def test_a_pronoun_in_the_action_is_a_target() -> None:
    last = run(["[a:Peru] should {engage Chile, encouraging it to disarm}."]).directives[-1]
    assert ids(last, "target") == ["CHL"]


@pytest.mark.parametrize(
    ("blocks", "issuer", "expected", "resolution"),
    [
        (["We Chileans are proud of our nation.", "[a:We] should {act}."], "Harbour Institute", ["CHL"], "anaphor"),
        (["[a:Chile] should {act}.", "[a:We] must {act}."], "Institute of Chile", ["CHL"], "anaphor"),
        (
            ["Our country thrives.", "Chile and Peru meet, and [a:we] should {act}."],
            "Institute of Chile",
            ["CHL", "PER"],
            "anaphor",
        ),
        (["[a:We] should {publish more}."], "Harbour Institute", ["harbour-institute"], "issuer"),
    ],
)
def test_we_is_the_country_or_the_issuer(blocks: list[str], issuer: str, expected: list[str], resolution: str) -> None:
    last = run(blocks, front=issued_by(issuer)).directives[-1]
    assert ids(last) == expected
    assert how(last) == {resolution}


def test_the_united_states_is_not_us() -> None:
    assert ids(run(["[a:US] {support}."], front=issued_by("Harbour Institute")).directives[0]) == ["USA"]
