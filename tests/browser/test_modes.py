"""Pages as some have them: without styles or scripts, in forced colours, without motion (A11Y-14)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.contrast import contrast, text_pairs

# The order of a page without styles is the order of its markup; what is in it must still fit the screen.
BARE_PAGE = """() => {
  const all = [...document.body.querySelectorAll("*")];
  const place = (selector) => all.indexOf(document.querySelector(selector));
  const main = document.querySelector("main");
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, (node) => node.data.trim() ? 1 : 3);
  const pictures = [...document.body.querySelectorAll("svg, img")];
  return {
    places: ['a[href="#content"]', "header", "header nav", "main", "main h1", "footer"].map(place),
    startsWithHeading: walker.nextNode()?.parentElement.closest("h1") !== null,
    isStyled: document.styleSheets.length > 0 && getComputedStyle(document.body).fontFamily.includes("Onest"),
    wide: pictures.filter((each) => each.getBoundingClientRect().width > innerWidth)
      .map((each) => each.outerHTML.slice(0, 60)),
  };
}"""
MOVING = """(longest) => {
  const found = [];
  const seconds = (list) => Math.max(...list.split(",").map((part) => parseFloat(part) || 0));
  for (const element of document.querySelectorAll("*")) {
    for (const side of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, side);
      const lasts = seconds(style.transitionDuration) + seconds(style.transitionDelay);
      const plays = style.animationName === "none" ? 0 : seconds(style.animationDuration);
      if (Math.max(lasts, plays) > longest || (longest === 0 && style.scrollBehavior === "smooth")) {
        found.push(`${element.localName}.${element.className}${side ?? ""}`);
      }
    }
  }
  const look = (list, applies) => {
    for (const rule of list) {
      const fades = rule.constructor.name === "CSSViewTransitionRule" && applies;
      if (fades && longest === 0) found.push("@view-transition");
      const isOn = !rule.media || matchMedia(rule.media.mediaText).matches;
      if (rule.cssRules) look(rule.cssRules, applies && isOn);
    }
  };
  for (const sheet of document.styleSheets) look(sheet.cssRules, true);
  return found.concat(document.getAnimations().length && longest === 0 ? ["something moves"] : []);
}"""
# Controls that do something only with scripts; what is hidden is no promise.
CONTROLS = """() => [...document.querySelectorAll(
    "button, input, select, textarea, [role=button], [role=combobox]")]
  .filter((element) => element.checkVisibility()).map((element) => element.outerHTML.slice(0, 80))"""
SYSTEM_COLOURS = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  const resolve = (name) => { probe.style.color = name; return getComputedStyle(probe).color; };
  const names = ["Canvas", "CanvasText", "Highlight"];
  const result = Object.fromEntries(names.map((name) => [name, resolve(name)]));
  probe.remove();
  return result;
}"""
# Some pieces show their drawing on the reverse: there the visitor's two colours are exchanged. Those of the
# pattern are left out: the browser's make-believe of forced colours gives each side of them its own two.
# What is filled with a weave has the colour of its threads.
ORNAMENT = """() => [...document.querySelectorAll("svg[aria-hidden=true]")]
  .filter((each) => each.checkVisibility() && !each.closest(".sample .reverse"))
  .map((svg) => {
    const first = svg.querySelector("path, rect, use");
    const weave = document.getElementById(getComputedStyle(first).fill.split('"#')[1]?.slice(0, -2));
    const style = getComputedStyle(weave ? weave.querySelector("path") : first);
    let ground = "";
    for (let each = svg; each && !ground; each = each.parentElement) {
      const { backgroundColor } = getComputedStyle(each);
      if (!/^rgba.* 0.$/.test(backgroundColor)) ground = backgroundColor;
    }
    return [style.stroke === "none" ? style.fill : style.stroke, ground];
  })"""
BORDERLESS = """() => [...document.querySelectorAll(
    ".card, .verdict, .contact-box, .tiles li, .state, .jump a")]
  .filter((each) => parseFloat(getComputedStyle(each).borderBlockEndWidth) === 0
    || getComputedStyle(each).borderBlockEndStyle === "none").map((each) => each.className)"""


@contextmanager
def a_page(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page of its own context, made with these options."""
    context = browser.new_context(**options)
    try:
        yield context.new_page()
    finally:
        context.close()


def test_without_styles_the_order_makes_sense_and_nothing_is_huge(browser: Browser, site: Site) -> None:
    wrong = {}
    with a_page(browser, viewport={"width": 800, "height": 800}) as page:
        page.route("**/*.css", lambda route: route.abort())
        for path in site.path_by_template.values():
            page.goto(site.address + path)
            bare = page.evaluate(BARE_PAGE)
            in_order = -1 not in bare["places"] and bare["places"] == sorted(bare["places"])
            if not (in_order and bare["startsWithHeading"]) or bare["isStyled"] or bare["wide"]:
                wrong[path] = bare

    assert wrong == {}


def test_without_scripts_there_is_no_control_that_would_do_nothing(browser: Browser, site: Site) -> None:
    dead = {}
    with a_page(browser, java_script_enabled=False) as page:
        for path in site.path_by_template.values():
            page.goto(site.address + path)
            found = page.evaluate(CONTROLS)
            if found:
                dead[path] = found

    assert dead == {}


def test_with_reduced_motion_nothing_moves(browser: Browser, site: Site) -> None:
    moving = {}
    with a_page(browser, reduced_motion="reduce") as page:
        for path in site.path_by_template.values():
            page.goto(site.address + path)
            found = page.evaluate(MOVING, 0)
            if found:
                moving[path] = found

    assert moving == {}


def test_what_moves_otherwise_is_over_in_150_milliseconds(browser: Browser, site: Site) -> None:
    slow = {}
    with a_page(browser, reduced_motion="no-preference") as page:
        for path in site.path_by_template.values():
            page.goto(site.address + path)
            found = page.evaluate(MOVING, 0.15)
            if found:
                slow[path] = found

    assert slow == {}


def test_the_measure_of_motion_sees_transitions_animations_and_page_fades(browser: Browser) -> None:
    with a_page(browser, reduced_motion="reduce") as page:
        page.set_content(
            "<!doctype html><style>@view-transition { navigation: auto } b { transition: color 1s }"
            "@keyframes k { to { color: red } } i::before { content: '!'; animation: k 2s }</style>"
            "<b>x</b><i>y</i>"
        )
        found = page.evaluate(MOVING, 0)

    assert {"b.", "i.::before", "@view-transition", "something moves"} <= set(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_every_text_reads_and_borders_and_ornament_stay(
    browser: Browser, site: Site, scheme: str
) -> None:
    wrong = []
    with a_page(browser, forced_colors="active", color_scheme=scheme) as page:
        for path in site.path_by_template.values():
            page.goto(site.address + path)
            colours = page.evaluate(SYSTEM_COLOURS)
            two = {colours["Canvas"], colours["CanvasText"]}
            wrong += [f"{path} {pair}" for pair in text_pairs(page) if contrast(pair.text, pair.ground) < 4.5]
            wrong += [f"{path} no border: {name}" for name in page.evaluate(BORDERLESS)]
            wrong += [
                f"{path} ornament is {colour} on {ground}"
                for colour, ground in page.evaluate(ORNAMENT)
                if {colour, ground or colours["Canvas"]} != two
            ]

    assert wrong == []


def test_in_forced_colours_the_focus_has_the_visitors_own_colour(browser: Browser, site: Site) -> None:
    with a_page(browser, forced_colors="active") as page:
        page.goto(site.address + site.path_by_template["home"])
        highlight = page.evaluate(SYSTEM_COLOURS)["Highlight"]
        stops = []
        for _ in range(6):
            page.keyboard.press("Tab")
            stops.append(page.evaluate("getComputedStyle(document.activeElement).outlineColor"))

    assert stops == [highlight] * 6
