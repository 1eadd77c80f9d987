"""What the grammar shows: sentences, cues and their classes, actions, actors, conditions, deadlines, parties."""

from __future__ import annotations

import pytest
from language_cases import actions, actors, annotate, document, read

from pipeline.document import Block, Emphasis, Span


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The plan is late. Ministers should act.", ["The plan is late.", "Ministers should act."]),
        ("See No. 7 of the list. It is short.", ["See No. 7 of the list.", "It is short."]),
        ("Costs (e.g. Staff) must fall. So must fees.", ["Costs (e.g. Staff) must fall.", "So must fees."]),
        ("He said: “It must end.” Nobody left.", ["He said: “It must end.”", "Nobody left."]),
        ("It rose by 2.5 percent; it fell later.", ["It rose by 2.5 percent; it fell later."]),
        ("Dr. Okoro and Mr. Lind agreed. They met.", ["Dr. Okoro and Mr. Lind agreed.", "They met."]),
    ],
)
def test_sentences_are_whole(text: str, sentences: list[str]) -> None:
    doc, found = read(text)
    assert [doc.slice(s.span) for s in found.sentences] == sentences


def test_a_bold_run_in_title_is_a_sentence_of_its_own() -> None:
    text = "Harbour fees. The port should publish them."
    block = Block(kind="item", label="1.", text=text, emphasis=(Emphasis(0, 13, "bold"),))
    doc = document(block)
    assert [doc.slice(s.span) for s in annotate(doc).sentences] == ["Harbour fees.", "The port should publish them."]


def test_cells_of_a_table_are_read_apart() -> None:
    block = Block(
        kind="table",
        text="4 | The council should publish its plan | 2027",
        cells=("4", "The council should publish its plan", "2027"),
    )
    doc = document(block)
    assert [doc.slice(s.span) for s in annotate(doc).sentences][1] == "The council should publish its plan"


@pytest.mark.parametrize(
    ("text", "trigger", "klass", "negated"),
    [
        ("The ministry should publish the plan.", "should", "obligation", False),
        ("The ministry must not sell the land.", "must", "prohibition", True),
        ("The trust cannot survive without funds.", "cannot", "dynamic", True),
        ("Schools need not report again.", "need", "exemption", True),
        ("The council needs to act.", "needs to", "obligation", False),
        ("Farmers have to register their wells.", "have to", "obligation", False),
        ("The letter must have been lost.", "must", "epistemic", False),
        ("Should the bank refuse, the loan ends.", "Should", "conditional", False),
        ("Prices may rise next year.", "may", "epistemic", False),
        ("The agencies could consider a joint fund.", "could", "option", False),
        ("It would be better to close the road.", "would", "obligation", False),
        ("If taxes fell, exports would grow.", "would", "conditional", False),
        ("What should the council do?", "should", "other", False),
        ("The plan will be published in March.", "will", "future", False),
        ("The ministry said that it will hire nurses.", "will", "future", False),
        ("They fear that the dam will break.", "will", "epistemic", False),
        ("Costs will increase.", "will", "epistemic", False),
        ("A clear policy will be critical.", "will", "future", False),
        ("Ideally, members will be chosen by lot.", "will", "obligation", False),
        ("They said that the rules would change.", "would", "future", False),
        ("They believed that prices would fall.", "would", "epistemic", False),
        ("Such measures could include training.", "could", "option", False),
        ("There are firms that could be added to the list.", "could", "dynamic", False),
        ("The port could be disrupted by storms.", "could", "epistemic", False),
        ("The warning cannot be ignored.", "cannot", "prohibition", True),
    ],
)
def test_modals_and_their_class(text: str, trigger: str, klass: str, negated: bool) -> None:
    doc, found = read(text)
    modal = next(m for m in found.modals if m.form == "modal")
    assert (doc.slice(modal.span), modal.klass, modal.negated) == (trigger, klass, negated)


@pytest.mark.parametrize(
    "text",
    [
        "The report came out in May 2024.",
        "His will was read in court.",
        "There is no need for haste, she wrote.",
        "The urgent need of the region is water.",
    ],
)
def test_words_that_only_look_like_modals(text: str) -> None:
    assert [m.lemma for m in read(text)[1].modals if m.form == "modal"] == []


@pytest.mark.parametrize(
    ("text", "trigger", "action"),
    [
        ("It is important to train nurses.", "is important", "train nurses"),
        ("It is essential for Kenya to protect its forests.", "is essential", "protect its forests"),
        ("There is a need to repair the bridges.", "is a need", "repair the bridges"),
        (
            "Closer cooperation between the two ports is needed.",
            "is needed",
            "Closer cooperation between the two ports",
        ),
        ("We recommend that the agency publish its data.", "recommend", "publish its data"),
        ("This report urges the government to close the mine.", "urges", "close the mine"),
        ("We call on the councils to reduce fees.", "call on", "reduce fees"),
        ("The ministry is encouraged to share its maps.", "is encouraged", "share its maps"),
        ("The most important task is training teachers.", "most important task is", "training teachers"),
        ("Congress has a duty to protect the lake.", "has a duty", "protect the lake"),
    ],
)
def test_other_cues(text: str, trigger: str, action: str) -> None:
    doc, found = read(text)
    assert [doc.slice(m.span) for m in found.modals] == [trigger]
    assert [doc.slice(f.action) for f in found.frames] == [action]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The city should close the road and repair the bridge.", ["close the road", "repair the bridge"]),
        ("The city should collect and publish the data.", ["collect and publish the data"]),
        (
            "Nurses should train staff, visit schools and report to the board.",
            ["train staff", "visit schools", "report to the board"],
        ),
        ("Plans should be reviewed and approved by the board.", ["reviewed", "approved by the board"]),
        ("The board should be cautious about new loans.", ["be cautious about new loans"]),
        ("Norway should continue to monitor stocks.", ["continue to monitor stocks"]),
        ("The port should build a pier (see Annex 2).", ["build a pier (see Annex 2)"]),
        ("The agency should act, but the council refused.", ["act"]),
        (
            "Patrols should be shared: the coast guard needs to work with the police.",
            ["shared", "work with the police"],
        ),
    ],
)
def test_one_action_for_each_coordinated_verb_phrase(text: str, expected: list[str]) -> None:
    assert actions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fund community schools.", ["Fund community schools"]),
        ("Publish the data and train the staff.", ["Publish the data", "train the staff"]),
        ("Do not close rural clinics.", ["close rural clinics"]),
        ("Reestablish the advisory board.", ["Reestablish the advisory board"]),
        ("Support the farmers of the delta.", ["Support the farmers of the delta"]),
        ("Four steps help: (1) fund schools; (2) train teachers.", ["fund schools", "train teachers"]),
    ],
)
def test_imperatives_where_advice_is_given(text: str, expected: list[str]) -> None:
    assert [a.rstrip(";") for a in actions(text, advice=True)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Trade agreements.",
        "Support for farmers is growing.",
        "Research on soils.",
        "Work began in 2020.",
        "End users may test it.",
        "Plan reviews, in particular, are rare.",
        "Grant funds were cut.",
    ],
)
def test_noun_headings_are_no_imperatives(text: str) -> None:
    assert actions(text, advice=True) == []


def test_each_coordinated_imperative_is_a_cue_of_its_own() -> None:
    doc, found = read("Publish the data and train the staff.", advice=True)
    assert [doc.slice(m.span) for m in found.modals] == ["Publish", "train"]
    assert [f.modal for f in found.frames] == [0, 1]
    assert [doc.slice(s.span) for s in found.sentences] == ["Publish the data and train the staff."]


@pytest.mark.parametrize(
    ("text", "expected", "voice"),
    [
        ("Kenya and Uganda should share the lake.", ["Kenya", "Uganda"], "active"),
        ("The rules should be changed by the ministry.", ["the ministry"], "passive"),
        ("The rules should be changed.", [], "passive"),
        ("It is important for Kenya to protect its forests.", ["Kenya"], "active"),
        ("This report urges the government to close the mine.", ["the government"], "active"),
        ("Agencies that collect data should publish it.", ["Agencies that collect data"], "active"),
    ],
)
def test_actors_as_the_clause_names_them(text: str, expected: list[str], voice: str) -> None:
    doc, found = read(text)
    assert [a for f in found.frames for a in actors(doc, f)] == expected
    assert {f.voice for f in found.frames} == {voice}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The board should close the mine if it is unsafe.", "close the mine"),
        (
            "The board should know that floods may come and that dams may fail.",
            "know that floods may come and that dams may fail",
        ),
        (
            "Farmers should be paid for their losses, but they need not repay earlier grants.",
            "paid for their losses",
        ),
        ("The bank should lower fees; the regulator will publish the list.", "lower fees"),
        ("Nurses need to be trained, and the training must be free.", "trained"),
        (
            "The union should invest in cranes to load faster and to save fuel.",
            "invest in cranes to load faster and to save fuel",
        ),
        (
            "More training for teachers and better pay in rural schools are needed.",
            "More training for teachers and better pay in rural schools",
        ),
        ("There is a need for cleaner buses so that children can walk to school.", "cleaner buses"),
    ],
)
def test_how_far_an_action_runs(text: str, expected: str) -> None:
    doc, found = read(text)
    assert doc.slice(found.frames[0].action) == expected


@pytest.mark.parametrize(
    ("text", "condition", "deadline"),
    [
        ("If prices rise, the board should cut fees.", "If prices rise", None),
        ("The board should cut fees if prices rise.", "if prices rise", None),
        ("In case of drought, the board should ration water.", "In case of drought", None),
        ("The board should publish its plan by March 2027.", None, "by March 2027"),
        ("The board should publish its plan as soon as possible.", None, "as soon as possible"),
        ("The board should publish its plan within two years.", None, "within two years"),
        ("As fares rise, the board must consider discounts.", "As fares rise", None),
        ("As the report shows, the board should hire nurses.", None, None),
        ("As Chile is a large buyer, the board should diversify.", None, None),
        ("The board should decide if the bridge is safe.", None, None),
        ("If possible, forms, guides and tables should be translated.", "If possible", None),
        ("The board should repair the dams whenever funds allow.", "whenever funds allow", None),
        ("With the consent of patients, the board should share records.", "With the consent of patients", None),
        ("Permits should be granted subject to an audit.", "subject to an audit", None),
        ("To the extent the law allows, courts should publish rulings.", "To the extent the law allows", None),
        ("In the short term, the board should repair roads.", None, "In the short term"),
        ("The board should meet at least once a year.", None, "at least once a year"),
        ("The board should hire nurses before the summer season begins.", None, "before the summer season begins"),
        ("The board should testify before the committee.", None, None),
        ("The board should use the figures collected by 2020.", None, None),
        ("The board should abolish the tax no later than 31 March 2027.", None, "no later than 31 March 2027"),
        ("Growers must register at the time of planting.", None, "at the time of planting"),
    ],
)
def test_conditions_and_deadlines(text: str, condition: str | None, deadline: str | None) -> None:
    doc, found = read(text)
    frame = found.frames[0]
    assert (doc.slice(frame.condition) if frame.condition else None) == condition
    assert (doc.slice(frame.deadline) if frame.deadline else None) == deadline


@pytest.mark.parametrize(
    ("text", "targets", "partners"),
    [
        ("Norway should urge Sweden to join the fund.", ["Sweden"], []),
        ("Norway should cooperate with Sweden on trade.", [], ["Sweden"]),
        ("Norway should impose sanctions against Russia.", ["Russia"], []),
        ("Norway should build a new bridge.", [], []),
        ("Norway should provide training to nurses.", ["nurses"], []),
        ("Norway should fund clinics for miners.", ["clinics", "miners"], []),
        ("Norway should help the user.", ["the user"], []),
        ("Norway should build a society that attracts engineers.", [], []),
        ("Norway should publish data because voters expect it.", [], []),
        ("Norway should hire nurses.", [], []),
        ("Norway should require banks to work with farmers.", ["banks"], []),
        ("Norway should provide farmers with seeds.", ["farmers"], []),
        ("While working with Sweden, Norway should map the lake.", [], ["Sweden"]),
        ("While deepening ties with Sweden, Norway should map the lake.", [], []),
        ("Norway must join Sweden in drafting a treaty.", [], ["Sweden"]),
        ("Norway should support state and local authorities.", ["state and local authorities"], []),
    ],
)
def test_whom_and_with_whom(text: str, targets: list[str], partners: list[str]) -> None:
    doc, found = read(text)
    frame = found.frames[0]
    assert [doc.slice(n.span) for n in frame.targets] == targets
    assert [doc.slice(n.span) for n in frame.partners] == partners


def test_items_take_actor_and_strength_from_their_stem() -> None:
    doc = document(
        "Agencies must:",
        Block(kind="item", label="•", text="publish the data;"),
        Block(kind="item", label="•", text="train the staff."),
    )
    found = annotate(doc, advice=(1, 2), stem_of={1: 0, 2: 0})
    assert [(doc.slice(f.action), actors(doc, f), f.strength, f.naming) for f in found.frames] == [
        ("publish the data", ["Agencies"], "must", "stem"),
        ("train the staff", ["Agencies"], "must", "stem"),
    ]


def test_a_label_names_the_addressee() -> None:
    doc = document("Recommendation 4 (for the Ministry of Health and Parliament): Fund rural clinics.")
    named = Span(doc.text.index("the Ministry"), doc.text.index(")"))
    found = annotate(doc, advice=(0,), addressee_of={0: named})
    assert [(doc.slice(f.action), f.naming) for f in found.frames] == [("Fund rural clinics", "addressee")]
    assert [doc.slice(s.span) for s in found.sentences] == ["Fund rural clinics."]


def test_a_topic_above_others_actors_is_no_addressee() -> None:
    doc = document("Fiji", "Chile should open its ports. Peru should close its mines. Publish the data.")
    found = annotate(doc, advice=(1,), addressee_of={1: Span(0, 4)})
    assert [actors(doc, f) for f in found.frames] == [["Chile"], ["Peru"], []]


def test_a_norm_that_somebody_else_states_has_a_reporter() -> None:
    doc, found = read("The treaty says that costs must be borne by the coastal states.")
    frame = found.frames[0]
    assert frame.reporter is not None
    assert doc.slice(frame.reporter) == "The treaty"


def test_everything_is_grounded_in_text_order() -> None:
    _, found = read("Norway should act. If prices rise, Sweden must cut fees and train staff. We urge Finland to join.")
    spans = [m.span for m in found.modals]
    assert spans == sorted(spans, key=lambda s: s.start)
    assert all(found.sentences[m.sentence].span.covers(m.span) for m in found.modals)
    assert all(found.sentences[f.sentence].span.covers(f.action) for f in found.frames)
