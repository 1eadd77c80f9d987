"""Frames become directives: parties, implied actors, sources, deadlines."""

from __future__ import annotations

import pytest
from resolving import how, ids, issued_by, run

from pipeline.parties import ISSUER
from pipeline.resolve.dates import deadline_date

ONE = [(0, 2)]


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("[a:Norway's alliance policy] should {change}.", ["NOR"]),
        ("[a:The programme] should {include training}.", []),
        ("[a:Opportunities] should {grow}.", []),
        ("[a:Norway's government] should {act}.", ["NOR"]),
        ("[a:Norwegian industry] should {act}.", ["nor-industry"]),
        ("[a:A federal service] should {act}.", []),
        ("[a:The Harbour Service] should {act}.", ["harbour-service"]),
        ("[a:Landlords] should {act}.", ["landlords"]),
        ("[a:Semiconductors] should {improve}.", []),
        ("[a:Everyone] should {act}.", []),
    ],
)
def test_only_parties_act(sentence: str, actors: list[str]) -> None:
    directive = run([sentence]).directives[0]
    assert ids(directive) == actors
    assert (directive.no_actor_reason is None) == bool(actors)


@pytest.mark.parametrize(
    ("second", "voice", "expected"),
    [
        ("[s:Progress] should be {reviewed}.", " p", ["KEN"]),
        ("It is important to {train staff}.", "", ["KEN"]),
        ("[s:Chile-Peru exercises] should be {held}.", " p", ["CHL", "PER"]),
        ("[s:Norway's budget] should be {raised}.", " p", ["NOR"]),
        ("With regard to trade between Chile and Peru, [s:tariffs] should be {lowered}.", " p", ["CHL", "PER"]),
        ("It is desirable to {revitalise Chile-Peru cooperation}.", "", ["CHL", "PER"]),
    ],
)
def test_a_recommendation_tells_who_is_meant(second: str, voice: str, expected: list[str]) -> None:
    directive = run(["[a:Kenya] should {act}.", second], recommendations=ONE, voices=voice).directives[1]
    assert ids(directive) == expected
    assert how(directive) == {"implicit"}
    assert all(p.span is None for p in directive.parties if p.role == "actor")


def test_whoever_undergoes_a_passive_does_not_act_in_it() -> None:
    blocks = ["[a:Kenya] and [a:Chile] should {act}.", "[s:Chile] should be {granted access}."]
    directive = run(blocks, recommendations=ONE, voices=" p").directives[1]
    assert (ids(directive), ids(directive, "target")) == (["KEN"], ["CHL"])


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("Since trade grows, Chile, Peru, and [a:the US] should {act}.", ["CHL", "PER", "USA"]),
        ("[a:A solution of the dispute between Chile and Peru, and Kenya] should {act}.", ["KEN"]),
        ("In Peru, [a:Chile] should {act}.", ["CHL"]),
    ],
)
def test_lists_that_the_grammar_cut_are_whole(sentence: str, actors: list[str]) -> None:
    assert ids(run([sentence]).directives[0]) == actors


def test_outside_of_advice_nobody_is_implied() -> None:
    directive = run(["[a:Kenya] should {act}.", "[s:Progress] should be {reviewed}."], voices=" p").directives[1]
    assert ids(directive) == []
    assert directive.no_actor_reason


def test_a_title_speaks_to_all_whom_its_recommendation_names() -> None:
    blocks = ["{Build ships}.", "[a:Kenya] should {act}.", "[a:Chile] should {act}."]
    first = run(blocks, recommendations=[(0, 3)], form="imperative").directives[0]
    assert ids(first) == ["KEN", "CHL"]


def test_a_reported_norm_has_its_source_and_no_implied_actor() -> None:
    blocks = ["[a:Kenya] should {act}.", "The treaty says that [s:costs] shall be {shared}."]
    directive = run(blocks, recommendations=ONE, voices=" p", reporter="The treaty").directives[1]
    assert (directive.source, ids(directive)) == ("The treaty", [])
    assert run(blocks, recommendations=ONE).directives[0].source == ISSUER


@pytest.mark.parametrize(
    ("sentence", "role", "expected"),
    [
        ("[a:Kenya] should {urge [t:Chile] to act}.", "target", ["CHL"]),
        ("[a:Kenya] should {support [t:Peru's resilience]}.", "target", ["PER"]),
        ("[a:Kenya] should {build ships to deter Chile and Peru}.", "target", ["CHL", "PER"]),
        ("[a:Kenya] should {enforce sanctions against Chile}.", "target", ["CHL"]),
        ("[a:Kenya] should {urge [t:Chile] to put pressure on [t:Peru]}.", "target", ["CHL"]),
        ("[a:Kenya] should {create jobs for rural workers}.", "target", ["rural-workers"]),
        ("[a:Kenya] should {create chances for workers to rest}.", "target", ["workers"]),
        ("[a:Kenya] should {fund [t:Chile], Peru, and Brazil}.", "target", ["CHL", "PER", "BRA"]),
        (
            "[a:Kenya] should {help federal, regional, and [t:local agencies]}.",
            "target",
            ["federal-regional-and-local-agencies"],
        ),
        ("[s:Trade] between [p:Kenya] and [p:Chile] should be {deepened}.", "partner", []),
        ("[a:Kenya] should {express concern about the courts in Chile}.", "target", ["CHL"]),
        ("[a:Kenya] should {deter attacks on ports by Chile}.", "target", ["CHL"]),
        ("[a:Kenya] should {encourage trade among [p:coastal states]}.", "target", ["coastal-states"]),
        ("[a:Kenya] should {dredge the port with help from Chile}.", "partner", ["CHL"]),
        ("[a:Kenya] should {build ships to counter forces that loot}.", "target", ["forces-that-loot"]),
        ("[a:Kenya] should {say that [t:it] works}.", "target", []),
        ("[a:Kenya] should {establish [t:an office]}.", "target", []),
        ("[a:Kenya] should {raise [t:funds]}.", "target", []),
        ("[a:Kenya] should {work with [p:partners] such as Chile and Peru}.", "partner", ["partners", "CHL", "PER"]),
        ("[a:Kenya] should {meet [p:the allies] – Chile and Peru}.", "partner", ["CHL", "PER"]),
        ("[a:Kenya] should {work with Chile and Peru}.", "partner", ["CHL", "PER"]),
        ("[a:Kenya] should {deepen ties between [p:Kenya] and [p:Chile]}.", "partner", ["CHL"]),
        (
            "[a:Kenya] should {work with [p:countries] that share its aims}.",
            "partner",
            ["countries-that-share-its-aims"],
        ),
    ],
)
def test_targets_and_partners(sentence: str, role: str, expected: list[str]) -> None:
    assert ids(run([sentence]).directives[0], role) == expected


def test_a_body_is_not_aimed_at_its_own_country() -> None:
    directive = run(["[a:Congress] should {bring talent to [t:the United States]}."]).directives[0]
    assert ids(directive) == ["us-congress"]
    assert ids(directive, "target") == []


def test_issuers_and_mentions_are_entities() -> None:
    resolved = run(
        ["[a:Kenya] should {act} on the Nairobi proposals.", "A summit in Nairobi."], front=issued_by("Bank of Japan")
    )
    assert resolved.issuer_entities == ("bank-of-japan",)
    assert resolved.mention_entities == ("KEN", "KEN", None)
    assert {"KEN", "bank-of-japan"} <= {e.entity_id for e in resolved.entities}


def test_every_party_and_parent_is_an_entity() -> None:
    resolved = run(["[a:CISA] should {work with NIST and Chile}."])
    known = {e.entity_id for e in resolved.entities}
    named = {p.entity_id for d in resolved.directives for p in d.parties}
    parents = {e.parent_id for e in resolved.entities if e.parent_id}
    assert named | parents <= known


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("by March 2026", None, "2026-03"),
        ("by 31 March 2026", None, "2026-03-31"),
        ("no later than March 31st, 2026", None, "2026-03-31"),
        ("by the end of 2026", None, "2026-12"),
        ("by the third quarter of 2026", None, "2026-09"),
        ("before FY27", None, "2027"),
        ("by 2030", None, "2030"),
        ("within 180 days", "2025-01-15", "2025-07-14"),
        ("within 180 days", "2025", None),
        ("within two years", "2025-03-10", "2027-03-10"),
        ("within six months", "2025-08", "2026-02"),
        ("in the next five years", "2025", "2030"),
        ("next year", "2025-03", "2026"),
        ("within a year", None, None),
        ("as soon as possible", "2025-03-10", None),
        ("on 31 February 2026", None, "2026-02"),
        ("by fiscal year 2027-28", None, "2027"),
        ("within 90 days of publication of the review", "2025-01-15", None),
        ("within 30 days of the date of this order", "2025-01-15", "2025-02-14"),
        ("by June", "2025-03", "2025-06"),
        ("before 1 March", "2025-03-10", "2026-03-01"),
        ("by the end of September", "2025-03-10", "2025-09"),
        ("by June", None, None),
    ],
)
def test_deadlines_are_dated(text: str, published: str | None, expected: str | None) -> None:
    assert deadline_date(text, published) == expected
