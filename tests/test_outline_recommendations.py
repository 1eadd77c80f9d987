"""Which passages are set apart as recommendations, and what their rows say."""

from __future__ import annotations

import pytest
from drawn import outline, section_path

# Each case: what it shows, a drawn report, and for each recommendation its kind, number, heading and first words.
Row = tuple[str, str | None, str | None, str]
CASES: list[tuple[str, str, list[Row]]] = [
    (
        "numbered items with run-in titles, the path of enclosing headings, a paragraph that continues an item",
        """
        # Harbour Policy
        ## II. Proposals on harbours
        ### A. Pilots
        @1. **Training.** The Port Board should train all pilots
        in May.
        @2. **Pay.** The Ministry should pay for it.
        ## B. Ships
        @1. **Age.** Old ships must be replaced.
        """,
        [
            ("numbered", "II.A.1", "Training.", "Training. The Port"),
            ("numbered", "II.A.2", "Pay.", "Pay. The Ministry"),
            ("numbered", "II.B.1", "Age.", "Age. Old ships"),
        ],
    ),
    (
        "headings that only bold type sets off",
        """
        # Harbour Policy
        **II. Proposals on harbours**
        **A. Pilots**
        1. Training. The Port Board should train all pilots in May.
        2. Pay. The Ministry should pay for all of it.
        **B. Ships**
        1. Age. Old ships must be replaced by new ones.
        """,
        [
            ("numbered", "II.A.1", "Training.", "Training. The Port"),
            ("numbered", "II.A.2", "Pay.", "Pay. The Ministry"),
            ("numbered", "II.B.1", None, "Age. Old ships"),
        ],
    ),
    (
        "bullets under a heading that announces them",
        """
        # Harbour Policy
        ## Key policy recommendations
        @■ It is necessary to train all pilots.
        @■ Accidents will involve the towns if nobody acts.
        ## Pilots
        @- Pilots steer ships.
        @- Pilots are few.
        """,
        [("bulleted", None, None, "It is necessary"), ("bulleted", None, None, "Accidents will involve")],
    ),
    (
        "a stem announces the list under any heading",
        """
        # Harbour Policy
        ## Conclusion
        Ports are dangerous. We therefore make the following recommendations:
        @1. The Port Board should train all pilots twice a year.
        @2. Companies should report every accident within a day.
        """,
        [("numbered", "1", None, "The Port Board"), ("numbered", "2", None, "Companies should")],
    ),
    (
        "a stem that names topics announces none",
        """
        # Harbour Policy
        Our recommendations fall in three areas:
        @- Training of pilots in large ports
        @- Reporting of accidents by companies
        """,
        [],
    ),
    (
        "labelled paragraphs in running text end where the text goes on",
        """
        # Harbour Policy
        ## Pilots
        Pilots are trained badly, and many leave the port after a year.
        Recommendation 1: The Board should train all pilots twice a year.
        The cost of this would be small, as ten ports have shown us.
        Recommendation 2.4 (for the Ministry and the Board): Take the following steps:
        (a) replace old ships;
        (b) inspect the others.
        Old ships are the cause of most accidents that were reported.
        """,
        [
            ("labelled", "1", None, "The Board should"),
            ("labelled", "2.4", None, "Take the following"),
        ],
    ),
    (
        "labelled paragraphs among recommendations keep what explains them",
        """
        # Harbour Policy
        ## Recommendations for ports
        **Recommendation 1: Ports should train all pilots.**
        Training is cheap.
        @- _Small ports should do so together._
        **Recommendation 2: Ports should publish accidents.**
        Few of them do so.
        """,
        [
            ("labelled", "1", "Ports should train all pilots.", "Ports should train"),
            ("labelled", "2", "Ports should publish accidents.", "Ports should publish"),
        ],
    ),
    (
        "labelled headings",
        """
        # Harbour Policy
        ## Recommendation One: Train all pilots
        The Board should train them.
        ## Recommendation Two
        Companies should report accidents.
        ## Annex
        Tables.
        """,
        [
            ("labelled", "One", "Train all pilots", "Train all pilots"),
            ("labelled", "Two", None, "Companies should report"),
        ],
    ),
    (
        "bare labels before numbered paragraphs",
        """
        # Harbour Policy
        ## Chapter 2
        2.1 The committee heard that ports are slow.
        Recommendation 1
        2.2 The committee recommends that the Department review port charges.
        2.3 The committee also heard about ships.
        Recommendation 2
        2.4 Ships be inspected each year.
        2.5 Ships were another matter of concern.
        """,
        [("labelled", "1", None, "The committee recommends"), ("labelled", "2", None, "Ships be inspected")],
    ),
    (
        "the label stands at the end",
        """
        # Harbour Policy
        ## Recommendations for executive action
        We are making the following two recommendations:
        The Secretary should train all pilots. (Recommendation 1)
        The Board should publish accidents. (Recommendation 2)
        ## Comments from the Board
        The Board agreed with both.
        """,
        [("labelled", "1", None, "The Secretary should"), ("labelled", "2", None, "The Board should")],
    ),
    (
        "headings in the imperative under a heading that announces advice",
        """
        # Harbour Policy
        ## Findings
        ### Train pilots
        Nobody trained them.
        ## Recommendations
        ### Train all pilots
        Training is cheap.
        ### Publish accidents
        @- daily
        @- on paper
        ## User stories
        ### Train all pilots
        As a pilot I want to be trained.
        """,
        [
            ("labelled", None, "Train all pilots", "Train all pilots"),
            ("labelled", None, "Publish accidents", "Publish accidents"),
        ],
    ),
    (
        "a heading alone on its slide announces the slides behind it",
        """
        # Harbour Policy
        ## What we found
        @- Pilots are few.
        ## NEXT STEPS & RECOMMENDATIONS
        ## TRAIN ALL PILOTS
        @- Hire teachers
        @- Buy books
        ## PUBLISH ACCIDENTS
        @- Use the web
        ## ANNEX
        @- Tables
        """,
        [
            ("labelled", None, "TRAIN ALL PILOTS", "TRAIN ALL PILOTS"),
            ("labelled", None, "PUBLISH ACCIDENTS", "PUBLISH ACCIDENTS"),
        ],
    ),
    (
        "numbers that run on over headings are the recommendations, not the headings",
        """
        # Harbour Policy
        ## Recommendations
        ### Train pilots
        _1. The Board should train all pilots._
        This is cheap.
        _2. The Ministry should pay._
        ### Publish accidents
        _3. Companies should publish accidents._
        It helps.
        """,
        [
            ("numbered", "1", "The Board should train all pilots.", "The Board should"),
            ("numbered", "2", None, "The Ministry should"),
            ("numbered", "3", "Companies should publish accidents.", "Companies should"),
        ],
    ),
    (
        "numbered headings without a verb",
        """
        # Harbour Policy
        ## Recommendations
        ### 1. Training of pilots
        The Board should train all pilots.
        ### 2. Accidents
        Companies should publish accidents.
        """,
        [("numbered", "1", "Training of pilots", "Training of"), ("numbered", "2", "Accidents", "Accidents Companies")],
    ),
    (
        "compound numbers stand alone",
        """
        # Harbour Policy
        ## 2 Recommendations
        ### 2.1 Pilots
        2.1.1 The Board should train pilots.
        2.1.2 The Board should hire pilots.
        ### 2.2 Ships
        2.2.1 Ships should be inspected.
        """,
        [
            ("numbered", "2.1.1", None, "The Board should"),
            ("numbered", "2.1.2", None, "The Board should"),
            ("numbered", "2.2.1", None, "Ships should"),
        ],
    ),
    (
        "codes stand alone",
        """
        # Harbour Policy
        ## 3. Recommendations
        ### Pilots
        A1. The Board should train pilots.
        A2. The Board should hire pilots.
        ### Ships
        B1. Ships should be inspected.
        """,
        [
            ("numbered", "A1", None, "The Board should"),
            ("numbered", "A2", None, "The Board should"),
            ("numbered", "B1", None, "Ships should"),
        ],
    ),
    (
        "nested items belong to their parent",
        """
        # Harbour Policy
        ## Recommendations
        @1. The Board should:
          @a) train pilots; and
          @b) hire more of them.
        This would cost little.
        @2. The Ministry should pay.
        """,
        [("numbered", "1", None, "The Board should:"), ("numbered", "2", None, "The Ministry should")],
    ),
    (
        "paragraphs with run-in titles in the imperative",
        """
        # Harbour Policy
        ## Recommendations
        Our key insights are these:
        **Train all pilots.** Pilots told us that they are not trained.
        More on this is found in the annex.
        **Publish accidents.** Many are not reported.
        """,
        [
            ("labelled", None, "Train all pilots.", "Train all pilots."),
            ("labelled", None, "Publish accidents.", "Publish accidents."),
        ],
    ),
    (
        "rows of a table",
        """
        # Harbour Policy
        ## Annex A: Action table
        | No. | Recommendation | Owner |
        | 1 | The Board should train all pilots. | Board |
        | 2 | Publish the list of accidents. | Ministry |
        | Port | Ships | Tons |
        | North | 20 ships came in May | 30 |
        """,
        [("table_row", "1", None, "1 | The"), ("table_row", "2", None, "2 | Publish")],
    ),
    (
        "one paragraph that recommends, under a heading that says nothing else",
        """
        # Harbour Policy
        ## Recommendation for Executive Action
        Pilots are few. We recommend that the Secretary train them. Such training should do the following:
        @- Begin in May.
        @- End in June.
        """,
        [("labelled", None, None, "Pilots are few.")],
    ),
    (
        "the clauses of a resolution that call on somebody",
        """
        # Resolution on ports
        The Assembly,
        1. Welcomes the report of the Secretary on the state of ports;
        2. Calls upon all Member States to open their ports to ships in distress;
        3. Urges the Port Organisation to publish a list of safe ports every year;
        """,
        [("numbered", "2", None, "Calls upon all"), ("numbered", "3", None, "Urges the Port")],
    ),
    (
        "bullets with titles in the imperative, where nothing announces them",
        """
        # Harbour Policy
        ## Safer harbours together
        Ports and towns share one interest, and they have acted on it in the past.
        @- **Train all pilots.** Training has been cut for years in most of the ports that we have seen. Towns should pay for half.
        @- **Publish accidents.** Accidents are known to few people in the towns around the port. The Board should publish all of them.
        """,
        [
            ("bulleted", None, "Train all pilots.", "Train all pilots."),
            ("bulleted", None, "Publish accidents.", "Publish accidents."),
        ],
    ),
    (
        "numbered lines in the imperative, each with its reasons",
        """
        # Harbour Policy
        ## Safer harbours together
        Cooperation could be strengthened through several actions:
        **1. Hold regular meetings.**
        The first meeting was held in April, and nothing has come of it since then. Both sides should meet again.
        Meetings are held elsewhere, too.
        **2. Conclude an agreement.**
        Agreements take years to conclude, as those with other ports have shown. The towns must begin soon.
        ## Conclusion
        Ports matter.
        """,
        [
            ("numbered", "1", "Hold regular meetings.", "Hold regular meetings. The first"),
            ("numbered", "2", "Conclude an agreement.", "Conclude an agreement. Agreements"),
        ],
    ),
    (
        "passages that only their type sets off, beside others in another type",
        """
        # Harbour Policy
        ## Pilots
        1. The Ministry told us that pilots are few, and that it knew of no remedy.
        2. **We conclude that pilots are few and that this is known to everybody.**
        3. _**We recommend that the Ministry hire more pilots before the year ends.**_
        4. More evidence on the matter of pilots was sent to us by the ports.
        5. _**The Ministry should publish the number of pilots in every single port.**_
        6. **We conclude that ships are old and that nobody has ever counted them.**
        7. _**All ships must be counted by the Ministry within the coming year.**_
        """,
        [
            ("numbered", "3", None, "We recommend that"),
            ("numbered", "5", None, "The Ministry should"),
            ("numbered", "7", None, "All ships must"),
        ],
    ),
    (
        "conclusions stand among the recommendations",
        """
        # Harbour Policy
        ## Conclusions and recommendations
        1. We conclude that dredging is too slow. (Paragraph 3)
        2. We recommend that the Department publish a plan by June. (Paragraph 4)
        3. The Government should set a target. (Paragraph 9)
        """,
        [("numbered", "2", None, "We recommend that"), ("numbered", "3", None, "The Government should")],
    ),
    (
        "conclusions and recommendations in plain text, their numbers running on under headings of their own",
        """
        = Summary
        Ports are slow. They must act.
        = Conclusions and recommendations
        = Dredging
        1. We heard that dredging is slow. (Paragraph 3)
        2. We recommend that the Department publish a plan. (Paragraph 4)
        = Pilots
        3. Pilots told us that they cannot work at night. (Paragraph 8)
        4. It is vital that ports give notice. (Paragraph 9)
        5. The best way to help pilots is to pay them. (Paragraph 10)
        = Formal minutes
        Members present:
        1. Report proposed by the Chair. It should be read.
        """,
        [("numbered", "2", None, "We recommend that"), ("numbered", "4", None, "It is vital")],
    ),
    (
        "plain lines that name a party, above numbers that run on",
        """
        # Harbour Declaration
        ## Statement
        The signatories support the following practices.
        General Recommendation
        @1. Do not use old ships.
        For port authorities
        @2. Be open about all accidents.
        @3. Where pilots are tired, ill, or new, call a second one.
        For shipping companies
        @4. Train crews.
        @5. Credit pilots.
        """,
        [
            ("numbered", "1", None, "Do not"),
            ("numbered", "2", None, "Be open"),
            ("numbered", "3", None, "Where pilots"),
            ("numbered", "4", None, "Train crews."),
            ("numbered", "5", None, "Credit pilots."),
        ],
    ),
    (
        "headings that are nothing but parties, not those of what there is for them",
        """
        # Safer Ports
        ## Ministries
        @- Set a tariff.
        @- Fund pilots
        ## Shipping companies
        @- Always ask a pilot
        ## Benefits for ministries
        @- Ease of use
        @- Support of all ports
        ## About ports
        @- Ports are few.
        """,
        [
            ("bulleted", None, None, "Set a"),
            ("bulleted", None, None, "Fund pilots"),
            ("bulleted", None, None, "Always ask"),
        ],
    ),
    (
        "stems that break off behind a modal verb, under a heading that says nothing",
        """
        # Safer Ports
        ## What to do
        Port boards should:
        @- Abolish fees
        @- Train pilots
        ## Background
        A good port must:
        @- have pilots
        """,
        [("bulleted", None, None, "Abolish fees"), ("bulleted", None, None, "Train pilots")],
    ),
    (
        "numbered lines that are titles, above the bullets that ask for something",
        """
        # Joint statement on ports
        As members of the network, we call on governments to do the following:
        1. We Want an End to Old Ships
        Old ships have sunk in the last twenty years, and small ports pay the price of it.
        @• Members must agree to end all fees for ships that are older than thirty years by May.
        @• Small ports should be exempt from the rules on pilots as long as they have no ships.
        2. We Want Fair Access Agreements
        Many agreements are secret, and small towns never learn what was sold in their names.
        @• Governments must publish all agreements in full, with the prices that were paid for them.
        """,
        [
            ("bulleted", None, None, "Members must"),
            ("bulleted", None, None, "Small ports"),
            ("bulleted", None, None, "Governments must"),
        ],
    ),
    (
        "the provisions of a memorandum, each item on its own",
        """
        # Memorandum on Lamps
        MEMORANDUM FOR THE HEADS OF ALL PORTS
        ## Section 1. Role of the Board.
        The Board shall count all lamps.
        ## Sec. 2. Old Lamps.
        (a) The ports shall publish a list of lamps. The list shall be made as follows.
        (i) The pilots shall be asked.
        (ii) Ships shall be counted.
        (b) The Board shall:
        (i) replace old lamps;
        (ii) report on the cost.
        (c) Lamps are useful.
        ## Sec. 3. General.
        (a) Nothing in this memorandum shall be read in the dark.
        """,
        [
            ("labelled", "1", "Role of the Board.", "Role of"),
            ("numbered", "a", None, "The ports"),
            ("numbered", "a.i", None, "The pilots"),
            ("numbered", "a.ii", None, "Ships shall"),
            ("numbered", "b.i", None, "replace old"),
            ("numbered", "b.ii", None, "report on"),
        ],
    ),
    (
        "the items of a memorandum under its numbered headings",
        """
        # MEMORANDUM
        TO: All ports
        FROM: Port Board
        SUBJECT: Lamps at night
        ## 2. Requirements
        Ports shall:
        a. publish a list of lamps;
        b. not switch them on.
        """,
        [("numbered", "2.a", None, "publish a"), ("numbered", "2.b", None, "not switch")],
    ),
    (
        "boxes to tick",
        """
        # Before you sail
        ## At the port
        @☐ Pay the pilot
        @☐ Do not run
        ## At sea
        @☐ The sea
        @☐ Ships in sight
        """,
        [("bulleted", None, None, "Pay the"), ("bulleted", None, None, "Do not")],
    ),
    (
        "a table of who does what by when",
        """
        # After the storm
        ## Plan
        | No | What | Who | When |
        | 1 | Install lamps in all ports | Board | May |
        | 2 | Review the rules | Ministry | June |
        ## Costs
        | What | Cost |
        | Install lamps | 20 |
        | Review the rules | 10 |
        """,
        [("table_row", "1", None, "1 | Install"), ("table_row", "2", None, "2 | Review")],
    ),
    (
        "a bare label as a heading, where the numbers of all paragraphs run on",
        """
        # Harbour Inquiry
        ## Data
        4.11 Several witnesses said that data are hard to come by.
        ### Recommendation 1
        4.12 The committee recommends that ports share data.
        4.13 The committee also urges pilots to report.
        """,
        [("labelled", "1", None, "The committee recommends")],
    ),
    (
        "a report that numbers all its paragraphs and sets nothing else apart",
        """
        # Harbour Inquiry
        ## Conclusions
        12.1 The alarm failed because nobody had paid for it.
        12.2 I recommend that the owner of every port be required to test alarms.
        12.3 It has been suggested that sirens should be fitted. I do not agree.
        12.4 I therefore recommend:
        a. that the port review its rules;
        b. that pilots be trained.
        """,
        [("numbered", "12.2", None, "I recommend"), ("numbered", "12.4", None, "I therefore")],
    ),
    (
        "what a letter asks its reader to do",
        """
        # Open letter
        Dear Minister,
        Ports are old, and we ask you to act.
        @1. **Train all pilots.** Few of them have seen a large ship.
        @2. **Change the rules.** They are older than any of the ships.
        """,
        [("numbered", "1", "Train all pilots.", "Train all"), ("numbered", "2", "Change the rules.", "Change the")],
    ),
    (
        "short items that all say who should act, on the way forward",
        """
        # Safer Ports
        ## The way forward
        @- **The Board should train pilots.** Few of them are trained.
        @- **Ports should share data.** Two ports do so already.
        """,
        [
            ("bulleted", None, "The Board should train pilots.", "The Board"),
            ("bulleted", None, "Ports should share data.", "Ports should"),
        ],
    ),
    (
        "deleted and withdrawn ones",
        """
        # Harbour Policy
        ## Recommendations
        @1. The Board should train all pilots.
        @2. [Deleted]
        @3. ~~The Board should close the port.~~
        @4. The Ministry should pay for it.
        Recommendation 5: This recommendation has been withdrawn.
        """,
        [("numbered", "1", None, "The Board should"), ("numbered", "4", None, "The Ministry should")],
    ),
    (
        "headed passages without a verb right below the heading that announces them",
        """
        # Harbour Policy
        ## Recommendations
        ### Fairways
        The Board should train pilots.
        ### Ships
        Ships must be replaced.
        ## About the Authors
        **Ann Lee** is a fellow.
        """,
        [("labelled", None, "Fairways", "Fairways The Board"), ("labelled", None, "Ships", "Ships Ships must")],
    ),
    (
        "the lives of the authors are no part of the last one",
        """
        # Harbour Policy
        ## Recommendation 1: Train all pilots
        The Board should do so.
        **Ann Lee** is a fellow of the institute.
        """,
        [("labelled", "1", "Train all pilots", "Train all pilots The Board should do so.")],
    ),
    (
        "what others recommend, or promise",
        """
        # Harbour Policy
        The Nordic Bank recommends that countries:
        @- train all their pilots once a year;
        @- replace all their ships every thirty years.
        ## A plan for ports
        @- **Train pilots:** As president, Ann Lee will spend more on pilots than any president before her, and will do so at once.
        @- **Replace ships:** Ann Lee will replace all ships that are older than thirty years with ships that are built in this country.
        ## Terms of reference
        The inquiry should:
        @- look into the training of pilots in all ports;
        @- report within a year.
        """,
        [],
    ),
    (
        "what a meeting decided",
        """
        # Minutes of the Port Board
        Present: Ann Lee, Max Moe
        ## Action items
        @1. Ann should write to the Ministry.
        @2. Draft the report by May.
        """,
        [],
    ),
    (
        "findings, questions, methods, facts, contents",
        """
        # Harbour Policy
        ## Findings
        @1. The port should have been closed, staff told us.
        @2. The Board must report under the law of 1990.
        ## Method
        @1. Collect all reports of accidents from the ports.
        @2. Count the accidents by type of ship and year.
        ## Questions
        @1. Should the Board train pilots?
        ## Recommendations and questions for discussion
        @- Who should pay for the training of pilots?
        """,
        [],
    ),
    (
        "what others recommended before",
        """
        # Harbour Policy
        ## Status of prior recommendations
        @1. The Board should train all pilots. Implemented.
        ## What became of our last report
        In 2019 we recommended that the Board:
        @- train all pilots in the port and beyond it;
        @- publish all accidents within a day.
        """,
        [],
    ),
    (
        "a law",
        """
        # Act on ports
        ### Article 1 Scope
        This Act shall apply to all ports.
        ### Article 2 Recommendations
        1. The Board should train pilots and shall issue licences to them.
        2. Ships shall report.
        ### Article 3
        Ships shall report.
        ### Article 4
        The Ministry shall report.
        ### Article 5
        This Act shall enter into force in May.
        """,
        [],
    ),
    (
        "a standard",
        """
        # Port data
        ## Conformance
        A system MUST send data. It SHOULD send them daily.
        ## Terms and definitions
        Port: a place.
        ## Recommendation 10: Use one time
        Times SHOULD be in UTC.
        """,
        [],
    ),
]


def _drawing(text: str) -> str:
    return "\n".join(line[8:] for line in text.split("\n"))


def _case(name: str) -> str:
    return _drawing(next(drawing for what, drawing, _ in CASES if what.startswith(name)))


@pytest.mark.parametrize(("drawing", "rows"), [c[1:] for c in CASES], ids=[c[0][:48] for c in CASES])
def test_recommendations(drawing: str, rows: list[Row]) -> None:
    document, found = outline(_drawing(drawing))
    seen = [
        (
            r.kind,
            r.number,
            document.slice(r.heading) if r.heading else None,
            " ".join(document.slice(r.span).split()[:9]),
        )
        for r in found.recommendations
    ]
    assert [(k, n, h) for k, n, h, _ in seen] == [(k, n, h) for k, n, h, _ in rows]
    assert all(text.startswith(first) for (*_, text), (*_, first) in zip(seen, rows, strict=True))


def test_sections_and_ends() -> None:
    document, found = outline(_case("numbered items with run-in titles"))
    assert [section_path(found, r) for r in found.recommendations] == [
        ["II Proposals on harbours", "A Pilots"],
        ["II Proposals on harbours", "A Pilots"],
        ["II Proposals on harbours", "B Ships"],
    ]
    assert document.slice(found.recommendations[0].span).endswith("pilots\n\nin May.")


def test_sections_of_plain_lines() -> None:
    _, found = outline(_case("plain lines that name a party"))
    assert [section_path(found, r)[-1] for r in found.recommendations] == [
        "General Recommendation",
        "For port authorities",
        "For port authorities",
        "For shipping companies",
        "For shipping companies",
    ]


def test_sections_below_one_without_text() -> None:
    _, found = outline(_case("conclusions and recommendations in plain text"))
    assert [section_path(found, r) for r in found.recommendations] == [
        ["Conclusions and recommendations", "Dredging"],
        ["Conclusions and recommendations", "Pilots"],
    ]


def test_label_at_the_end_is_no_part() -> None:
    document, found = outline("# Harbour Policy\n## Recommendations\nThe Board should act. (Recommendation 1)")
    assert [document.slice(r.span) for r in found.recommendations] == ["The Board should act."]


def test_what_holds_which_block() -> None:
    _, found = outline(_case("labelled paragraphs in running text"))
    assert found.recommendation_of == (None, None, None, 0, None, 1, 1, 1, None)
    assert found.advice_blocks == {3, 5, 6, 7}


def test_row_of_a_table_keeps_its_cells() -> None:
    _, found = outline("# Plan\n| Action | Owner |\n| Train all pilots now. | Board |")
    assert [r.cells for r in found.recommendations] == [("Train all pilots now.", "Board")]


SUMMARY = """
# Harbour Policy
## Executive summary
We recommend that:
@- the Board train all pilots twice a year;
@- companies report every accident within a day.
## Recommendations
@1. **Pilots.** The Board should train all pilots twice a year. This costs little.
@2. **Accidents.** Companies should report every accident within a day to the Ministry.
@3. **Pay.** The Ministry should pay for all that.
"""


@pytest.mark.parametrize(
    ("drawing", "repeats"),
    [
        (SUMMARY, [2, 3, None, None, None]),
        (SUMMARY.replace("Executive summary", "List of recommendations"), [2, 3, None, None, None]),
        # The same advice to two parties under one heading is no repeat.
        (
            "# P\n## Recommendations\n@1. The Board should train pilots well.\n@2. The Ministry should train pilots well.",
            [None] * 2,
        ),
    ],
)
def test_repeats(drawing: str, repeats: list[int | None]) -> None:
    assert [r.repeats for r in outline(drawing)[1].recommendations] == repeats
