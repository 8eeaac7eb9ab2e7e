// What the finder and the search share: how words are compared, and the field whose words stand in the address.

// --- Letters: compared without case, marks and tails, so that "Firat" finds Fırat. microsite/pages/
// index_page.py folds in the same way, and tests/test_folding.py holds the two together.

/** Small letters that Unicode does not take apart into a letter and a mark, or that mean another. */
const WHOLE_LETTERS = {
  ł: "l", ø: "o", ı: "i", ə: "e", ǝ: "e", đ: "d", ð: "d", ħ: "h", ŧ: "t", ŋ: "n",
  ß: "ss", æ: "ae", œ: "oe", þ: "th", ς: "σ",
  қ: "к", ғ: "г", ң: "н", ө: "о", ү: "у", ұ: "у", һ: "х", ґ: "г", ђ: "д", ћ: "т",
};
const TABLE = new Map(Object.entries(WHOLE_LETTERS));

/**
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  const bare = text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
  return Array.from(bare, (letter) => TABLE.get(letter) ?? letter).join("");
}

/**
 * The words of a text, folded; "Xi'an" is one word.
 * @param {string} text
 * @returns {string[]}
 */
export function wordsOf(text) {
  return fold(text).replace(/['’ʻʼ`]/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * A text made ready for `holds`: its words, each after a space.
 * @param {...string} texts
 * @returns {string}
 */
export function ready(...texts) {
  return texts.flatMap(wordsOf).map((word) => ` ${word}`).join("");
}

/**
 * Whether a text has a word that begins like this one. Scripts without capital letters (Chinese,
 * Arabic) do not part words as ours do: there it may stand anywhere.
 * @param {string} readyText
 * @param {string} word folded
 * @returns {boolean}
 */
export function holds(readyText, word) {
  return readyText.includes(word === word.toUpperCase() ? word : ` ${word}`);
}

// --- A search field whose words stand in the address: shared links show what was found, and Back works.

const PAUSE = 300; // milliseconds without a key after which the address is written

/**
 * Show what a form's field asks for, now and whenever it changes, and take the form out of hiding.
 * @param {HTMLFormElement} form with one field named `q`
 * @param {(query: string) => void} show
 */
export function followQuery(form, show) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  let shown = "";
  let timer = 0;
  let isNewStep = true; // the first letter after a pause of thought makes a new entry for Back

  const asked = () => new URLSearchParams(location.search).get("q") ?? "";

  function writeAddress() {
    clearTimeout(timer);
    const query = field.value.trim();
    if (query === asked()) return;
    const address = new URL(location.href);
    address.hash = "";
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history[isNewStep ? "pushState" : "replaceState"](null, "", address);
    isNewStep = false;
  }

  function showField() {
    const query = field.value.trim();
    if (query !== shown) show((shown = query));
  }

  function readAddress() {
    clearTimeout(timer);
    isNewStep = true;
    field.value = asked();
    showField();
  }

  function clear() {
    field.value = "";
    showField();
    writeAddress();
    field.focus();
  }

  field.addEventListener("input", () => {
    showField();
    clearTimeout(timer);
    timer = setTimeout(writeAddress, PAUSE);
  });
  field.addEventListener("change", () => {
    writeAddress();
    isNewStep = true;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    writeAddress();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    clear();
  });
  addEventListener("popstate", readAddress);
  form.hidden = false;
  readAddress();
}

/**
 * Hide what stands in the way of the answer while there is one. Markup: `data-rest`.
 * @param {boolean} isHidden
 */
export function hideRest(isHidden) {
  for (const element of document.querySelectorAll("[data-rest]")) {
    /** @type {HTMLElement} */ (element).hidden = isHidden;
  }
}
