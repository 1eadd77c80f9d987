"""Makes raw folders of any size: reports of invented advice in Markdown, all different, the same for the same number."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

ACTORS = (
    "The Ministry of Transport", "Congress", "The European Commission", "Member states", "The Department of Defense",
    "Japan", "Local authorities", "The regulator", "Hospitals", "The Board", "Universities", "Brazil and Chile",
)  # fmt: skip
MODALS = ("should", "must", "should not", "needs to", "may", "ought to", "shall", "is urged to")
VERBS = (
    "publish the results of", "fund", "review", "set up", "consult the public on", "report every year on",
    "strengthen", "work with the World Bank on", "phase out", "monitor", "simplify", "negotiate with France on",
)  # fmt: skip
OBJECTS = (
    "the flood defence plan", "its procurement rules", "research into battery storage", "a register of lobbyists",
    "training for nurses", "cross-border rail links", "the emergency fund", "data-sharing agreements",
    "maintenance of rural bridges", "screening of foreign investment", "water quality standards", "the pilot scheme",
)  # fmt: skip
TAILS = ("by 2028", "within two years", "if costs allow", "before the next election", "", "", "where this is feasible")
PROSE = (
    "Evidence gathered over the past decade points in one direction, although the samples were small.",
    "Costs fell between the two surveys, and most of the respondents said that they had noticed it.",
    "In the second year the programme reached about a third of those for whom it had been designed.",
    "Several witnesses described delays that could have been avoided with better planning.",
    "This chapter sets out what was found, what it might mean, and where the evidence is thin.",
    "Compared with its neighbours the region spends less on prevention and more on repair.",
)


def report(number: int, words: int) -> str:
    """A report of about so many words."""
    chance = random.Random(number)
    parts = [
        f"---\ntitle: Report {number}\ndate: 20{10 + number % 16}-0{1 + number % 9}-15\nauthor: Institute {number % 97}\n---\n"
    ]
    count, chapter = 0, 0
    while count < words:
        chapter += 1
        block = f"## {chapter}. {chance.choice(OBJECTS).capitalize()} in district {chance.randrange(10_000)}\n\n"
        block += " ".join(chance.choices(PROSE, k=4)) + "\n\n"
        for item in range(1, 4):
            block += f"{item}. {advice(chance)} {chance.choice(PROSE)}\n"
        parts.append(block)
        count += len(block.split())
    return "\n".join(parts)


def advice(chance: random.Random) -> str:
    """One sentence of advice."""
    words = (
        chance.choice(ACTORS),
        chance.choice(MODALS),
        chance.choice(VERBS),
        chance.choice(OBJECTS),
        chance.choice(TAILS),
    )
    return " ".join(w for w in words if w) + "."


def write(folder: Path, count: int, words: tuple[int, int], start: int = 0) -> None:
    """Write reports number `start` and on, of lengths between the two."""
    for number in range(start, start + count):
        path = folder / f"{number // 1000:03d}" / f"report-{number:06d}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report(number, random.Random(number).randint(*words)), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--short", type=int, default=10_000, help="reports of 300 to 600 words")
    parser.add_argument("--long", type=int, default=300, help="reports of 5,000 words")
    given = parser.parse_args()
    write(given.folder, given.short, (300, 600))
    write(given.folder, given.long, (5000, 5000), start=given.short)
