"""Checks that everything one can see or use on a page has a name in words.

Part of stage 5. Each check takes a finished page and yields findings; PAGE_CHECKS in checks.py lists them.
A name that comes from another element (`aria-labelledby`) counts; whether that element exists is
for `check_id_references`.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.publish.elements import Element
from microsite.publish.findings import Finding
from microsite.publish.finished_page import FinishedPage

_NAMELESS_INPUTS = frozenset({"hidden", "submit", "reset", "button", "image"})


def check_pictures(page: FinishedPage) -> Iterator[Finding]:
    """Every picture has words in its place, or says that it is decoration."""
    inputs = (field for field in page.elements.tagged("input") if field.get("type").lower() == "image")
    areas = (area for area in page.elements.tagged("area") if "href" in area.attributes)
    for picture in (*page.elements.tagged("img"), *inputs, *areas):
        if "alt" not in picture.attributes:
            source = picture.get("src") or picture.get("href")
            yield Finding(
                code="missing-alt",
                message=f"the picture `{source}` has no `alt`",
                needles=(source, source.rpartition("/")[2]),
                label="a reader who does not see it learns nothing of it",
                hint='say what it shows, or write `alt=""` when it only decorates',
            )


def check_drawings(page: FinishedPage) -> Iterator[Finding]:
    """Every drawing that says it is a picture has a name."""
    titled = {title.parent_id for title in page.elements.tagged("title") if title.has_text}
    for drawing in page.elements.having("role"):
        if drawing.get("role") == "img" and drawing.tag != "img":
            if _has_name(drawing) or drawing.node_id in titled:
                continue
            yield Finding(
                code="unnamed-picture",
                message=f"`{drawing.tag}` says it is a picture (`role=img`) but has no name",
                label="a screen reader says only “image”",
                hint='name it with `title` or `aria-label`, or hide it with `aria-hidden="true"`',
            )


def check_links(page: FinishedPage) -> Iterator[Finding]:
    """Every link and every button says in words what it does."""
    for link in page.elements.tagged("a"):
        if "href" in link.attributes and not link.has_text and not _has_name(link):
            yield Finding(
                code="unnamed-link",
                message=f"the link to `{link.get('href')}` has no text",
                needles=(link.get("href"),) if len(link.get("href")) > 1 else (),
                label="a screen reader can only spell its address",
                hint="put words between the brackets that name the target",
            )
    inputs = (field for field in page.elements.tagged("input") if field.get("type").lower() == "button")
    for button in (*page.elements.tagged("button"), *inputs):
        if not (button.has_text or _has_name(button) or button.get("value")):
            yield Finding(
                code="unnamed-button",
                message="a button has no text",
                label="a screen reader says only “button”",
                hint="put words into it, or an `aria-label`",
            )


def check_fields(page: FinishedPage) -> Iterator[Finding]:
    """Every field of a form has a label."""
    labelled = {label.get("for") for label in page.elements.tagged("label")} - {""}
    for field in _fields(page):
        if field.tag == "input" and field.get("type").lower() in _NAMELESS_INPUTS:
            continue
        if _has_name(field) or field.get("id") in labelled:
            continue
        if "label" in field.ancestor_tags():
            continue
        yield Finding(
            code="unlabelled-field",
            message=f"a form field (`{field.tag}`) has no label",
            needles=(f'id="{field.get("id")}"' if field.get("id") else "",),
            label="nothing says what to put into it",
            hint="add a `label` whose `for` is the id of the field",
        )


def _fields(page: FinishedPage) -> tuple[Element, ...]:
    return tuple(field for tag in ("input", "select", "textarea") for field in page.elements.tagged(tag))


def _has_name(element: Element) -> bool:
    return bool(element.get("aria-label") or element.get("aria-labelledby") or element.get("title"))
