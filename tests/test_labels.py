"""Printed labels: what is one, what is none, and which follow each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.labels import follows, is_first, match, match_end, roman


@pytest.mark.parametrize(
    ("text", "number", "style", "rest"),
    [
        ("1. Ports should", "1", "1.", "Ports should"),
        ("1) Ports", "1", "1)", "Ports"),
        ("(1)Ports", "1", "(1)", "Ports"),
        ("  12. Ports", "12", "1.", "Ports"),
        ("12 We recommend", "12", "1", "We recommend"),
        ("1.1 Ports", "1.1", "1.1", "Ports"),
        ("1.1. ports", "1.1", "1.1.", "ports"),
        ("4.1(a) Ports", "4.1(a)", "1.1(a)", "Ports"),
        ("2a. Ports", "2a", "1a.", "Ports"),
        ("6a(i) Ports", "6a(i)", "1a(i)", "Ports"),
        ("A. Ports", "A", "A.", "Ports"),
        ("II.A.3 Ports", "II.A.3", "I.A.1", "Ports"),
        ("IV. Ports", "IV", "I.", "Ports"),
        ("iv) ports", "iv", "i)", "ports"),
        ("(c) ports", "c", "(a)", "ports"),
        ("５． Ports", "5", "1.", "Ports"),
        ("（1） Ports", "1", "(1)", "Ports"),
        ("③ Ports", "3", "①", "Ports"),
        ("5 – Ports", "5", "1 –", "Ports"),
        ("§ 3.1 Ports", "3.1", "§ 1.1", "Ports"),
    ],
)
def test_number(text: str, number: str, style: str, rest: str) -> None:
    label = match(text)
    assert label is not None
    assert (label.kind, label.number, label.style, text[label.end :]) == ("number", number, style, rest)


@pytest.mark.parametrize(
    ("text", "word", "number", "rest"),
    [
        ("Recommendation 12", "Recommendation", "12", ""),
        ("Recommendation 7: Act.", "Recommendation", "7", "Act."),
        ("RECOMMENDATION 3 Act.", "Recommendation", "3", "Act."),
        ("Recommendation No. 3. Act.", "Recommendation", "3", "Act."),
        ("Recommendation #3: Act.", "Recommendation", "3", "Act."),
        ("Policy Recommendation B: Act.", "Recommendation", "B", "Act."),
        ("Recommendation: Act.", "Recommendation", "", "Act."),
        ("Action 7 – Act.", "Action", "7", "Act."),
        ("Case Study 1: Ports", "Study", "1", "Ports"),
        ("Part 1 Ports", "Part", "1", "Ports"),
        ("Article 3", "Article", "3", ""),
        ("R1 Act.", "R", "R1", "Act."),
        ("R3.2-1: act.", "R", "R3.2-1", "act."),
        ("A4. Act.", "A", "A4", "Act."),
    ],
)
def test_word(text: str, word: str, number: str, rest: str) -> None:
    label = match(text)
    assert label is not None
    assert (label.kind, label.word, label.number, text[label.end :]) == ("word", word, number, rest)
    assert label.stands_alone


@pytest.mark.parametrize(
    "text", ["■Act", "• Act", "- act", "– Act", "* act", "o Act", "\uf0b7 Act", "(cid:127) Act", "-- Act"]
)
def test_bullet(text: str) -> None:
    label = match(text)
    assert label is not None
    assert (label.kind, label.number, text[label.end :].lower()) == ("bullet", "", "act")


@pytest.mark.parametrize(
    "text",
    [
        "3.5 million people",
        "J. R. Smith said",
        "U.S. policy",
        "e.g. ports",
        "5 – 10 years",
        "10:30 meeting",
        "2024. A year",
        "1,000 people",
        "100 people",
        "1990s were",
        "3D printing",
        "G7 leaders met",
        "(c) 2020 Some Center",
        "(Potential) users",
        "Recommendation 3 was adopted",
        "Recommendations: these",
        "Article 3 of the treaty",
        "Table 3 shows",
        "May 2025: ports",
        "-act",
        "o act",
        "I am here",
        "A new port",
        "",
    ],
)
def test_no_label(text: str) -> None:
    assert match(text) is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Recommendation 2.4 (for the Port Board and Congress): Act.", "the Port Board and Congress"),
        ("Recommendation 5 for CISA: Act.", "CISA"),
        ("Recommendation for Congress: Act.", "Congress"),
        ("Recommendation 3 (high priority): Act.", None),
    ],
)
def test_addressee(text: str, who: str | None) -> None:
    label = match(text)
    assert label is not None
    assert text[label.end :] == "Act."
    assert (text[label.addressee.start : label.addressee.end] if label.addressee else None) == who


@pytest.mark.parametrize(
    ("text", "number", "before"),
    [
        ("The Board should act. (Recommendation 3)", "3", "The Board should act."),
        ("The Board should act (Rec. 3.1).", "3.1", "The Board should act"),
    ],
)
def test_label_at_the_end(text: str, number: str, before: str) -> None:
    label = match_end(text)
    assert label is not None
    assert (label.number, text[: label.end]) == (number, before)


def test_no_label_at_the_end() -> None:
    assert match_end("as the Board said (see Recommendation 3 above)") is None


@pytest.mark.parametrize(
    ("before", "after", "is_next"),
    [
        ("1. a", "2. b", True),
        ("1. a", "3. b", False),
        ("1. a", "2) b", False),
        ("iv) a", "v) b", True),
        ("(h) a", "(i) b", True),
        ("(ii) a", "(c) b", False),
        ("1.9 A", "1.10 B", True),
        ("1.2 A", "2.3 B", False),
        ("Recommendation 1: A", "Recommendation 2: B", True),
        ("Recommendation 1: A", "Action 2: B", False),
        ("• a", "• b", True),
        ("• a", "– b", False),
        ("R1 A", "R2 B", True),
    ],
)
def test_follows(before: str, after: str, is_next: bool) -> None:
    one, two = match(before), match(after)
    assert one is not None
    assert two is not None
    assert follows(one, two) is is_next


@pytest.mark.parametrize(
    ("text", "first"), [("1. a", True), ("i) a", True), ("(b) a", False), ("2.1 A", True), ("• a", True)]
)
def test_is_first(text: str, first: bool) -> None:
    label = match(text)
    assert label is not None
    assert is_first(label) is first


@pytest.mark.parametrize(
    ("number", "value"), [("iv", 4), ("XIV", 14), ("xx", 20), ("ic", None), ("Iv", None), ("", None)]
)
def test_roman(number: str, value: int | None) -> None:
    assert roman(number) == value


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """A label is found in the text where it says, whatever the text is."""
    label = match(text)
    if label is not None:
        assert 0 < label.end <= len(text)
        assert label.printed in text
    ending = match_end(text)
    assert ending is None or ending.printed in text[ending.end :]


@given(st.integers(1, 98), st.sampled_from(["{}.", "({})", "{})", "Recommendation {}:", "R{}.", "2.{}"]))
def test_counting(number: int, style: str) -> None:
    one, two = (match(f"{style.format(n)} Ports") for n in (number, number + 1))
    assert one is not None
    assert two is not None
    assert follows(one, two)
    assert not follows(two, one)
