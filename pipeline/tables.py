"""The schema: each table a row class, each column one line with its type and description.

Arrow schemas, the checks before publishing, and the data dictionary derive from these classes and from nothing else.
Contract 1.0; conventions after PUDL: `_id` keys, `is_` flags, one name for one thing in every table.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pipeline.errors import Severity
from pipeline.frames import Form, ModalClass, Role, Strength, Voice
from pipeline.structure import DocType, RecommendationKind

if TYPE_CHECKING:
    import datetime as dt

    import pyarrow as pa

CONTRACT_VERSION = "1.0"

Resolution = Literal["explicit", "anaphor", "issuer", "implicit"]
EntityKind = Literal["country", "body", "person", "group", "intergovernmental", "other"]
RunOutcome = Literal["published", "unchanged", "failed", "stopped", "killed"]
IssuerRole = Literal["issuer", "author"]
CorrectionKind = Literal["set", "delete", "add"]
CorrectionOutcome = Literal["applied", "already_right", "not_applied"]
LinkKind = Literal["repeats", "similar", "contradicts"]
ChangeKind = Literal["added", "reworded", "changed", "withdrawn"]
ChangeCause = Literal["report", "pipeline", "correction"]
SentenceKind = Literal["paragraph", "heading", "item", "table", "note", "caption"]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means.

    Args:
        description: for the data dictionary and the Parquet metadata.
        key: part of the table's key.
        refers: `table.column` that every non-null value must be found in.
        arrow: the Arrow type where the Python type does not say it (`int32`, `timestamp`, `regions`).
    """

    description: str
    key: bool = False
    refers: str | None = None
    arrow: str | None = None


@dataclass(frozen=True, slots=True)
class RegionCell:
    """A box on a page, in PDF points, the origin at the top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


def _page(text: str) -> Column:
    return Column(text, arrow="int32")


DOC_ID = Column("the report", refers="documents.document_id")
START = Column("character offset into documents.text, from 0")
END = Column("character offset into documents.text, exclusive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """a report in raw/ that could be read"""

    document_id: Annotated[
        str, Column("from the path in raw/; a new version of a file keeps it, a moved file too", key=True)
    ]
    path: Annotated[str, Column("relative to raw/, with forward slashes")]
    sha256: Annotated[str, Column("of the file's bytes, hexadecimal")]
    media_type: Annotated[str, Column("by content, not by suffix")]
    title: Annotated[str | None, Column("as printed")]
    title_from: Annotated[
        str | None, Column("what the title rests on: title page, front matter, document properties, sidecar, …")
    ]
    published: Annotated[str | None, Column("ISO date as precise as known: 2025, 2025-05, 2025-03-27")]
    published_from: Annotated[str | None, Column("what the date rests on")]
    language: Annotated[str | None, Column("ISO 639-1")]
    doc_type: Annotated[DocType | None, Column("what sort of document it is")]
    page_count: Annotated[int | None, Column("null for formats without pages")]
    word_count: Annotated[int, Column("words in text")]
    text: Annotated[
        str, Column("running text in reading order, then notes and captions; no page furniture, no contents")
    ]
    extractor: Annotated[str, Column("the reader and its version")]
    ocr: Annotated[bool, Column("some of the text comes from optical character recognition")]
    is_stale: Annotated[bool, Column("the file's new version could not be read; these are the last good rows")]
    duplicate_of: Annotated[
        str | None,
        Column("the document with the same content whose rows the other tables hold", refers="documents.document_id"),
    ]
    ingested_at: Annotated[dt.datetime, Column("when this content was first read", arrow="timestamp")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentIssuers:
    """an organisation or author behind a report"""

    document_id: Annotated[str, Column("the report", key=True, refers="documents.document_id")]
    role: Annotated[
        IssuerRole,
        Column("issuer puts the report out, author wrote it; authors who are the issuers have both rows", key=True),
    ]
    position: Annotated[int, Column("order as printed, from 0", key=True)]
    entity_id: Annotated[str | None, Column("canonical identity", refers="entities.entity_id")]
    name: Annotated[str, Column("as printed")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """a heading"""

    section_id: Annotated[str, Column("stable while path of titles and occurrence are", key=True)]
    document_id: Annotated[str, DOC_ID]
    parent_id: Annotated[str | None, Column("the enclosing section", refers="sections.section_id")]
    level: Annotated[int, Column("depth in the section tree, from 1")]
    number: Annotated[str | None, Column("printed label without brackets or trailing dot: II, A, Part 1")]
    title: Annotated[str, Column("without the label")]
    start: Annotated[int, START]
    end: Annotated[int, END]
    text: Annotated[str, Column("the heading as it stands in documents.text")]
    page: Annotated[int | None, _page("page of the heading, from 1")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendations:
    """one unit of advice"""

    recommendation_id: Annotated[str, Column("stable while its text is", key=True)]
    document_id: Annotated[str, DOC_ID]
    section_id: Annotated[str | None, Column("the innermost enclosing section", refers="sections.section_id")]
    ordinal: Annotated[int, Column("from 1, in reading order")]
    number: Annotated[str | None, Column("full path of printed labels: II.A.3; null where nothing is printed")]
    kind: Annotated[RecommendationKind, Column("how the text sets it apart; prose: a paragraph that holds a directive")]
    heading: Annotated[str | None, Column("the item's own run-in title")]
    text: Annotated[str, Column("heading included, marker excluded")]
    start: Annotated[int, START]
    end: Annotated[int, END]
    page_first: Annotated[int | None, _page("first page, from 1")]
    page_last: Annotated[int | None, _page("last page, from 1")]
    regions: Annotated[
        tuple[RegionCell, ...], Column("boxes on the pages, in PDF points; empty without layout", arrow="regions")
    ]
    cells: Annotated[tuple[str, ...], Column("of a table row", arrow="strings")]
    is_repeat: Annotated[bool, Column("a summary's copy of a recommendation made elsewhere")]
    repeats_id: Annotated[
        str | None, Column("the recommendation it repeats", refers="recommendations.recommendation_id")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """a sentence (or a heading, item or note that holds a cue)"""

    sentence_id: Annotated[str, Column("stable while its text is", key=True)]
    document_id: Annotated[str, DOC_ID]
    section_id: Annotated[str | None, Column("the innermost enclosing section", refers="sections.section_id")]
    recommendation_id: Annotated[
        str | None, Column("the recommendation that holds it", refers="recommendations.recommendation_id")
    ]
    block_kind: Annotated[SentenceKind, Column("what the sentence stands in")]
    start: Annotated[int, START]
    end: Annotated[int, END]
    text: Annotated[str, Column("the sentence, without list marker")]
    page: Annotated[int | None, _page("page where its block begins, from 1")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Modals:
    """an occurrence of a modal verb or other deontic cue, directive or not"""

    modal_id: Annotated[str, Column("stable while its sentence is", key=True)]
    document_id: Annotated[str, DOC_ID]
    sentence_id: Annotated[str, Column("the sentence", refers="sentences.sentence_id")]
    start: Annotated[int, START]
    end: Annotated[int, END]
    text: Annotated[str, Column("shortest contiguous span from the trigger's first word to its last")]
    lemma: Annotated[str, Column("should, need to, be necessary, urge, …")]
    form: Annotated[Form, Column("what kind of cue it is")]
    klass: Annotated[ModalClass, Column("obligation to exemption are directive; epistemic to other are not")]
    negated: Annotated[bool, Column("a negation has the trigger's clause in scope")]
    strength: Annotated[Strength | None, Column("by the trigger; null where not directive")]
    is_directive: Annotated[bool, Column("true if and only if directives has a row with this modal_id")]
    no_directive_reason: Annotated[str | None, Column("why the cue gave no directive")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directives:
    """one thing somebody is advised to do: a modal x a verb phrase that it governs"""

    directive_id: Annotated[str, Column("stable while its sentence is", key=True)]
    document_id: Annotated[str, DOC_ID]
    sentence_id: Annotated[str, Column("the sentence", refers="sentences.sentence_id")]
    recommendation_id: Annotated[
        str | None, Column("the recommendation that holds it", refers="recommendations.recommendation_id")
    ]
    modal_id: Annotated[str, Column("the cue", refers="modals.modal_id")]
    strength: Annotated[Strength, Column("must, should or may, by the trigger")]
    negated: Annotated[bool, Column("the action is advised against")]
    voice: Annotated[Voice, Column("of the action")]
    action_start: Annotated[int, START]
    action_end: Annotated[int, END]
    action: Annotated[str, Column("the verb phrase without its condition")]
    action_verb: Annotated[str, Column("lemma of the head verb")]
    object: Annotated[str | None, Column("text of the direct object")]
    condition: Annotated[str | None, Column("clause or phrase under which it applies")]
    deadline: Annotated[str | None, Column("phrase that sets the time")]
    deadline_date: Annotated[str | None, Column("ISO date, as precise as resolvable")]
    source: Annotated[str, Column("issuer, or the words naming the party whose rule or view is reported")]
    no_actor_reason: Annotated[str | None, Column("why no actor could be named")]
    specificity: Annotated[
        int, Column("1 to 5: how many of actor, concrete verb, object, measure and deadline are said; at least 1")
    ]
    confidence: Annotated[float, Column("0 to 1: how likely actor, action and strength are all right")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveParties:
    """one identity's part in a directive"""

    directive_id: Annotated[str, Column("the directive", key=True, refers="directives.directive_id")]
    role: Annotated[Role, Column("actor: to act; target: acted upon; partner: acts together with the actor", key=True)]
    position: Annotated[int, Column("order as printed, from 0", key=True)]
    entity_id: Annotated[str, Column("canonical identity", refers="entities.entity_id")]
    mention_id: Annotated[str | None, Column("the occurrence; null for implicit ones", refers="mentions.mention_id")]
    text: Annotated[str, Column("as printed")]
    resolution: Annotated[Resolution, Column("how the identity is known")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entities:
    """a canonical person, body, country or group"""

    entity_id: Annotated[str, Column("ISO 3166-1 alpha-3 for a country, EU, else a stable slug", key=True)]
    name: Annotated[str, Column("canonical name")]
    kind: Annotated[EntityKind, Column("what sort of party it is")]
    country: Annotated[str | None, Column("ISO 3166-1 alpha-3 of the country it is or belongs to")]
    parent_id: Annotated[str | None, Column("the body it is part of", refers="entities.entity_id")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """an occurrence of an entity in a report"""

    mention_id: Annotated[str, Column("stable while its sentence is", key=True)]
    document_id: Annotated[str, DOC_ID]
    sentence_id: Annotated[str, Column("the sentence", refers="sentences.sentence_id")]
    start: Annotated[int, START]
    end: Annotated[int, END]
    text: Annotated[str, Column("as printed")]
    label: Annotated[str, Column("the entity label: PERSON, ORG, LOC, EVENT, GPE, NORP, …")]
    entity_id: Annotated[
        str | None, Column("null where unresolved or where it stands for several", refers="entities.entity_id")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """something in raw/ that could not be read, or read in full, and why"""

    path: Annotated[str, Column("relative to raw/", key=True)]
    sha256: Annotated[str | None, Column("of the file's bytes, where they could be read")]
    stage: Annotated[str, Column("where it failed: scan, read, outline, language, resolve, check, …", key=True)]
    page: Annotated[int | None, Column("null: the whole file", key=True, arrow="int32")]
    severity: Annotated[Severity, Column("error: nothing of the file was taken; warning: some of it was")]
    code: Annotated[str, Column("empty_file, not_a_pdf, password_required, damaged, needs_ocr, …", key=True)]
    message: Annotated[str, Column("what the person who added the file can do about it")]
    failed_at: Annotated[dt.datetime, Column("when it was first seen with this content", arrow="timestamp")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoWhatWhom:
    """a directive x an actor (a directive without an actor has one row with null actor): the wide table most people open first"""

    directive_id: Annotated[str, Column("the directive", key=True, refers="directives.directive_id")]
    document_id: Annotated[str, DOC_ID]
    path: Annotated[str, Column("the report's file, relative to raw/")]
    title: Annotated[str | None, Column("of the report")]
    published: Annotated[str | None, Column("of the report")]
    issuers: Annotated[str, Column("who recommends, joined by '; '")]
    recommendation_id: Annotated[
        str | None, Column("the recommendation that holds it", refers="recommendations.recommendation_id")
    ]
    number: Annotated[str | None, Column("of the recommendation")]
    heading: Annotated[str | None, Column("of the recommendation")]
    section: Annotated[str | None, Column("path of section titles, joined by ' > '")]
    modal_id: Annotated[str, Column("the cue", refers="modals.modal_id")]
    actor_position: Annotated[int, Column("from 0", key=True)]
    actor_id: Annotated[
        str | None, Column("who is to act; null where nobody is named or meant", refers="entities.entity_id")
    ]
    actor: Annotated[str | None, Column("canonical name of the actor")]
    resolution: Annotated[Resolution | None, Column("how the actor is known")]
    strength: Annotated[Strength, Column("must, should or may")]
    negated: Annotated[bool, Column("the action is advised against")]
    modal: Annotated[str, Column("the cue as printed")]
    klass: Annotated[ModalClass, Column("of the cue")]
    action: Annotated[str, Column("what is to be done")]
    action_verb: Annotated[str, Column("lemma of the head verb")]
    object: Annotated[str | None, Column("text of the direct object")]
    targets: Annotated[str, Column("whom the action is aimed at, canonical names joined by '; '")]
    partners: Annotated[str, Column("with whom, canonical names joined by '; '")]
    condition: Annotated[str | None, Column("under which it applies")]
    deadline: Annotated[str | None, Column("as printed")]
    source: Annotated[str, Column("issuer, or whose rule or view is reported")]
    sentence: Annotated[str, Column("the whole sentence")]
    page: Annotated[int | None, _page("from 1")]
    start: Annotated[int, Column("of the sentence, offset into documents.text")]
    end: Annotated[int, Column("of the sentence, exclusive")]
    confidence: Annotated[float, Column("of the directive, 0 to 1")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """a line of corrections.csv in the raw folder"""

    line: Annotated[int, Column("of the file, the header being line 1", key=True)]
    document_id: Annotated[
        str | None, Column("the report; null where the line names none that is there", refers="documents.document_id")
    ]
    row: Annotated[str, Column("id of the directive, recommendation or (to add a directive) modal")]
    do: Annotated[CorrectionKind, Column("what is asked for")]
    column: Annotated[str | None, Column("which column; null to delete a row")]
    value: Annotated[str | None, Column("the right value")]
    extracted: Annotated[str | None, Column("the value that the pipeline found by itself")]
    text: Annotated[str | None, Column("the row's text when the correction was made")]
    who: Annotated[str, Column("who says so")]
    why: Annotated[str, Column("for what reason")]
    outcome: Annotated[
        CorrectionOutcome,
        Column("already_right: the pipeline now finds the value by itself; not_applied: see failures"),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationLinks:
    """a recommendation and one of another report that says the same or the opposite; each pair stands twice, once from either side"""

    recommendation_id: Annotated[
        str, Column("the recommendation", key=True, refers="recommendations.recommendation_id")
    ]
    other_id: Annotated[
        str, Column("the one of the other report", key=True, refers="recommendations.recommendation_id")
    ]
    link: Annotated[
        LinkKind,
        Column(
            "repeats: nearly word for word; similar: the same asked in other words of the same or a related actor; "
            "contradicts: the opposite asked of the same actor"
        ),
    ]
    score: Annotated[float, Column("0 to 1: how much the two have in common")]
    document_id: Annotated[str, DOC_ID]
    other_document_id: Annotated[str, Column("the other report", refers="documents.document_id")]
    directive_id: Annotated[
        str | None,
        Column("what it rests on; null where a text without directives is repeated", refers="directives.directive_id"),
    ]
    other_directive_id: Annotated[str | None, Column("the same in the other report", refers="directives.directive_id")]
    actors: Annotated[str, Column("ids of those whom both ask to act, joined by '; '")]
    group_id: Annotated[
        str | None,
        Column(
            "recommendations that all say the same share it; the smallest of their ids; null for contradicts",
            refers="recommendations.recommendation_id",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """a difference between one snapshot and the one before; of a report that is new or gone only the report itself"""

    snapshot: Annotated[int, Column("the snapshot that has the change", key=True)]
    table: Annotated[str, Column("documents, recommendations or directives", key=True)]
    row: Annotated[str, Column("id of the row; of a withdrawn one the id it had", key=True)]
    change: Annotated[
        ChangeKind, Column("reworded: another row takes its place; changed: same row, other values in some columns")
    ]
    document_id: Annotated[str, Column("the report, which may be gone since")]
    path: Annotated[str, Column("the report's file, relative to raw/")]
    old_row: Annotated[str | None, Column("of a reworded row the id before")]
    columns: Annotated[str | None, Column("which columns changed, joined by '; '")]
    old: Annotated[str | None, Column("the text before, or the values of those columns")]
    new: Annotated[str | None, Column("the text now, or the values of those columns")]
    cause: Annotated[ChangeCause, Column("report: the file has new content; pipeline: it is read otherwise now")]
    changed_at: Annotated[dt.datetime, Column("when the snapshot was made", arrow="timestamp")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """a run of the pipeline over the raw folder"""

    run: Annotated[int, Column("counts up from 1", key=True)]
    started_at: Annotated[dt.datetime, Column("when it began", arrow="timestamp")]
    outcome: Annotated[
        RunOutcome,
        Column("published: a new snapshot; unchanged: nothing to do; failed, stopped, killed: the last tables stayed"),
    ]
    message: Annotated[str | None, Column("why it failed")]
    snapshot: Annotated[int | None, Column("the snapshot that was current at its end")]
    pipeline: Annotated[str | None, Column("version of the pipeline and a digest of its sources")]
    model: Annotated[str | None, Column("version of the language pipeline")]
    lexicon: Annotated[str | None, Column("version of the lexicon")]
    contract: Annotated[str, Column("version of the tables' contract")]
    reports: Annotated[int, Column("reports in the raw folder")]
    new: Annotated[int, Column("reports met for the first time")]
    changed: Annotated[int, Column("reports with new content")]
    outdated: Annotated[
        int, Column("reports read again for a new pipeline, model, lexicon or sidecar, or when asked for")
    ]
    retried: Annotated[int, Column("reports tried again that had failed for a passing reason")]
    moved: Annotated[int, Column("reports met under another path")]
    duplicates: Annotated[int, Column("reports newly found to have the content of another")]
    gone: Annotated[int, Column("reports that are no longer there")]
    failures: Annotated[int, Column("error rows in failures at its end")]
    warnings: Annotated[int, Column("warning rows in failures at its end")]
    recommendations: Annotated[int, Column("rows of recommendations at its end")]
    directives: Annotated[int, Column("rows of directives at its end")]
    seconds: Annotated[float, Column("all in all")]
    seconds_scan: Annotated[float, Column("looking at the raw folder and planning")]
    seconds_reports: Annotated[float, Column("reading reports, by the wall clock")]
    seconds_publish: Annotated[float, Column("writing the tables")]
    memory_mb: Annotated[float | None, Column("peak memory of the coordinating process")]
    worker_memory_mb: Annotated[float | None, Column("peak memory of the largest worker")]


Row = (
    Documents
    | DocumentIssuers
    | Sections
    | Recommendations
    | Sentences
    | Modals
    | Directives
    | DirectiveParties
    | Entities
    | Mentions
    | Failures
    | WhoWhatWhom
    | Corrections
    | RecommendationLinks
)

TABLES: dict[str, type[Row]] = {
    "documents": Documents,
    "document_issuers": DocumentIssuers,
    "sections": Sections,
    "recommendations": Recommendations,
    "sentences": Sentences,
    "modals": Modals,
    "directives": Directives,
    "directive_parties": DirectiveParties,
    "entities": Entities,
    "mentions": Mentions,
    "failures": Failures,
    "who_what_whom": WhoWhatWhom,
    # Made in publishing, not from one report.
    "corrections": Corrections,
    "recommendation_links": RecommendationLinks,
}

# Not made from reports: kept beside the snapshots, rows added by every run.
LOGS: dict[str, type[Runs | Changes]] = {"runs": Runs, "changes": Changes}

# `class` is a Python keyword: the attribute is `klass`, the column is `class`.
_COLUMN_NAMES = {"klass": "class"}

# Tables whose rows have a text of their own at [start:end] of documents.text, and the columns that say so.
GROUNDED: dict[str, tuple[str, str, str]] = {
    "sections": ("start", "end", "text"),
    "recommendations": ("start", "end", "text"),
    "sentences": ("start", "end", "text"),
    "modals": ("start", "end", "text"),
    "mentions": ("start", "end", "text"),
    "directives": ("action_start", "action_end", "action"),
    "who_what_whom": ("start", "end", "sentence"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpec:
    """One column of one table, as the schema, the checks and the data dictionary need it."""

    name: str
    attribute: str
    type: str
    nullable: bool
    values: tuple[str, ...]
    column: Column


@cache
def columns(table: str) -> tuple[ColumnSpec, ...]:
    """The columns of a table, in order."""
    return tuple(_spec(name, hint) for name, hint in _hints(_row(table)).items())


def _row(table: str) -> type[Row | Runs | Changes]:
    return LOGS[table] if table in LOGS else TABLES[table]


def _hints(row: type[Row | Runs | Changes]) -> dict[str, Any]:
    import datetime as dt

    hints = get_type_hints(row, localns={"dt": dt}, include_extras=True)
    return {f.name: hints[f.name] for f in fields(row)}


def _spec(attribute: str, hint: Any) -> ColumnSpec:
    base, column = get_args(hint)
    inner, nullable = _unwrap(base)
    values = get_args(inner) if get_origin(inner) is Literal else ()
    kind = column.arrow or ("string" if values else _ARROW[inner])
    name = _COLUMN_NAMES.get(attribute, attribute)
    return ColumnSpec(name=name, attribute=attribute, type=kind, nullable=nullable, values=values, column=column)


def _unwrap(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        inner = [a for a in get_args(hint) if a is not type(None)]
        return inner[0], len(inner) < len(get_args(hint))
    return hint, False


_ARROW: dict[Any, str] = {str: "string", int: "int64", float: "float64", bool: "bool"}


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table; descriptions and the contract's version are in its metadata."""
    import pyarrow as pa

    kinds = {
        "string": pa.string(),
        "int64": pa.int64(),
        "int32": pa.int32(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "timestamp": pa.timestamp("us", tz="UTC"),
        "strings": pa.list_(pa.string()),
        "regions": pa.list_(
            pa.struct([("page", pa.int32()), *((k, pa.float32()) for k in ("x0", "top", "x1", "bottom"))])
        ),
    }
    made = [
        pa.field(c.name, kinds[c.type], nullable=c.nullable, metadata={"description": c.column.description})
        for c in columns(table)
    ]
    about = {
        "contract_version": CONTRACT_VERSION,
        "table": table,
        "description": f"one row for {_row(table).__doc__}",
    }
    return pa.schema(made, metadata=about)


def keys(table: str) -> tuple[str, ...]:
    """The names of a table's key columns."""
    return tuple(c.name for c in columns(table) if c.column.key)
