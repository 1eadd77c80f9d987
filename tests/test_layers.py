"""The order of the rooms, and who owns which heavy package."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pipeline"

# Lowest first. A room imports from lower layers and from itself; rooms of one layer never import each other, but for
# those of the first two, which are small vocabularies that may build on one another.
LAYERS = [
    line.split()
    for line in """
    errors
    settings tables document structure frames parties labels ids clock rows checks sidecar logs formulas quick
    lexicon
    readers outline language resolve
    specificity
    corrections links
    assemble
    extract
    store lock versions memory
    published
    interim
    manifest
    sources
    corpus publish engine
    book
    run audit shown serving watch
    flows review export plots terminal
    desk
    cli
    """.strip().splitlines()
]
MAY_BUILD_ON_ONE_ANOTHER = {1}
RANKS = {room: rank for rank, layer in enumerate(LAYERS) for room in layer}

# Heavy packages and the rooms that may import them; everybody else goes through those rooms.
OWNERS: dict[str, set[str]] = {
    "spacy": {"language"},
    "thinc": {"language"},
    "numpy": {"language", "links"},
    "py3langid": {"outline"},
    "srsly": {"language"},
    "prefect": {"flows"},
    "pdfplumber": {"readers"},
    "pypdfium2": {"readers"},
    "docx": {"readers"},
    "selectolax": {"readers"},
    "markdown_it": {"readers"},
    "dask": {"engine"},
    "distributed": {"engine"},
    "pyarrow": {"quick", "tables", "interim", "publish", "published", "audit", "shown", "review", "export"},
    "pandas": {"published"},
    "fsspec": {"store"},
    "watchfiles": {"watch"},
    "typer": {"cli", "desk"},
    "rich": {"terminal"},
    "xlsxwriter": {"export"},
    "duckdb": {"export"},
    "matplotlib": {"plots"},
}
# Installed packages that anybody may import: none of them takes long.
COMMON = {"yaml", "charset_normalizer", "iso3166"}


@dataclass(frozen=True)
class Import:
    """One imported module, by its full dotted name, and where."""

    file: str
    line: int
    module: str
    deferred: bool

    @property
    def package(self) -> str:
        return self.module.split(".")[0]

    @property
    def room(self) -> str:
        """The room of `pipeline` that it names; empty for the package itself and for other packages."""
        parts = self.module.split(".")
        return parts[1] if parts[0] == "pipeline" and len(parts) > 1 else ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}"


def _files() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if p.name != "__main__.py")


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {id(x) for node in _type_checking_blocks(tree) for x in ast.walk(node)}
    top = {id(x) for x in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in hidden:
            for module in _modules(node):
                yield Import(str(path.relative_to(ROOT)), node.lineno, module, id(node) not in top)


def _type_checking_blocks(tree: ast.Module) -> list[ast.If]:
    """`if TYPE_CHECKING:` costs nothing at run time; the layers hold there too, the owners need not."""
    return [n for n in tree.body if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.dump(n.test)]


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    assert node.level == 0, f"line {node.lineno}: relative import; write pipeline.room"
    module = node.module or ""
    return [f"{module}.{alias.name}" for alias in node.names] if module == "pipeline" else [module]


FILES = _files()


def _named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", [p for p in FILES if p.parent != PACKAGE or p.name != "__init__.py"], ids=_named)
def test_a_room_imports_from_lower_layers_only(path: Path) -> None:
    room = _room(path)
    assert room in RANKS, f"pipeline/{room} has no place yet: add it to LAYERS in {Path(__file__).name}"
    known = [i for i in _imports(path) if i.room in RANKS and i.room != room]
    wrong = [str(i) for i in known if not _allowed(room, i.room)]
    assert not wrong, "\n".join(wrong)


def _allowed(room: str, other: str) -> bool:
    mine, its = RANKS[room], RANKS[other]
    return its < mine or (its == mine and mine in MAY_BUILD_ON_ONE_ANOTHER)


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_heavy_packages_stay_with_their_owners(path: Path) -> None:
    room = _room(path)
    wrong = [str(i) for i in _imports(path) if i.package in OWNERS and room not in OWNERS[i.package]]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_every_package_has_an_owner(path: Path) -> None:
    known = {*sys.stdlib_module_names, "pipeline", *OWNERS, *COMMON}
    unknown = [str(i) for i in _imports(path) if i.package not in known]
    assert not unknown, "\n".join([*unknown, f"say in {Path(__file__).name} who owns it"])


@pytest.mark.parametrize("layer", [layer for layer in LAYERS if len(layer) > 1], ids="|".join)
def test_no_import_cycles_inside_a_layer(layer: list[str]) -> None:
    """Rooms that may build on one another do so one way."""
    uses: dict[str, set[str]] = {room: set() for room in layer}
    for path in FILES:
        if _room(path) in uses:
            uses[_room(path)] |= {i.room for i in _imports(path) if i.room in uses and not i.deferred} - {_room(path)}
    done: set[str] = set()
    while ready := [room for room in layer if room not in done and uses[room] <= done]:
        done |= set(ready)
    assert done == set(layer), f"import each other in a circle: {sorted(set(layer) - done)}"
