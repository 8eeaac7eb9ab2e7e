"""YAML refusals: what YAML allows and these sources do not, as problems.

Stage 1 of 5, used by yaml_nodes.py alone. Each of these lets one file mean two things, or mean more
than its author can see. What YAML itself does not allow is explained in yaml_faults.py.
"""

from __future__ import annotations

from microsite.problems import Location, Problem
from microsite.source.text import in_backticks


def refuse_duplicate_key(key: str, location: Location, first: Location) -> Problem:
    """Refuse a second value for one key: YAML libraries keep the last, people see the first."""
    return Problem(
        code="duplicate-key",
        message=f"the key {in_backticks(key)} is given twice",
        location=location,
        label=f"first given on line {first.line}",
        hint="keep one of the two",
        related=(first,),
    )


def refuse_complex_key(location: Location) -> Problem:
    """Refuse a list or mapping as key: most often a value such as `{{ name }}` without quotes."""
    return Problem(
        code="complex-key",
        message="a list or a mapping stands where a key should be",
        location=location,
        label="brackets and braces begin a list or a mapping",
        hint="put the whole value in quotes if the bracket is part of the text",
    )


def refuse_empty_key(location: Location) -> Problem:
    """Refuse a value that has no name."""
    return Problem(
        code="empty-key",
        message="the line has a value and no key",
        location=location,
        label="nothing before the colon",
    )


def refuse_merge_key(location: Location) -> Problem:
    """Refuse `<<`, which nested a few times over holds more fields than memory does."""
    return Problem(
        code="merge-key",
        message="`<<` copies fields from another place",
        location=location,
        label="merge keys are not read",
        hint="write the fields out",
    )


def refuse_alias(name: str, location: Location) -> Problem:
    """Refuse `*name`."""
    return Problem(
        code="yaml-alias",
        message=f"{in_backticks('*' + name)} stands for a value written elsewhere",
        location=location,
        label="aliases are not read",
        hint="write the value out, or put quotes around it if the asterisk is part of the text",
    )


def refuse_anchor(anchor: str, location: Location) -> Problem:
    """Refuse `&name`."""
    return Problem(
        code="yaml-anchor",
        message=f"{in_backticks(anchor)} gives a value a name for use elsewhere",
        location=location,
        label="anchors are not read",
        hint="delete it, or put quotes around the value if the `&` is part of the text",
    )


def refuse_tag(tag: str, location: Location) -> Problem:
    """Refuse `!name`, which in other programs can run code."""
    return Problem(
        code="yaml-tag",
        message=f"{in_backticks(tag)} tells a program how to read the value",
        location=location,
        label="tags are not read; the field decides",
        hint="delete it, or put quotes around the value if the `!` is part of the text",
    )


def refuse_escape(character: str, location: Location) -> Problem:
    """Refuse a control character written as an escape in double quotes."""
    return Problem(
        code="control-character",
        message=f"the value holds the control character {character}",
        location=location,
        label="written with a backslash",
        hint="delete it, or write two backslashes if the backslash is part of the text",
    )


def refuse_depth(limit: int, location: Location) -> Problem:
    """Refuse one level of nesting too many."""
    return Problem(
        code="yaml-too-deep",
        message=f"lists and mappings stand in each other more than {limit} deep",
        location=location,
        label=f"level {limit + 1} begins here",
        hint="use fewer levels",
    )


def refuse_the_rest(limit: int, location: Location) -> Problem:
    """Refuse to go on: a million lines of one mistake help nobody and fill the memory."""
    return Problem(
        code="too-many-problems",
        message=f"the file has {limit} problems and may have more",
        location=location,
        label="not read from here on",
        hint="mend the first few and build again",
    )


def refuse_second_document(mark: str, location: Location) -> Problem:
    """Refuse `---` or `...` with something on both sides of it."""
    return Problem(
        code="several-documents",
        message=f"`{mark}` parts the file into two documents",
        location=location,
        label="nothing below this line is read",
        hint="delete the line, or move what is below it to a file of its own",
    )


def refuse_directive(line: str, location: Location) -> Problem:
    """Refuse `%YAML` and `%TAG`."""
    return Problem(
        code="yaml-directive",
        message=f"the file begins with the YAML directive {in_backticks(line)}",
        location=location,
        label="directives are not read",
        hint="delete the line, and the `---` below it",
    )
