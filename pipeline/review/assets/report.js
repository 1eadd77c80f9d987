const R = DATA.rows, C = DATA.cues, WORDS = { for: false, against: true };
const spans = [...document.querySelectorAll("#text [data-r]")];
const byRow = new Map();
for (const span of spans) for (const key of span.dataset.r.split(" ")) {
  if (!byRow.has(key)) byRow.set(key, []);
  byRow.get(key).push(span);
}
const cards = [];
let shown = R.map((_, i) => i), open = -1;
const low = (text) => text.toLocaleLowerCase();
const haystack = R.map((r) => low([r.sentence, ...r.actors, ...r.targets, ...r.partners, r.number || "", r.id].join(" ")));

// --- the list ----------------------------------------------------------------------------------------------------
const where = (row) => row.page ? `p. ${row.page}` : "";
function who(row) {
  return row.actors.length
    ? make("span", { class: "who" }, row.actors.join("; "))
    : make("span", { class: "who nobody" }, "nobody named");
}
function line(row) {
  const cue = make("span", { class: `cue ${row.s}` }, row.cue);
  const whom = row.targets.length ? ` → ${row.targets.join("; ")}` : "";
  const foot = make("span", { class: "foot" },
    make("span", {}, [row.number, where(row), row.source === "issuer" ? "" : "reported"].filter(Boolean).join(" · ")),
    make("span", { class: row.conf < 0.6 ? "low" : "" }, row.conf.toFixed(2)));
  // An imperative is its own cue: "Measure" is not shown twice.
  const be = row.more.voice === "passive" && row.action !== row.cue && !/^(be|get|being)\b/.test(row.action) ? " be" : "";
  const action = row.action.startsWith(row.cue) ? row.action.slice(row.cue.length) : `${be} ${row.action}`;
  return [who(row), " ", cue, row.not ? make("b", {}, " not") : "", action, whom, foot];
}
function card(row, i) {
  const button = make("button", { type: "button", "aria-expanded": "false", onclick: () => toggle(i) }, ...line(row));
  const made = make("li", { class: "card", id: `card-${i}` }, button);
  cards.push(made);
  return made;
}
$("rows").append(...R.map(card));
$("rows").append(make("li", { class: "hint empty", id: "none", hidden: true }, "Nothing fits these filters."));

function cueCard(cue, i) {
  const jump = () => { show([`c${i}`]); };
  return make("li", { class: "card" }, make("button", { type: "button", onclick: jump },
    make("span", { class: "cue none" }, cue.cue), ` ${cue.k}${cue.not ? ", negated" : ""}: `, cue.sentence,
    make("span", { class: "foot" }, make("span", {}, cue.why || ""), make("span", {}, where(cue)))),
  make("div", { class: "acts quiet" }, make("button", { type: "button",
    onclick: (event) => addDirective(event.target.closest(".card"), cue) }, "Add a directive")));
}
let cuesMade = false;
function makeCues() {
  if (cuesMade) return;
  cuesMade = true;
  if (!C.length) $("cues").append(make("li", { class: "hint empty" }, "Every cue of this report gave a directive."));
  $("cues").append(...C.map(cueCard));
}

// --- one row in full ----------------------------------------------------------------------------------------------
function fact(name, value) {
  return value === null || value === undefined || value === "" ? [] : [make("dt", {}, name), make("dd", {}, value)];
}
function details(i) {
  const row = R[i], report = DATA.report;
  const source = report.source
    ? make("a", { href: report.source + (row.page ? `#page=${row.page}` : ""), target: "_blank", rel: "noopener noreferrer" },
      row.page ? `page ${row.page} of the source` : "the source") : "";
  const list = make("dl", {},
    ...row.how.flatMap((text) => fact(text.slice(0, text.indexOf(" ")), text.slice(text.indexOf(" ") + 1))),
    ...fact("cue", `${row.cue} (${row.lemma}; ${row.k})`),
    ...Object.entries(row.more).flatMap(([name, value]) => fact(name, String(value))),
    ...row.elsewhere.flatMap(([kind, title, place, score]) => fact(kind.toLowerCase(),
      make("span", {}, make("a", { href: `./${place}` }, title), ` (${score.toFixed(2)})`))),
    ...fact("source", row.source), ...fact("confidence", row.conf.toFixed(3)),
    ...fact("directive", make("code", {}, row.id)), ...fact("recommendation", row.item ? make("code", {}, row.item) : ""),
    ...fact("offset", String(row.at)));
  const noted = DATA.corrections.filter((c) => c.row === row.id);
  for (const c of noted) list.append(...fact(`corrected`, `${c.column || c.do}: ${c.value || ""} (${c.who}; ${c.why}; ${c.outcome})`));
  const acts = make("div", { class: "acts" },
    make("button", { type: "button", onclick: () => edit(i) }, "Correct"), source);
  return make("div", { class: "more" }, list, acts);
}
function mark(keys, on) {
  for (const key of keys) for (const span of byRow.get(key) || []) span.classList.toggle("on", on);
}
let marked = [];
function show(keys) {
  mark(marked, false);
  marked = keys;
  mark(keys, true);
  const first = (byRow.get(keys[0]) || [])[0];
  if (!first) return;
  document.body.classList.remove("list");
  pressed();
  first.closest("p, h2, h3, h4, h5, h6").scrollIntoView({ block: "center" });
}
function shut() {
  if (open < 0) return;
  cards[open].classList.remove("on");
  cards[open].firstChild.setAttribute("aria-expanded", "false");
  cards[open].querySelector(".more")?.remove();
  open = -1;
}
function toggle(i, quiet) {
  const was = open;
  shut();
  if (was === i && !quiet) { mark(marked, false); return; }
  open = i;
  cards[i].classList.add("on");
  cards[i].firstChild.setAttribute("aria-expanded", "true");
  cards[i].append(details(i));
  const listed = document.body.classList.contains("list");
  if (!listed) show([`d${i}`]); else { mark(marked, false); marked = [`d${i}`]; mark(marked, true); }
  cards[i].scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", `#${R[i].id}`);
}

// --- corrections --------------------------------------------------------------------------------------------------
const STORE = `corrections ${DATA.report.id}`;
let mine = JSON.parse(keep.get(STORE) || "[]");
const COLUMNS = ["report", "row", "do", "column", "value", "text", "who", "why"];
function current(row, column) {
  if (row[column] instanceof Array) return row[column].join("; ");
  const value = column in row.edit ? row.edit[column] : row[column];
  return value === null || value === undefined ? "" : String(value);
}
// The end of every form: who says so, why, and what becomes of it.
function noting(place, fields, lines, after) {
  const name = make("input", { name: "who", required: true, autocomplete: "name" });
  name.value = keep.get("who") || "";
  const form = make("form", { class: "note-form" }, ...fields,
    make("label", {}, "Who", name), make("label", {}, "Why", make("input", { name: "why", required: true })),
    make("div", { class: "acts" }, make("button", {}, "Note the correction"),
      make("button", { type: "button", onclick: () => { form.remove(); after?.(); } }, "Leave")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep.set("who", form.who.value);
    const same = { report: DATA.report.id, value: "", text: "", who: form.who.value, why: form.why.value };
    mine.push(...lines(form).map((line) => ({ ...same, ...line })));
    form.replaceWith(make("p", { class: "hint noted" }, "Noted; see Corrections for the file to download."));
    noted();
    after?.();
  });
  place.append(form);
  form.elements[0].focus();
}
// Setting one column of a row, or deleting it.
function setting(place, target) {
  if (place.querySelector("form")) return;
  place.querySelector(".noted")?.remove();
  const column = make("select", { name: "column" },
    ...Object.keys(target.editable).map((name) => make("option", { value: name }, name)),
    make("option", { value: "" }, "(delete the row)"));
  const slot = make("span");
  const fill = () => {
    const values = (target.editable[column.value] || "").split("|").filter(Boolean);
    const box = values.length ? make("select", { name: "value" }, ...values.map((v) => make("option", { value: v }, v)))
      : make("input", { name: "value", autocomplete: "off" });
    box.value = column.value ? target.current(column.value) : "";
    slot.replaceChildren(column.value ? box : target.gone);
  };
  column.addEventListener("change", fill);
  fill();
  noting(place, [make("label", {}, "Column", column), make("label", {}, "Value", slot)], (form) => [{
    row: target.id, text: target.text, do: column.value ? "set" : "delete", column: column.value,
    value: column.value ? form.value.value : "",
  }]);
}
function edit(i) {
  const row = R[i];
  setting(cards[i].querySelector(".more"), { id: row.id, text: row.action, editable: DATA.editable,
    current: (name) => current(row, name), gone: "The directive is taken out of the tables." });
}
function editItem(button) {
  const id = button.dataset.item, item = DATA.items[id];
  setting(button.closest(".item"), { id, text: item.text, editable: DATA.editableItem,
    current: (name) => item[name] ?? "", gone: "It is no recommendation; its directives stay, as prose." });
}
// Rows that the program has not. A new recommendation gets a name of its own, by which its lines know each other.
const input = (name, attributes) => make("input", { name, autocomplete: "off", ...attributes });
function addDirective(place, cue) {
  if (place.querySelector("form")) return;
  place.querySelector(".noted")?.remove();
  noting(place, [
    make("label", {}, "Action", input("action_", { required: true, placeholder: "words of the sentence" })),
    make("label", {}, "Actors", input("actors", { placeholder: "names, joined by ;" })),
    make("label", {}, "Strength", make("select", { name: "strength" },
      ...["should", "must", "may"].map((v) => make("option", { value: v }, v)))),
  ], (form) => [["action", form.action_.value], ["actors", form.actors.value],
    ["strength", form.strength.value === "should" ? "" : form.strength.value]]
    .filter(([, value]) => value).map(([column, value]) => ({ row: cue.id, do: "add", column, value })));
}
function addItem(text) {
  const box = $("add-dialog");
  box.querySelector("blockquote").textContent = text.length > 400 ? `${text.slice(0, 400)}…` : text;
  box.querySelector("form")?.remove();
  const row = `r+${Date.now().toString(36)}`;
  noting(box, [make("label", {}, "Number", input("number", { placeholder: "as printed, or empty" })),
    make("label", {}, "Heading", input("heading", { placeholder: "its first words, if they are a heading" }))],
  (form) => [["text", text], ["number", form.number.value], ["heading", form.heading.value]]
    .filter(([, value]) => value).map(([column, value]) => ({ row, do: "add", column, value })),
  () => { box.querySelector(".noted")?.remove(); box.close(); });
  box.showModal();
}
// A cell that a spreadsheet could take for a formula gets an apostrophe, which the pipeline takes off again.
const cell = (text) => {
  const safe = /^[=+\-@\t\r']/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
function csv() {
  const lines = [COLUMNS, ...mine.map((row) => COLUMNS.map((name) => cell(row[name])))].map((l) => l.join(","));
  return lines.join("\r\n") + "\r\n";
}
function download() {
  const url = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = "corrections.csv";
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
function noted() {
  keep.set(STORE, JSON.stringify(mine));
  $("tab-mine").textContent = mine.length ? `Corrections (${mine.length})` : "Corrections";
  const rows = mine.map((row, i) => make("tr", {}, make("td", {}, row.column || "delete"), make("td", {}, row.value),
    make("td", {}, row.do === "add" ? `new: ${row.row}` : row.text), make("td", {}, make("button", { type: "button", "aria-label": "Remove this correction",
      onclick: () => { mine.splice(i, 1); noted(); } }, "×"))));
  const applied = DATA.corrections.map((c) => make("tr", {}, make("td", {}, c.column || c.do), make("td", {}, c.value || ""),
    make("td", {}, `${c.who}: ${c.why}`), make("td", {}, c.outcome)));
  $("mine").replaceChildren(
    make("p", { class: "hint" }, "Noted here, in this browser only. Download them and put the lines into corrections.csv in the raw folder; the next run applies them."),
    ...(mine.length ? [make("div", { class: "scroll" }, make("table", {}, make("tbody", {}, ...rows))),
      make("p", { class: "acts" }, make("button", { type: "button", id: "download", onclick: download }, "Download corrections.csv"),
        make("button", { type: "button", onclick: () => { mine = []; noted(); } }, "Forget them"))]
      : [make("p", { class: "hint empty" }, "None yet: press Correct on a directive or a recommendation, Add a directive on another cue, or select an overlooked recommendation in the text.")]),
    ...(applied.length ? [make("h2", {}, "In these tables"), make("div", { class: "scroll" }, make("table", {}, make("tbody", {}, ...applied)))] : []));
}
noted();

// --- filters ------------------------------------------------------------------------------------------------------
const form = document.querySelector(".filters");
function fits(row, i, want) {
  return (!want.text || haystack[i].includes(want.text))
    && (!want.actor || (want.actor === "(nobody named)" ? !row.actors.length : row.actors.includes(want.actor)))
    && want.strengths.has(row.s)
    && (!want.polarity || row.not === WORDS[want.polarity])
    && (!want.class || row.k === want.class)
    && (!want.conf || (want.conf < 0 ? row.conf < -want.conf : row.conf >= want.conf))
    && (!want.apart || row.apart);
}
function filter() {
  const want = {
    text: low($("f-text").value.trim()), actor: $("f-actor").value, polarity: $("f-not").value, class: $("f-class").value,
    conf: Number($("f-conf").value), apart: $("f-apart").checked,
    strengths: new Set([...document.querySelectorAll(".f-strength:checked")].map((box) => box.value)),
  };
  const ok = R.map((row, i) => fits(row, i, want));
  shown = R.map((_, i) => i).filter((i) => ok[i]);
  cards.forEach((made, i) => { made.hidden = !ok[i]; });
  for (const span of spans) {
    const keys = span.dataset.r.split(" ").filter((k) => k[0] === "d");
    span.classList.toggle("off", keys.length > 0 && !keys.some((k) => ok[Number(k.slice(1))]));
  }
  const hide = $("f-hide").checked;
  for (const block of document.querySelectorAll("#text p, #text h2, #text h3, #text h4, #text h5, #text h6")) {
    const hit = block.classList.contains("label") || [...block.querySelectorAll("[data-r*=d]")].some((s) => !s.classList.contains("off"));
    block.classList.toggle("gone", hide && !hit && block.tagName === "P");
  }
  for (const box of document.querySelectorAll("#text .item")) {
    box.classList.toggle("gone", hide && !box.querySelector("p:not(.gone):not(.label)"));
  }
  $("none").hidden = shown.length > 0;
  $("count").textContent = shown.length === R.length ? `${R.length} directives` : `${shown.length} of ${R.length} directives`;
}
form.addEventListener("input", filter);
form.addEventListener("reset", () => setTimeout(filter));
form.addEventListener("submit", (event) => event.preventDefault());
form.insertBefore(make("button", { type: "button", id: "more-filters", onclick: () => form.classList.toggle("all") }, "Filters"), $("count"));

// --- from the text to a new recommendation ---------------------------------------------------------------------------
let passage = "";
document.addEventListener("selectionchange", () => {
  const chosen = getSelection(), inside = chosen.rangeCount && $("text").contains(chosen.anchorNode) && $("text").contains(chosen.focusNode);
  const text = inside && !$("text").querySelector("form:focus-within") ? String(chosen).trim() : "";
  if (text.length > 20) passage = text;
  $("add-item").hidden = text.length <= 20;
});
$("add-item").addEventListener("click", () => { $("add-item").hidden = true; addItem(passage); });

// --- from the text to the list -------------------------------------------------------------------------------------
$("text").addEventListener("click", (event) => {
  const button = event.target.closest("button.edit");
  if (button) { editItem(button); return; }
  const span = event.target.closest("[data-r]");
  if (!span || String(getSelection())) return;
  const keys = span.dataset.r.split(" ");
  const rows = keys.filter((k) => k[0] === "d").map((k) => Number(k.slice(1))).filter((i) => !cards[i].hidden);
  if (rows.length) {
    const next = rows[(rows.indexOf(open) + 1) % rows.length];
    tab("rows");
    toggle(next, true);
    if (matchMedia("(max-width: 820px)").matches) { document.body.classList.add("list"); pressed(); cards[next].scrollIntoView({ block: "start" }); }
  } else { tab("cues"); show(keys); }
});
$("text").addEventListener("mouseover", (event) => {
  const span = event.target.closest("[data-r]"), tip = $("tip");
  if (!span || span.classList.contains("off")) { tip.hidden = true; return; }
  const keys = span.dataset.r.split(" ");
  const rows = keys.filter((k) => k[0] === "d").map((k) => R[Number(k.slice(1))]);
  tip.replaceChildren(...(rows.length ? rows.slice(0, 3).map((r) => make("div", {},
    `${r.actors.join("; ") || "nobody named"} ${r.cue}${r.not ? " not" : ""} ${r.action.slice(0, 90)} (${r.conf.toFixed(2)})`))
    : keys.map((k) => C[Number(k.slice(1))]).map((c) => make("div", {}, `${c.cue}: ${c.why || c.k}`))));
  const at = span.getClientRects()[0];
  tip.hidden = false;
  tip.style.left = `${Math.max(4, Math.min(at.left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${at.top > tip.offsetHeight + 12 ? at.top - tip.offsetHeight - 6 : at.bottom + 6}px`;
});
$("text").addEventListener("mouseleave", () => { $("tip").hidden = true; });
$("text").addEventListener("scroll", () => { $("tip").hidden = true; }, { passive: true });

// --- tabs, screens, keys --------------------------------------------------------------------------------------------
function tab(name) {
  if (name === "cues") makeCues();
  for (const one of ["rows", "cues", "mine"]) {
    $(one).hidden = one !== name;
    $(`tab-${one}`).setAttribute("aria-selected", String(one === name));
  }
}
for (const one of ["rows", "cues", "mine"]) $(`tab-${one}`).addEventListener("click", () => tab(one));
$("tab-rows").textContent = `Directives (${R.length})`;
$("tab-cues").textContent = `Other cues (${C.length})`;
function pressed() {
  const list = document.body.classList.contains("list");
  $("see-side").setAttribute("aria-pressed", String(list));
  $("see-text").setAttribute("aria-pressed", String(!list));
}
$("see-text").addEventListener("click", () => { document.body.classList.remove("list"); pressed(); if (open >= 0) show([`d${open}`]); });
$("see-side").addEventListener("click", () => { document.body.classList.add("list"); pressed(); if (open >= 0) cards[open].scrollIntoView({ block: "center" }); });
function step(by) {
  if (!shown.length) return;
  const at = shown.indexOf(open);
  const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length;
  tab("rows");
  toggle(shown[next], true);
  cards[shown[next]].firstChild.focus({ preventScroll: true });
}
const KEYS = {
  j: () => step(1), k: () => step(-1), t: turn, "?": () => $("help").showModal(),
  "/": () => { $("f-text").focus(); $("f-text").select(); },
  e: () => { if (open >= 0) edit(open); },
};
["must", "should", "may"].forEach((name, i) => {
  KEYS[i + 1] = () => { const box = document.querySelector(`.f-strength[value=${name}]`); box.checked = !box.checked; filter(); };
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { if (document.activeElement.matches("input")) document.activeElement.blur(); else { shut(); mark(marked, false); } return; }
  if (event.target.matches("input, select, textarea") || $("help").open) return;
  if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
});
$("help-open").addEventListener("click", () => $("help").showModal());

function above() {
  document.documentElement.style.setProperty("--above", `${Math.ceil(document.querySelector(".split").getBoundingClientRect().top + scrollY)}px`);
}
addEventListener("resize", above);
function arrive() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const i = R.findIndex((row) => row.id === wanted);
  const c = C.findIndex((cue) => cue.id === wanted);
  if (i >= 0) toggle(i, true);
  else if (c >= 0) { tab("cues"); show([`c${c}`]); }
  else if (wanted && $(wanted)?.closest("#text")) {
    document.body.classList.remove("list");
    pressed();
    document.querySelector("#text .here")?.classList.remove("here");
    $(wanted).classList.add("here");
    $(wanted).scrollIntoView({ block: "start" });
  }
}
addEventListener("hashchange", arrive);
above();
filter();
arrive();
document.documentElement.dataset.ready = "yes";
