// "Turn the cloth": shows the other of the two sides. Markup: partials/side.html
// The choice is kept only while it differs from what the device asks for; partials/saved-side.html reads it.

const NAME = "side"; // of the stored value, "face" or "reverse", and of the attribute data-side
const root = document.documentElement;
const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(".turn"));
const isDark = matchMedia("(prefers-color-scheme: dark)");

/** The side that the device asks for. */
const ownSide = () => (isDark.matches ? "reverse" : "face");

function stored() {
  try {
    const side = localStorage.getItem(NAME);
    return side === "face" || side === "reverse" ? side : null;
  } catch {
    return null; // a browser that stores nothing turns one page at a time
  }
}

/** @param {string | null} side */
function store(side) {
  try {
    if (side) localStorage.setItem(NAME, side);
    else localStorage.removeItem(NAME);
  } catch {
    // as above
  }
}

/** @param {string | null} side */
function turnTo(side) {
  if (side) root.dataset.side = side;
  else delete root.dataset.side;
  paintBrowser();
}

/** Give the browser's own bars the ground of the page. */
function paintBrowser() {
  const ground = getComputedStyle(root).backgroundColor;
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.setAttribute("content", ground);
}

if (button && CSS.supports("color", "light-dark(red, red)")) {
  button.addEventListener("click", () => {
    const other = (root.dataset.side ?? ownSide()) === "face" ? "reverse" : "face";
    const chosen = other === ownSide() ? null : other;
    store(chosen);
    turnTo(chosen);
  });
  // Another window of the site has been turned, or this page comes back out of the browser's memory.
  addEventListener("storage", (event) => event.key === NAME && turnTo(stored()));
  addEventListener("pageshow", (event) => event.persisted && turnTo(stored()));
  if (root.dataset.side) paintBrowser();
  button.hidden = false;
}
