"""Checks that everything one can see or use on a page has a name in words.

Part of stage 5. Each check takes a finished page and yields problems; PAGE_CHECKS in checks.py lists them.
A name that comes from another element (`aria-labelledby`) counts; whether that element exists is
for `check_id_references`.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.problems import Problem
from microsite.publish.finished_page import Element, FinishedPage

_NAMELESS_INPUTS = frozenset({"hidden", "submit", "reset", "button", "image"})


def check_pictures(page: FinishedPage) -> Iterator[Problem]:
    """Every picture has words in its place, or says that it is decoration."""
    inputs = (field for field in page.tagged("input") if field.get("type").lower() == "image")
    areas = (area for area in page.tagged("area") if "href" in area.attributes)
    for picture in (*page.tagged("img"), *inputs, *areas):
        if "alt" not in picture.attributes:
            source = picture.get("src") or picture.get("href")
            yield Problem(
                code="missing-alt",
                message=f"the picture `{source}` has no `alt`",
                location=page.place(source, source.rpartition("/")[2]),
                label="a reader who does not see it learns nothing of it",
                hint='say what it shows, or write `alt=""` when it only decorates',
                page=page.address,
            )


def check_drawings(page: FinishedPage) -> Iterator[Problem]:
    """Every drawing that says it is a picture has a name."""
    titled = {title.parent for title in page.tagged("title") if page.text_of(title)}
    for drawing in page.having("role"):
        if drawing.get("role") == "img" and drawing.tag != "img":
            if _has_name(drawing) or drawing.position in titled:
                continue
            yield Problem(
                code="unnamed-picture",
                message=f"`{drawing.tag}` says it is a picture (`role=img`) but has no name",
                location=page.place(),
                label="a screen reader says only “image”",
                hint='name it with `title` or `aria-label`, or hide it with `aria-hidden="true"`',
                page=page.address,
            )


def check_links(page: FinishedPage) -> Iterator[Problem]:
    """Every link and every button says in words what it does."""
    for link in page.tagged("a"):
        if "href" in link.attributes and not page.text_of(link) and not _has_name(link):
            yield Problem(
                code="unnamed-link",
                message=f"the link to `{link.get('href')}` has no text",
                location=page.place(link.get("href")) if len(link.get("href")) > 1 else page.place(),
                label="a screen reader can only spell its address",
                hint="put words between the brackets that name the target",
                page=page.address,
            )
    inputs = (field for field in page.tagged("input") if field.get("type").lower() == "button")
    for button in (*page.tagged("button"), *inputs):
        if not (page.text_of(button) or _has_name(button) or button.get("value")):
            yield Problem(
                code="unnamed-button",
                message="a button has no text",
                location=page.place(),
                label="a screen reader says only “button”",
                hint="put words into it, or an `aria-label`",
                page=page.address,
            )


def check_fields(page: FinishedPage) -> Iterator[Problem]:
    """Every field of a form has a label."""
    labelled = {label.get("for") for label in page.tagged("label")} - {""}
    for field in page.tagged("input", "select", "textarea"):
        if field.tag == "input" and field.get("type").lower() in _NAMELESS_INPUTS:
            continue
        if _has_name(field) or field.get("id") in labelled:
            continue
        if any(outer.tag == "label" for outer in page.ancestors(field)):
            continue
        yield Problem(
            code="unlabelled-field",
            message=f"a form field (`{field.tag}`) has no label",
            location=page.place(f'id="{field.get("id")}"' if field.get("id") else ""),
            label="nothing says what to put into it",
            hint="add a `label` whose `for` is the id of the field",
            page=page.address,
        )


def _has_name(element: Element) -> bool:
    return bool(element.get("aria-label") or element.get("aria-labelledby") or element.get("title"))
