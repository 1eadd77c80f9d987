"""What is set apart in texts that are no classic reports: resolutions, demands, manifestos, policies, guidance, checklists."""

from __future__ import annotations

import pytest
from drawn import outline, section_path

# Each case: what it shows, a drawn text, and for each recommendation its number, heading and first words.
Row = tuple[str | None, str | None, str]
CASES: list[tuple[str, str, list[Row]]] = [
    (
        "a resolution: clauses that call on somebody, at their head or further on, and lettered items each on their own",
        """
        # Resolution on ports
        The Assembly,
        Recalling its resolution on ships,
        1. Welcomes the report of the Secretary;
        2. Also notes that ports are old, and in this regard encourages towns to pay for them;
        3. Urges the Port Board:
        (a) to train pilots;
        (b) to publish its fees;
        4. Stresses the need to count all ships;
        5. Further recognizes the role of towns;
        6. Requests the Secretary to report.
        """,
        [
            ("2", None, "Also notes"),
            ("3.a", None, "to train"),
            ("3.b", None, "to publish"),
            ("4", None, "Stresses the need"),
            ("6", None, "Requests the"),
        ],
    ),
    (
        "an instrument: what a whole clause asks for stands beside the items below it",
        """
        # Recommendation on ports
        The Conference, meeting in Oslo,
        1. Adopts the present Recommendation;
        2. Recommends that towns apply it;
        3. Also recommends that towns report on it.
        ## Action
        11. Towns are encouraged to train pilots, and are recommended to consider the following:
        (a) building schools;
        (b) paying teachers.
        """,
        [
            ("2", None, "Recommends that"),
            ("3", None, "Also recommends"),
            ("11", None, "Towns are"),
            ("11.a", None, "building schools"),
            ("11.b", None, "paying teachers"),
        ],
    ),
    (
        "a resolution without numbers",
        """
        # Resolution 7
        WHEREAS, ports are old; and
        WHEREAS, ships should be safe;
        NOW, THEREFORE, BE IT RESOLVED, that the Council urges the Port Board to train pilots; and
        BE IT FURTHER RESOLVED, that the Council thanks its staff.
        """,
        [(None, None, "NOW, THEREFORE")],
    ),
    (
        "demands: a few words above a list of orders are its heading",
        """
        # Open Ports
        We clearly and jointly demand:
        1. Pilots
        (a) Train all pilots.
        (b) Pay them.
        2. Ships
        (a) Replace old ships.
        """,
        [("1.a", None, "Train all"), ("1.b", None, "Pay them"), ("2.a", None, "Replace old")],
    ),
    (
        "next steps beside recommendations: those that say who should do what",
        """
        # Paper Maps
        ## Recommendations
        @- Parks should sell maps to all their visitors.
        ## Next steps
        @- The society will write to all parks.
        @- Members should ask their schools.
        @- Parks should tell us what they plan.
        """,
        [(None, None, "Parks should sell"), (None, None, "Members should"), (None, None, "Parks should tell")],
    ),
    (
        "an item that goes on with the numbers of titles stands beside them",
        """
        # Open Ports
        We demand:
        1. Pilots
        a. Train all pilots.
        2. Ships
        a. Replace old ships.
        3. Close the dock.
        """,
        [("1.a", None, "Train all"), ("2.a", None, "Replace old"), ("3", None, "Close the")],
    ),
    (
        "what its addressee answered is no part of a recommendation, and the list goes on behind it",
        """
        # Grounding of a Ship
        ## Recommendations
        8.1 On 3 May the Commission recommended that the Port Board train all pilots. It should do so soon.
        On 9 June the Port Board replied:
        We will do so as soon as we find a teacher.
        8.2 Lamps are old. The Port Board should replace them.
        On 9 June the Port Board replied:
        We have no lamps.
        """,
        [("8.1", None, "On 3 May"), ("8.2", None, "Lamps are")],
    ),
    (
        "guidance: lists that finish an order, beside a list that is announced",
        """
        # Keeping Lamps
        ## Before you begin
        Port boards should:
        @- ask pilots what they need
        @- name somebody who keeps the lamps
        ## Costs
        A company must be small. To be eligible, a port must:
        @- have lamps
        ## Safety
        It is recommended that you:
        @- test all lamps twice a year in the presence of a pilot
        ## Aims
        The aims of this guide are to:
        @- help ports
        """,
        [
            (None, None, "ask pilots"),
            (None, None, "name somebody"),
            (None, None, "test all"),
        ],
    ),
    (
        "a manifesto: headings that are orders, with texts that say what should be done",
        """
        # Night Ships
        Night ships are coming back.
        ## Open the locks at night
        The Board should open one lock in each river.
        ## Share the boats
        A pool of boats should be founded.
        ## Sell one ticket
        Passengers must be able to buy one ticket.
        """,
        [
            (None, "Open the locks at night", "Open the"),
            (None, "Share the boats", "Share the"),
            (None, "Sell one ticket", "Sell one"),
        ],
    ),
    (
        "a tour whose stations are named by verbs gives no advice",
        """
        # Night Ships
        ## Visit the locks
        The locks were built in 1900.
        ## Watch the boats
        The boats leave at ten.
        ## Share a meal
        Fish is served on board.
        """,
        [],
    ),
    (
        "run-in titles that are orders, counted off in words",
        """
        # Give the Port Back
        Three things need to happen.
        **First, buy the docks.** The town should buy them while they are cheap.
        **Second, take out the weirs.** The Board must remove them.
        **Third, listen to pilots.** They know the river.
        None of this is new.
        """,
        [
            (None, "First, buy the docks.", "First, buy"),
            (None, "Second, take out the weirs.", "Second, take"),
            (None, "Third, listen to pilots.", "Third, listen"),
        ],
    ),
    (
        "a policy: numbered rules, not what it tells beside them",
        """
        # Volunteer Policy
        ## 1. Purpose
        This policy says how the museum works.
        ## 2. Posts
        2.1 All posts must be advertised.
        2.2 Volunteers should be interviewed by two members of staff.
        2.3 The museum has about eighty volunteers.
        """,
        [("2.1", None, "All posts"), ("2.2", None, "Volunteers should")],
    ),
    (
        "a memorandum: what the readers are to do, not what its authors will do",
        """
        # MEMORANDUM
        TO: All ports
        FROM: Port Board
        SUBJECT: Lamps
        ## What you need to do
        1. Check all lamps.
        2. Send us a list of them.
        ## What we will do
        1. Send you new lamps.
        2. Pay for them.
        """,
        [("1", None, "Check all"), ("2", None, "Send us")],
    ),
    (
        "a title with a colon inside it goes on to where a sentence begins",
        """
        # Better Ports
        ## Recommendations
        @1. Put pilots first: training, pay, and rest: Ports should look after their pilots.
        @2. Count all ships: Ports should count them once a year.
        """,
        [("1", "Put pilots first: training, pay, and rest:", "Put pilots"), ("2", "Count all ships:", "Count all")],
    ),
    (
        "where titles are set in bold elsewhere, a first sentence is none",
        """
        # Better Ports
        ## Recommendations
        **Lamps** are many.
        @1. Train all pilots. The cost of it is small in any case.
        @2. Count all ships. The number of them is not known yet.
        """,
        [("1", None, "Train all"), ("2", None, "Count all")],
    ),
]


@pytest.mark.parametrize(("drawing", "rows"), [c[1:] for c in CASES], ids=[c[0][:48] for c in CASES])
def test_layouts(drawing: str, rows: list[Row]) -> None:
    document, found = outline("\n".join(line[8:] for line in drawing.split("\n")))
    seen = [
        (r.number, document.slice(r.heading) if r.heading else None, document.slice(r.span))
        for r in found.recommendations
    ]
    assert [row[:2] for row in seen] == [row[:2] for row in rows]
    assert all(" ".join(text.split()).startswith(first) for (*_, text), (*_, first) in zip(seen, rows, strict=True))


def test_words_above_a_list_are_its_section() -> None:
    drawing = next(c[1] for c in CASES if c[0].startswith("demands"))
    _, found = outline("\n".join(line[8:] for line in drawing.split("\n")))
    assert [section_path(found, r) for r in found.recommendations] == [["1 Pilots"], ["1 Pilots"], ["2 Ships"]]


@pytest.mark.parametrize(
    ("drawing", "paths"),
    [
        # Lines of plain text above lists that begin anew.
        (
            "# Ports\nPorts are where ships come in.\n## Recommendations\nIslands\n1. Train all pilots: Ports should train them once a year.\n2. Count all ships: Ports should count them in "
            "May.\nTowns\n1. Close all docks: Towns should close them before the winter.",
            [["Recommendations", "Islands"]] * 2 + [["Recommendations", "Towns"]],
        ),
        # A numbered line whose number the paragraphs go on with, and plain headings between the two.
        (
            "# Ports\n8. Recommendations\n= General\n8.1 Ports should count ships.\n= To the Board\n8.2 The Board should train pilots.",
            [["8 Recommendations", "General"], ["8 Recommendations", "To the Board"]],
        ),
    ],
)
def test_sections_of_plain_text(drawing: str, paths: list[list[str]]) -> None:
    _, found = outline(drawing)
    assert [section_path(found, r) for r in found.recommendations] == paths
