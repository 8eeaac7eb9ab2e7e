// Hides what has passed since the site was built, so that nothing old looks as if it were to come.
// Markup: data-until on an element, the last day; data-when-passed on what to say when none is left.

const today = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/Warsaw", year: "numeric", month: "2-digit", day: "2-digit",
}).format();

for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-until]"))) {
  const until = element.dataset.until ?? "";
  element.hidden = today.slice(0, until.length) > until; // "2027-05" lasts to the end of May
}
for (const words of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-when-passed]"))) {
  words.hidden = words.parentElement?.querySelector("[data-until]:not([hidden])") != null;
}
