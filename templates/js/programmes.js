// Filters of the programmes: leaves of the tables only the rows that answer. Markup: partials/programme-filters.html
//
// What is checked stands in the address, so links can be shared and Back works. In one group any of the
// checked values will do; a group with nothing checked asks for nothing.

const form = /** @type {HTMLFormElement} */ (document.querySelector(".filters"));
const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[type=checkbox]")]);
const tally = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("main tr[data-level]")]);
const sections = new Set(rows.map((row) => /** @type {HTMLElement} */ (row.closest("section"))));
const names = [...new Set(boxes.map((box) => box.name))];

/**
 * @param {HTMLElement} row
 * @param {Map<string, string[]>} wanted values by the name of their group
 */
function answers(row, wanted) {
  return names.every((name) => {
    const values = wanted.get(name) ?? [];
    const own = (row.dataset[name] ?? "").split(" ");
    return !values.length || values.some((value) => own.includes(value));
  });
}

function show() {
  const checked = boxes.filter((box) => box.checked);
  const wanted = new Map(names.map((name) => [
    name, checked.filter((box) => box.name === name).map((box) => box.value),
  ]));
  for (const row of rows) row.hidden = !answers(row, wanted);
  for (const section of sections) {
    section.hidden = rows.every((row) => row.hidden || row.closest("section") !== section);
  }
  for (const rest of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-rest]"))) {
    rest.hidden = checked.length > 0;
  }
  const count = rows.filter((row) => !row.hidden).length;
  tally.textContent = checked.length ? (form.dataset.found ?? "").replace("#", String(count)) : "";
}

function writeAddress() {
  const address = new URL(location.href);
  address.hash = "";
  for (const name of names) address.searchParams.delete(name);
  for (const box of boxes.filter((each) => each.checked)) address.searchParams.append(box.name, box.value);
  if (address.href !== location.href) history.pushState(null, "", address);
}

function readAddress() {
  const asked = new URLSearchParams(location.search);
  for (const box of boxes) box.checked = asked.getAll(box.name).includes(box.value);
  show();
}

form.addEventListener("change", () => {
  show();
  writeAddress();
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  for (const box of boxes) box.checked = false;
  show();
  writeAddress();
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", readAddress);
form.hidden = false;
readAddress();
