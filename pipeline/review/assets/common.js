"use strict";
// Text of reports is put on the page as text only: no innerHTML anywhere in these scripts.
const $ = (id) => document.getElementById(id);
const DATA = JSON.parse($("data").textContent);
const LOCAL = /^(\.{1,2}\/)/;

function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "href" && !LOCAL.test(value) && !value.startsWith("#")) continue;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
  return made;
}

const keep = {
  get(name) { try { return localStorage.getItem(name); } catch { return null; } },
  set(name, value) { try { localStorage.setItem(name, value); } catch { /* a browser that keeps nothing for files */ } },
};

function theme(wanted) {
  const now = wanted || keep.get("theme");
  if (now) document.documentElement.dataset.theme = now;
}
function turn() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  keep.set("theme", dark ? "light" : "dark");
  theme(dark ? "light" : "dark");
}
theme();
if ($("theme")) $("theme").addEventListener("click", turn);
