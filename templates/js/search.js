// Search: finds pages in an index that is fetched when somebody begins to search.
// Markup: partials/search-field.html; the index: microsite/html/search_file.py
import { followQuery, hideRest, holds, ready, wordsOf } from "./finding.js";

/**
 * @typedef {{ address: string, title: string, lang?: string, kind?: string, names?: string[],
 *   headings?: [string, string][], text?: string }} Entry
 * @typedef {{ entry: Entry, title: string, names: string, headings: string[], text: string }} Ready
 * @typedef {{ entry: Entry, score: number, heading?: [string, string] }} Find
 */

const form = /** @type {HTMLFormElement} */ (document.querySelector(".search-field"));
const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
const found = /** @type {HTMLElement} */ (form.querySelector(".found"));
const results = /** @type {HTMLElement} */ (form.querySelector(".results"));

/** @type {Promise<Ready[]> | undefined} */
let index;

function fetchIndex() {
  index ??= fetch(form.dataset.index ?? "")
    .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
    .then((/** @type {Entry[]} */ entries) => entries.map(prepare));
  index.catch(() => (index = undefined)); // the next try asks again
  return index;
}

/**
 * @param {Entry} entry
 * @returns {Ready}
 */
function prepare(entry) {
  return {
    entry,
    title: ready(entry.title),
    names: ready(...(entry.names ?? [])),
    headings: (entry.headings ?? []).map(([, words]) => ready(words)),
    text: ready(entry.text ?? ""),
  };
}

/**
 * How well a page answers: each word counts where it stands highest, title before name before
 * heading before text. Nothing unless every word is found.
 * @param {Ready} page
 * @param {string[]} words
 * @returns {Find}
 */
function judge({ entry, title, names, headings, text }, words) {
  let score = title === words.map((word) => ` ${word}`).join("") ? 1 : 0;
  let best = 0;
  for (const word of words) {
    const weight = holds(title, word) ? 1000
      : holds(names, word) ? 100
      : headings.some((heading) => holds(heading, word)) ? 10
      : holds(text, word) ? 1 : 0;
    if (weight === 0) return { entry, score: 0 };
    score += weight;
    best = Math.max(best, weight);
  }
  const place = best === 10 ? headings.findIndex((heading) => words.every((word) => holds(heading, word))) : -1;
  return { entry, score, heading: entry.headings?.[place] };
}

/**
 * @param {Find} find
 * @returns {HTMLLIElement}
 */
function render({ entry, heading }) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = heading ? `${entry.address}#${heading[0]}` : entry.address;
  link.textContent = heading ? `${entry.title}: ${heading[1]}` : entry.title;
  if (entry.lang) link.lang = entry.lang;
  line.append(link);
  if (entry.kind) line.append(small("span", ` (${entry.kind})`));
  if (entry.text) line.append(small("p", entry.text));
  return line;
}

/**
 * @param {"span" | "p"} tag
 * @param {string} text
 */
function small(tag, text) {
  const element = document.createElement(tag);
  element.className = "small";
  element.textContent = text;
  return element;
}

/** @param {string} query */
async function answer(query) {
  const words = wordsOf(query);
  /** @type {Find[]} */
  let finds = [];
  let said = "";
  if (query) {
    try {
      const pages = await fetchIndex();
      if (query !== field.value.trim()) return; // a later letter has asked again
      finds = pages.map((page) => judge(page, words)).filter(({ score }) => score > 0);
      finds.sort((one, other) => other.score - one.score); // stable: equals stay in the order of the index
      said = (finds.length ? form.dataset.found : form.dataset.none) ?? "";
    } catch {
      said = form.dataset.failed ?? "";
    }
  }
  results.replaceChildren(...finds.map(render));
  results.hidden = finds.length === 0;
  hideRest(finds.length > 0);
  found.textContent = said.replace("#", String(finds.length));
}

// Arrow keys walk from the field through the results and back; Tab and Enter do what they always do.
form.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const stops = [field, ...results.querySelectorAll("a")];
  const here = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
  if (!step || here < 0 || stops.length === 1) return;
  event.preventDefault();
  stops[Math.min(Math.max(here + step, 0), stops.length - 1)].focus();
});

field.addEventListener("focus", () => fetchIndex().catch(() => {}), { once: true });
followQuery(form, answer);
