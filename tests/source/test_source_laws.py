"""Laws of the first stage: they hold for any bytes, not only for those somebody thought of."""

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from microsite.problems import Location, Problems
from microsite.source import (
    ListNode,
    MapNode,
    Node,
    Scalar,
    SourceFile,
    Span,
    decode,
    parse_yaml,
    split_front_matter,
)

FRAGMENTS = st.sampled_from(
    [
        *(
            "a",
            "b",
            "key",
            "ł",
            "😀",
            "\u2028",
            " ",
            "  ",
            "\n",
            "\n  ",
            "\n    ",
            "\t",
            ": ",
            ":",
            "- ",
            "-",
            "? ",
        ),
        *(
            "[",
            "]",
            "{",
            "}",
            ",",
            ", ",
            "'",
            '"',
            "|\n",
            ">-\n",
            "#",
            " #",
            "&a ",
            "*a",
            "!",
            "!!str ",
            "<<: ",
        ),
        *("%", "@", "`", "\\", "\\0", "\\x1b", "---\n", "...\n", "\r\n", "\ufeff", "\0", "\x85", "\ud800"),
        *("a: ", "\na: ", "\nb: ", "\n- ", "<<<<<<<", ">>>>>>>", "="),
    ]
)
NEAR_YAML = st.lists(FRAGMENTS, max_size=40).map("".join)
ANY_TEXT = NEAR_YAML | st.text(max_size=60)
ANY_BYTES = st.binary(max_size=60) | ANY_TEXT.map(lambda text: text.encode("utf-8", "surrogatepass"))

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\u2028\u2029\ufeff"))
VALUES = st.sampled_from(
    [
        *(
            "x",
            "NO",
            "1:2",
            "a#b",
            "a # note",
            "-1",
            "a, b",
            "it's",
            "http://x/",
            "ł 😀",
            "",
            "x\n    y",
            "x\n\n    y",
        ),
        *("'q: r'", "'it''s'", '"d: \\u0142"', '"x\n    y"', "[]", "[a, 'b', [c]]", "{}", "{b: c, 'd': [e]}"),
        *(
            "|\n    x\n      y",
            ">-\n    x\n    y",
            "|+\n    x\n",
            "\n    - x\n    - - y\n    -",
            "\n    b: c\n    d:",
        ),
    ]
)
KEYS = st.sampled_from(["a", "b c", "ł", "😀", "NO", "1:2", "it's", "x#y", "-z"])
GOOD_YAML = st.dictionaries(KEYS, VALUES, min_size=1).map(
    lambda fields: "\n".join(f"{key}: {value}" for key, value in fields.items())
)
RECORDS = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS.filter(bool), inner, max_size=4),
    max_leaves=12,
)

Nested = str | list["Nested"] | dict[str, "Nested"]


def places(problems: Problems) -> list[Location]:
    return [place for problem in problems for place in (problem.location, *problem.related)]


def spans(node: Node | None) -> list[Span]:
    if isinstance(node, MapNode):
        parts = [s for e in node.entries for s in (e.key.span, *spans(e.value))]
        return [node.span, *parts]
    if isinstance(node, ListNode):
        return [node.span, *(s for each in node.items for s in spans(each))]
    return [node.span] if node else []


def assert_inside(text: str, line: int, column: int, length: int) -> None:
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= line <= len(lines)
    assert column >= 1
    assert length >= 1
    assert column + length - 1 <= max(1, len(lines[line - 1]))


def nested(node: Node) -> Nested:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, ListNode):
        return [nested(each) for each in node.items]
    return {entry.key.text: nested(entry.value) for entry in node.entries}


@given(ANY_BYTES)
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_a_text_or_a_problem(content: bytes) -> None:
    text, problems = decode(SourceFile("a.md", content))

    assert (text is None) == bool(problems)


@given(ANY_BYTES)
@settings(max_examples=100, deadline=None)
def test_a_decoded_text_decodes_to_itself(content: bytes) -> None:
    text, _ = decode(SourceFile("a.md", content))
    assume(text is not None and not text.startswith("\ufeff"))
    assert text is not None

    assert decode(SourceFile("a.md", text.encode())) == (text, ())


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_any_text_is_parsed_with_places_inside_it(text: str) -> None:
    node, problems = parse_yaml(text, "a.yaml")

    for place in places(problems):
        assert_inside(text, place.line, place.column, place.length)
    for span in spans(node):
        assert_inside(text, span.line, span.column, span.length)


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_any_text_is_split_with_places_inside_it(middle: str) -> None:
    text = f"---\n{middle}\n---\nbody\n".replace("\r\n", "\n").replace("\r", "\n")

    front_matter, problems = split_front_matter(text, "a.md")

    assert front_matter is not None
    lines = text.split("\n")
    assert "\n".join(lines[front_matter.body_line - 1 :]) == front_matter.body
    for place in places(problems):
        assert 1 <= place.line <= len(lines)


@given(GOOD_YAML)
@settings(max_examples=200, deadline=None)
def test_a_key_stands_at_its_place(text: str) -> None:
    node, problems = parse_yaml(text, "a.yaml")

    assert problems == ()
    assert isinstance(node, MapNode)
    lines = text.split("\n")
    for key in (entry.key for entry in node.entries):
        start = key.span.column - 1
        assert lines[key.span.line - 1][start : start + key.span.length] == key.text


@given(RECORDS, st.booleans(), st.booleans(), st.sampled_from([None, "'", '"', "|"]))
@settings(max_examples=200, deadline=None)
def test_what_was_written_is_what_is_read(
    record: Nested, in_ascii: bool, in_brackets: bool, style: str | None
) -> None:
    text = yaml.safe_dump(
        record, allow_unicode=not in_ascii, default_flow_style=in_brackets, default_style=style, width=30
    )

    node, problems = parse_yaml(text, "a.yaml")

    assert problems == ()
    assert node is not None
    assert nested(node) == record


@given(GOOD_YAML)
@settings(max_examples=200, deadline=None)
def test_a_text_without_problems_says_the_same_to_another_parser(text: str) -> None:
    node, problems = parse_yaml(text, "a.yaml")

    assert problems == ()
    assert node is not None
    assert nested(node) == yaml.load(text, Loader=yaml.BaseLoader)


@given(NEAR_YAML)
@settings(max_examples=300, deadline=None)
def test_a_text_near_to_yaml_never_says_two_things_to_two_parsers(text: str) -> None:
    node, problems = parse_yaml(text, "a.yaml")
    if node is None or problems or "\u2028" in text:
        return
    try:
        judged = yaml.load(text.lstrip("\ufeff"), Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return  # libyaml forgives a few spellings that the other parser does not

    assert nested(node) == judged
