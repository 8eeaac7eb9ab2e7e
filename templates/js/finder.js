// "Is my university a partner?": shows of the list below only what answers. Markup: partials/finder.html
import { followQuery, hideRest, holds, ready, wordsOf } from "./finding.js";

const FEW = 3; // partners that are named in the answer itself

/**
 * What a partner can be found by: its names and town, those of its country.
 * @param {...(Element | null)} rows
 */
function namesOf(...rows) {
  const heads = rows.map((row) => row?.querySelector("th"));
  // Each name is an element; taken as one text, names in lines below one another would run together.
  const names = heads.flatMap((head) => Array.from(head?.children ?? [], (name) => name.textContent ?? ""));
  return ready(...names, ...heads.map((head) => head?.dataset.names ?? ""));
}

/**
 * A partner's name and status in a line, for an answer that can be given at once.
 * @param {Element} row
 */
function lineOf(row) {
  const line = document.createElement("li");
  const name = row.querySelector("th > :first-child")?.cloneNode(true) ?? "";
  line.append(name, `: ${row.lastElementChild?.textContent}`);
  return line;
}

const form = /** @type {HTMLFormElement} */ (document.querySelector(".finder"));
const [found, few, none] = /** @type {NodeListOf<HTMLElement>} */ (
  form.querySelectorAll(".found, .found-few, .found-none")
);

// A region holds countries (one tbody each), a country its partners.
const sections = new Set([...document.querySelectorAll("main .country")].map((row) => row.closest("section")));
const regions = [...sections].filter((section) => section != null).map((section) => ({
  section,
  countries: [...section.querySelectorAll("tbody")].map((body) => ({
    body,
    partners: [...body.querySelectorAll("tr:not(.country)")].map((row) => ({
      row: /** @type {HTMLElement} */ (row),
      names: namesOf(row, body.querySelector(".country")),
    })),
  })),
}));

followQuery(form, (query) => {
  const words = wordsOf(query);
  const isAsking = query !== "";
  /** @type {Element[]} */
  const shown = [];
  for (const { section, countries } of regions) {
    for (const { body, partners } of countries) {
      for (const { row, names } of partners) {
        row.hidden = isAsking && !(words.length && words.every((word) => holds(names, word)));
        if (!row.hidden) shown.push(row);
      }
      body.hidden = partners.every(({ row }) => row.hidden);
    }
    section.hidden = countries.every(({ body }) => body.hidden);
  }
  const isFound = isAsking && shown.length > 0;
  hideRest(isAsking);
  found.textContent = isFound ? (form.dataset.found ?? "").replace("#", String(shown.length)) : "";
  few.replaceChildren(...(isFound && shown.length <= FEW ? shown.map(lineOf) : []));
  none.hidden = !isAsking || isFound;
});
