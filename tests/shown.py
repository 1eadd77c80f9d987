"""A Source as lines that a test can hold beside what it expects."""

from __future__ import annotations

from pipeline.document import Block, Source

_TAGS = {"bold": "b", "italic": "i", "underline": "u", "strike": "s", "color": "c", "box": "x"}


def shown(source: Source) -> list[str]:
    """Each block as a line.

    `#2 Title` a heading with its rank, ` 1.| Text` an item with its label and as many blanks as it is deep, `a / b` a table
    row, `^note 1 Text` anything else that is no paragraph; bold, italic, underlined and struck text between tags.
    """
    return [_line(block) for block in source.blocks]


def _line(block: Block) -> str:
    text = _tagged(block)
    if block.kind == "heading":
        return f"#{block.level or '-'} {text}"
    if block.kind == "item":
        return f"{' ' * (block.level or 0)}{block.label}| {text}"
    if block.kind == "table":
        return " / ".join(block.cells)
    if block.kind == "paragraph":
        return text
    return (
        f"^{block.kind} {block.label} {block.text}".replace("  ", " ") if block.label else f"^{block.kind} {block.text}"
    )


def _tagged(block: Block) -> str:
    marks: list[tuple[int, int, str]] = []
    for e in block.emphasis:
        if e.style in ("bold", "italic", "underline", "strike"):
            marks += [(e.start, 1, f"<{_TAGS[e.style]}>"), (e.end, 0, f"</{_TAGS[e.style]}>")]
    text = block.text
    for at, _, tag in sorted(marks, key=lambda mark: mark[:2], reverse=True):
        text = text[:at] + tag + text[at:]
    return text
