const ROWS = DATA.rows.map((row) => ({ row, text: `${row[1].join(" ")} ${row[4]}`.toLocaleLowerCase() }));
const SHOWN = 300;
let cell = null;

function list() {
  const words = $("q").value.trim().toLocaleLowerCase();
  const found = !words && !cell ? [] : ROWS.filter(({ row, text }) => (!words || text.includes(words))
    && (!cell || (row[1].includes(cell.actor) && row[2] === cell.strength && row[3] === cell.not))).map(({ row }) => row);
  $("found").replaceChildren(...found.slice(0, SHOWN).map((row) => {
    const [number, actors, strength, not, action, id, confidence] = row, [file, title] = DATA.reports[number];
    return make("tr", {},
      make("td", {}, actors.join("; ") || make("span", { class: "who nobody" }, "nobody named")),
      make("td", {}, make("span", { class: `cue ${strength}` }, strength), not ? make("b", {}, " not") : ""),
      make("td", {}, make("a", { href: `./${file.split("/").map(encodeURIComponent).join("/")}#${id}` }, action)),
      make("td", {}, title),
      make("td", { class: confidence < 0.6 ? "n low" : "n" }, confidence.toFixed(2)));
  }));
  $("found-box").hidden = !found.length;
  const chosen = cell ? `${cell.actor}, ${cell.not ? "do not: " : ""}${cell.strength}. ` : "";
  const many = found.length > SHOWN ? `; the first ${SHOWN} are shown` : "";
  $("found-count").textContent = words || cell ? `${chosen}${found.length} directives${many}` : "";
}
$("q").addEventListener("input", list);
document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
document.querySelector(".filters").addEventListener("reset", () => { cell = null; setTimeout(list); });
if ($("matrix")) $("matrix").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  cell = { actor: button.dataset.actor, strength: button.dataset.strength, not: Number(button.dataset.not) };
  list();
  $("found-head").scrollIntoView({ block: "start" });
});
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") { event.preventDefault(); $("q").focus(); }
  if (event.key === "t") turn();
});
document.documentElement.dataset.ready = "yes";
