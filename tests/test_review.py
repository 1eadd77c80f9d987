"""The review pages: marks that lose nothing, untrusted text that does nothing, and a browser that really opens them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser
import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from pipeline import published, review
from pipeline.errors import PublishError
from pipeline.review import frame, marks
from pipeline.review.marks import Mark
from pipeline.review.site import Site
from pipeline.run import run
from pipeline.settings import Settings

EVIL = """Harbour <script>parent.hacked=1</script> Report

Institute for "Quotes" & <b>Tags</b>

Advice </script><script>hacked=1</script>

1. Norway should fund <img src=x onerror="hacked=1"> repairs & publish "results" by 2030.
2. The Ministry of Fisheries must not open javascript:alert(1) or [a link](javascript:hacked=1).
3. Sweden may visit <a href="https://example.org/">this page</a> with Norway.
"""
HOSTILE = st.text(alphabet="ab <>&\"'/\n\u2028=", max_size=40)


# --- without a browser -------------------------------------------------------------------------------------------------


@given(HOSTILE, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10), st.sampled_from(["actor", "cue must"]))))
def test_marks_change_no_character(text: str, drawn: list[tuple[int, int, str]]) -> None:
    made = [Mark(a, min(a + n, len(text)), look, f"d{i}") for i, (a, n, look) in enumerate(drawn) if a < len(text)]
    shown = marks.marked(text, 0, len(text), made)
    assert html.unescape(re.sub(r"<br>", "\n", re.sub(r"</?span[^>]*>", "", shown))) == text
    assert shown.count("<span") == shown.count("</span>")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], "Japan must act"),
        ([Mark(0, 5, "actor", "d0")], '<span class="actor" data-r="d0">Japan</span> must act'),
        (
            [Mark(0, 10, "actor", "d1"), Mark(6, 14, "action", "d0")],
            '<span class="actor" data-r="d1">Japan </span><span class="action actor" data-r="d0 d1">must</span>'
            '<span class="action" data-r="d0"> act</span>',
        ),
    ],
    ids=["none", "one", "crossing"],
)
def test_marked(found: list[Mark], expected: str) -> None:
    assert marks.marked("Japan must act", 0, 14, found) == expected


@given(st.recursive(HOSTILE, lambda inner: st.lists(inner, max_size=3)))
def test_json_in_a_page_closes_no_tag(value: Any) -> None:
    import json

    text = frame.as_json(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("../../raw/a b.pdf", "../../raw/a%20b.pdf"),
        ("javascript:alert(1)", "./javascript%3Aalert%281%29"),
        ('x" onclick="y', "./x%22%20onclick%3D%22y"),
        ("//evil.example/x", ".///evil.example/x"),
        ("50%#1?.pdf", "./50%25%231%3F.pdf"),
    ],
)
def test_addresses_stay_on_this_disk(place: str, address: str) -> None:
    assert frame.link(place) == address


def test_scripts_write_text_only() -> None:
    for name in ("common.js", "report.js", "overview.js"):
        assert not re.search(
            r"\.(inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\b|Function\(", frame.asset(name)
        )


def test_pages_name_nothing_outside(site: Site) -> None:
    for page in site.index.parent.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert not re.findall(r'(?:src|href|action)="(?!\.{0,2}/|#|data:,|[.\w/-]+\.html)[^"]*"', text), page.name


def test_a_folder_of_something_else_is_left_alone(samples: Settings, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with published.snapshot(samples.output) as held, pytest.raises(PublishError, match="something else"):
        review.build(held, tmp_path, None)
    assert (tmp_path / "thesis.txt").exists()


def test_pages_are_replaced_whole(samples: Settings, tmp_path: Path) -> None:
    with published.snapshot(samples.output) as held:
        review.build(held, tmp_path / "site", None)
        (tmp_path / "site" / "reports" / "old.html").write_text("old", encoding="utf-8")
        made = review.build(held, tmp_path / "site", None)
    assert made.reports == 3
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site"]
    assert not (tmp_path / "site" / "reports" / "old.html").exists()


@pytest.fixture(scope="module")
def site(samples: Settings, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The pages of the samples."""
    with published.snapshot(samples.output) as held:
        return review.build(held, tmp_path_factory.mktemp("pages") / "review", Path(samples.raw))


def _page(site: Site, name: str) -> Path:
    """The page of the report whose file has this name."""
    pages = (site.index.parent / "reports").glob("*.html")
    return next(p for p in pages if name in p.read_text(encoding="utf-8"))


# --- with one -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    if browser.find() is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium, or name one in CHROMIUM")
    made = browser.Browser(tmp_path_factory.mktemp("chromium"))
    yield made
    made.close()


@pytest.fixture
def lake(tab: browser.Browser, site: Site) -> browser.Browser:
    """The page of the lake report, open on a desk's screen."""
    tab.errors.clear()
    tab.asked.clear()
    tab.screen(1300, 900)
    tab.open(_page(site, "sample-lake-water.pdf"))
    return tab


VISIBLE = "[...document.querySelectorAll('#rows .card')].filter((c) => !c.hidden).length"


def test_the_browser_shows_the_rows_and_asks_nobody(lake: browser.Browser, samples: Settings, site: Site) -> None:
    with published.snapshot(samples.output) as held:
        every = held.arrow("directives", ["document_id"])["document_id"].to_pylist()
    here = _page(site, "sample-lake-water.pdf").stem
    assert lake.run(VISIBLE) == every.count(here) > 10
    lake.open(site.index)
    assert lake.run("document.querySelectorAll('#matrix button').length") > 3
    assert lake.errors == []
    assert [a for a in lake.asked if not a.startswith(("file:", "about:", "data:"))] == []


@pytest.mark.parametrize(
    ("setting", "test"),
    [
        ("$('f-actor').value = 'Kenya'", "(r) => r.actors.includes('Kenya')"),
        ("$('f-not').value = 'against'", "(r) => r.not"),
        ("$('f-class').value = 'prohibition'", "(r) => r.k === 'prohibition'"),
        ("R.forEach((r, i) => { r.conf = i % 3 / 2; }); $('f-conf').value = '0.9'", "(r) => r.conf >= 0.9"),
        ("$('f-apart').checked = true", "(r) => r.apart"),
        ("$('f-text').value = 'MEASURE'", "(r) => /measure/i.test(r.sentence + r.actors)"),
        ("document.querySelector('.f-strength[value=should]').checked = false", "(r) => r.s !== 'should'"),
    ],
)
def test_filters(lake: browser.Browser, setting: str, test: str) -> None:
    lake.run(f"{setting}; filter(); 0")
    wanted = lake.run(f"R.filter({test}).length")
    assert lake.run(VISIBLE) == wanted
    assert 0 < wanted < lake.run("R.length")
    lake.run("document.querySelector('.filters').reset()")
    assert lake.run("new Promise((done) => setTimeout(() => done(shown.length), 50))") == lake.run("R.length")


def test_keys_go_through_the_rows_and_mark_the_text(lake: browser.Browser) -> None:
    lake.press("j")
    lake.press("j")
    lake.press("k")
    lake.press("j")
    assert lake.run("open") == 1
    assert lake.run("document.querySelector('#text .on').textContent.length") > 0
    assert lake.run("decodeURIComponent(location.hash.slice(1))") == lake.run("R[1].id")
    lake.press("/")
    assert lake.run("document.activeElement.id") == "f-text"


def test_a_click_in_the_text_opens_its_row(lake: browser.Browser) -> None:
    lake.run("document.querySelector('#text .cue.must').click()")
    assert lake.run("R[open].s") == "must"
    assert lake.run("document.querySelector('.card.on .more dl').textContent").count(lake.run("R[open].id")) == 1


def test_a_row_can_be_linked_to(lake: browser.Browser, site: Site) -> None:
    wanted = lake.run("R[5].id")
    lake.open(_page(site, "sample-lake-water.pdf"), wanted)
    assert lake.run("R[open].id") == wanted
    box = lake.run("document.querySelector('#text .on').getBoundingClientRect().top")
    assert 0 < box < 900


def test_a_link_leads_to_the_page_of_the_source(lake: browser.Browser, samples: Settings) -> None:
    lake.run("toggle(R.findIndex((r) => r.page === 2), true)")
    address = lake.run("document.querySelector('.card.on .acts a').href")
    assert address == (Path(samples.raw).resolve() / "sample-lake-water.pdf").as_uri() + "#page=2"


def test_it_fits_a_phone(lake: browser.Browser, site: Site) -> None:
    lake.screen(390, 844)
    for page in (site.index, _page(site, "sample-lake-water.pdf")):
        lake.open(page)
        assert lake.run("document.documentElement.scrollWidth") <= 390
    lake.run("$('see-side').click()")
    assert lake.run("getComputedStyle($('text')).display") == "none"
    assert lake.run("$('rows').getBoundingClientRect().width") > 300


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_follows_the_system_and_the_button(lake: browser.Browser, site: Site, dark: bool) -> None:
    lake.screen(1300, 900, dark=dark)
    lake.run("localStorage.removeItem('theme')")
    lake.open(site.index)
    light = "parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]) > 128"
    assert lake.run(light) is not dark
    lake.run("$('theme').click()")
    assert lake.run(light) is dark
    lake.run("localStorage.removeItem('theme')")


def test_a_correction_goes_from_the_page_into_the_tables_and_back(tab: browser.Browser, desk: Desk) -> None:
    desk.put("ports.txt", "Ports\n\nRecommendations\n\n1. Norway should repair its harbours.\n2. Sweden should wait.\n")
    run(desk.settings())

    def page() -> Path:
        with published.snapshot(desk.output) as held:
            made = review.build(held, desk.home / "review", desk.raw)
        return next((made.index.parent / "reports").glob("*.html"))

    tab.screen(1300, 900)
    tab.open(page())
    tab.run("toggle(R.findIndex((r) => r.actors.includes('Norway')), true)")
    tab.press("e")
    tab.run("document.querySelector('.card.on select[name=column]').value = 'strength'")
    tab.run("document.querySelector('.card.on select[name=column]').dispatchEvent(new Event('change'))")
    filled = "f.value.value = 'must'; f.who.value = 'Ada'; f.why.value = '=1+1, \"quoted\"'; f.requestSubmit()"
    tab.run(f"(() => {{ const f = document.querySelector('.card.on form'); {filled} }})()")
    assert tab.run("$('tab-mine').textContent") == "Corrections (1)"
    desk.put("corrections.csv", tab.run("csv()"))
    tab.run("mine = []; noted()")
    run(desk.settings())
    assert desk.table("corrections", "outcome", "why") == [("applied", '=1+1, "quoted"')]
    tab.open(page())
    assert tab.run("R.find((r) => r.actors.includes('Norway')).s") == "must"
    tab.run("tab('mine')")
    assert "applied" in tab.run("$('mine').textContent")


PORTS = """Ports

Recommendations

1. Norway should repair the northern harbours of Bodø before winter.
2. Sweden should wait.

Background

Ice can be thick there. Lamps for the piers are a demand of the pilots of Lund.
"""


def _fill(tab: browser.Browser, place: str, **values: str) -> None:
    """Fill the form in a place of the page and send it."""
    given = "".join(
        f"f.{name}.value = {value!r};" for name, value in ({"who": "Ada", "why": "read it"} | values).items()
    )
    tab.run(f"(() => {{ const f = document.querySelector('{place} form'); {given} f.requestSubmit(); }})()")


def test_recommendations_are_corrected_and_added_in_the_page(tab: browser.Browser, desk: Desk) -> None:
    desk.put("ports.txt", PORTS)
    run(desk.settings())
    with published.snapshot(desk.output) as held:
        made = review.build(held, desk.home / "review", desk.raw)
    tab.screen(1300, 900)
    tab.errors.clear()
    tab.open(next((made.index.parent / "reports").glob("*.html")))
    tab.run("document.querySelector('#text .item button.edit').click()")
    _fill(tab, "#text .item", value="I.1")
    chosen = "const p = [...document.querySelectorAll('#text p')].find((x) => x.textContent.includes('Lamps'));"
    walk = "const w = document.createTreeWalker(p, 4); let n, last; while ((n = w.nextNode())) last = n;"
    select = "getSelection().setBaseAndExtent(last, last.data.indexOf('Lamps'), last, last.data.length)"
    tab.run(f"(() => {{ {chosen} {walk} {select}; }})()")
    assert tab.run("new Promise((done) => setTimeout(() => done($('add-item').hidden), 100))") is False
    tab.run("$('add-item').click()")
    _fill(tab, "#add-dialog", number="3")
    assert tab.run("$('add-dialog').open") is False
    tab.run("tab('cues')")
    tab.run("document.querySelector('#cues .acts button').click()")
    _fill(tab, "#cues", action_="be thick", actors="Norway", strength="may")
    assert tab.run("$('tab-mine').textContent") == "Corrections (6)"
    desk.put("corrections.csv", tab.run("csv()"))
    tab.run("mine = []; noted()")
    run(desk.settings())
    assert [r["message"] for r in desk.table("failures")] == []
    assert set(desk.table("corrections", "outcome")) == {"applied"}
    numbers = dict(desk.table("recommendations", "number", "text"))
    assert numbers["I.1"].startswith("Norway")
    assert numbers["3"] == "Lamps for the piers are a demand of the pilots of Lund."
    added = next(d for d in desk.table("directives") if d["action"] == "be thick")
    assert (added["strength"], added["confidence"]) == ("may", 1.0)
    assert tab.errors == []


def test_who_else_asks_for_it_leads_to_the_place(tab: browser.Browser, desk: Desk) -> None:
    desk.put("ports.txt", PORTS)
    desk.put(
        "docks.txt", PORTS.replace("Ports", "Docks").replace("should wait", "should not wait for ships of the north")
    )
    desk.put(
        "rules.txt",
        "Rules\n\nRecommendations\n\n1. Sweden should wait for ships of the north.\n2. Norway should sleep.\n",
    )
    run(desk.settings())
    with published.snapshot(desk.output) as held:
        made = review.build(held, desk.home / "review", desk.raw)
    tab.screen(1300, 900)
    tab.open(made.index)
    across = tab.run("[...document.querySelectorAll('.across')].map((t) => t.textContent)")
    assert len(across) == 2
    assert "should not wait" in across[1]
    page = next(p for p in (made.index.parent / "reports").glob("*.html") if "<h1>Docks" in p.read_text("utf-8"))
    tab.open(page)
    said = tab.run("[...document.querySelectorAll('#text .elsewhere li')].map((l) => l.textContent)")
    assert [text.split(" in ")[0] for text in said] == ["Word for word", "The opposite"]
    tab.run("toggle(R.findIndex((r) => r.elsewhere.some((e) => e[0] === 'The opposite')), true)")
    assert "the opposite" in tab.run("document.querySelector('.card.on dl').textContent")
    address = tab.run("document.querySelector('#text .elsewhere a').href")
    tab.open(Path(address.removeprefix("file://").split("#")[0]), address.split("#")[1])
    assert tab.run("document.querySelector('h1').textContent") == "Ports"
    assert tab.run("document.querySelector('#text .here').textContent.includes('northern harbours')")


def test_a_box_begins_at_the_printed_marker(tab: browser.Browser, desk: Desk) -> None:
    desk.put("ports.txt", PORTS)
    run(desk.settings())
    with published.snapshot(desk.output) as held:
        made = review.build(held, desk.home / "review", desk.raw)
    page = next((made.index.parent / "reports").glob("*.html")).read_text(encoding="utf-8")
    assert page.count('<section class="item"') == 2


LIVE = "img, iframe, object, a[href*=javascript], [onerror], [onclick], script:not([type]) ~ script"


def test_untrusted_text_does_nothing(tab: browser.Browser, desk: Desk) -> None:
    """A report with scripts and addresses in it is shown as it is printed, and nothing of it runs or loads."""
    (desk.raw / 'evil" onclick="hacked=1.txt').write_text(EVIL, encoding="utf-8")
    (desk.raw / "more <script>hacked=1<.txt").write_text(EVIL.replace("Sweden", "Finland"), encoding="utf-8")
    run(desk.settings())
    with published.snapshot(desk.output) as held:
        made = review.build(held, desk.home / "review", desk.raw)
    tab.asked.clear()
    tab.errors.clear()
    pages = [made.index, *(made.index.parent / "reports").glob("*.html")]
    assert len(pages) == 3
    assert 'class="elsewhere"' in pages[1].read_text(encoding="utf-8")
    for page in pages:
        tab.open(page)
        tab.run("typeof step === 'function' ? step(1) : 0")
        tab.run("typeof tab === 'function' ? tab('cues') : 0")
        assert tab.run("typeof hacked") == "undefined"
        assert tab.run(f"document.querySelectorAll({LIVE!r}).length") == 0
        assert tab.run("[...document.links].every((a) => a.protocol === 'file:')")
    shown = tab.run("$('text').textContent")
    assert "</script><script>hacked=1" in shown
    assert "javascript:" in shown
    assert all(a.startswith(("file:", "about:", "data:")) for a in tab.asked)
    assert tab.errors == []
