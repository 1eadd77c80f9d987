"""Drawing with Matplotlib, in colours that stay apart for colour-blind readers and in print.

Strengths after M. Okabe and K. Ito, *Color Universal Design* (2008), and by hatching too; amounts in Matplotlib's cividis, which is
even in lightness (J. Nuñez and others, PLoS ONE 13, 2018).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PublishError, SettingsError
from pipeline.plots import counts
from pipeline.plots.counts import Pairs
from pipeline.published import Snapshot

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = {"heat": (20, 12), "network": (16, 16), "strength": (30, 3)}
STRENGTHS = {"must": ("#D55E00", "//"), "should": ("#0072B2", ""), "may": ("#009E73", "..")}
COLUMNS = "directive_id path title issuers actor targets strength".split()
LABEL = 44


def draw(snapshot: Snapshot, kind: str, place: Path) -> Path:
    """Draw one of KINDS into a file; `.svg` and `.png` say how.

    Raises:
        SettingsError: an unknown kind or suffix, or Matplotlib is not installed.
        PublishError: there is nothing to draw, or the file cannot be written.
    """
    if kind not in KINDS:
        raise SettingsError(f"There is no plot '{kind}'; there are {', '.join(KINDS)}.")
    if place.suffix not in (".svg", ".png"):
        raise SettingsError(f"{place.name}: a plot is saved as .svg or .png.")
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise SettingsError("Plots need the package matplotlib:  pip install 'policy-pipeline[desk]'") from error
    pairs, paint = KINDS[kind]
    found = pairs(snapshot.arrow("who_what_whom", COLUMNS).to_pylist())
    if not found:
        raise PublishError(f"No directive to draw for '{kind}' in these tables.")
    # Text as text, and the same bytes for the same tables. A `$` in a name is no formula.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "pipeline", "font.size": 9, "text.parse_math": False}):
        figure = paint(found)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            metadata = {"Date": None} if place.suffix == ".svg" else {}
            figure.savefig(place, dpi=160, bbox_inches="tight", metadata=metadata)
        except OSError as error:
            raise PublishError(f"{place} cannot be written ({error.strerror}).") from error
    return place


def _figure(width: float, height: float) -> tuple[Figure, Any]:
    # Not pyplot: nothing is shown, and no figure is kept.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def _heat(pairs: Pairs) -> Figure:
    """Actor x issuer."""
    issuers = counts.most(pairs, 0, SHOWN["heat"][1])
    actors = counts.most(Counter({p: n for p, n in pairs.items() if p[0] in issuers}), 1, SHOWN["heat"][0])
    grid = [[pairs[issuer, actor] for issuer in issuers] for actor in actors]
    figure, axes = _figure(3.5 + 0.55 * len(issuers), 2 + 0.3 * len(actors))
    most = max(map(max, grid)) or 1
    # Where nobody asks there is no colour.
    image = axes.imshow(
        [[n or math.nan for n in row] for row in grid], cmap="cividis_r", aspect="auto", vmin=0, vmax=most
    )
    axes.set_xticks(range(len(issuers)), [_short(i) for i in issuers], rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(actors)), [_short(a) for a in actors])
    for y, row in enumerate(grid):
        for x, n in enumerate(row):
            if n:
                axes.text(x, y, n, ha="center", va="center", color="white" if n > most / 2 else "black")
    axes.set_title("Directives: who asks (below) whom to act (left)", loc="left")
    figure.colorbar(image, ax=axes, shrink=0.6)
    return figure


def _network(pairs: Pairs) -> Figure:
    """Actors and targets on a circle, arrows from the one that is to act to the one acted upon."""
    names: list[str] = []
    for pair in sorted(pairs, key=lambda p: (-pairs[p], p)):
        fresh = [name for name in pair if name not in names]
        if len(names) + len(fresh) <= SHOWN["network"][0]:
            names += fresh
    at = {name: 2 * math.pi * i / len(names) for i, name in enumerate(names)}
    shown = {pair: n for pair, n in pairs.items() if pair[0] in at and pair[1] in at}
    figure, axes = _figure(9, 8)
    most = max(shown.values(), default=1)
    for (actor, target), n in sorted(shown.items(), key=lambda item: item[1]):
        ends = [(math.cos(at[name]), math.sin(at[name])) for name in (actor, target)]
        arrow = {
            "arrowstyle": "-|>",
            "shrinkA": 9,
            "shrinkB": 9,
            "connectionstyle": "arc3,rad=0.16",
            "color": "#0072B2",
        }
        strong = 0.25 + 0.75 * n / most
        axes.annotate("", xy=ends[1], xytext=ends[0], arrowprops=arrow | {"lw": 0.8 + 3.2 * n / most, "alpha": strong})
    for name, angle in at.items():
        x, y = math.cos(angle), math.sin(angle)
        axes.plot([x], [y], "o", color="#333333", markersize=7)
        side = "left" if x > 0.05 else "right" if x < -0.05 else "center"
        axes.text(1.08 * x, 1.08 * y, _short(name), ha=side, va="center")
    axes.set(xlim=(-1.9, 1.9), ylim=(-1.25, 1.25))
    axes.set_axis_off()
    axes.set_title("Who is to act upon whom (wider: more directives)", loc="left")
    return figure


def _strength(pairs: Pairs) -> Figure:
    """Shares of must, should and may, report by report; the numbers are directives."""
    reports = counts.most(pairs, 0, SHOWN["strength"][0])[::-1]
    figure, axes = _figure(9, 1.4 + 0.34 * len(reports))
    total = {r: sum(pairs[r, s] for s in STRENGTHS) for r in reports}
    left = [0.0] * len(reports)
    for strength, (colour, hatch) in STRENGTHS.items():
        share = [pairs[r, strength] / total[r] for r in reports]
        axes.barh(range(len(reports)), share, left=left, color=colour, hatch=hatch, edgecolor="white", label=strength)
        for y, (r, x, width) in enumerate(zip(reports, left, share, strict=True)):
            if width > 0.04:
                box = {"boxstyle": "round,pad=0.15", "fc": colour, "ec": "none"}
                axes.text(x + width / 2, y, pairs[r, strength], ha="center", va="center", color="white", bbox=box)
        left = [a + b for a, b in zip(left, share, strict=True)]
    axes.set_yticks(range(len(reports)), [_short(r) for r in reports])
    axes.set(xlim=(0, 1), ylim=(-0.7, len(reports) - 0.3), xticks=[])
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False)
    axes.set_title("How strongly reports speak", loc="right")
    return figure


def _short(text: str) -> str:
    return text if len(text) <= LABEL else text[: LABEL - 1] + "…"


KINDS: dict[str, tuple[Callable[[Sequence[counts.Row]], Pairs], Callable[[Pairs], Figure]]] = {
    "heat": (counts.issuer_actor, _heat),
    "network": (counts.actor_target, _network),
    "strength": (counts.report_strength, _strength),
}
