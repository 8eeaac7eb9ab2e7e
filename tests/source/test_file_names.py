"""File names: which are refused, and how they are shown."""

import pytest

from microsite.source.file_names import check_name, fold_name, read_name


def code_of(name: str) -> str:
    text, fault = read_name(name)
    problem = check_name(text, f"content/{text}", fault)
    return problem.code if problem else ""


@pytest.mark.parametrize(
    "name",
    [
        "index.md",
        "Białystok.md",
        "北京.md",
        "visa (old).md",
        "console.md",
        "com10.md",
        "nullable",
        "a..b",
        "-",
    ],
)
def test_ordinary_names_of_any_script_are_let_pass(name: str) -> None:
    assert code_of(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "a\nb.md", "a\x1b[31m.md", "a\u202eb.md", "a\u200bb.md", "a\u2028b.md", "a\x7f.md", "a\x85.md",
        "a\\b.md", "a:b.md", "a?.md", "a|b", 'a"b', "con", "NUL.md", "Aux.tar.gz", "com1", "LPT9.txt",
        "com¹.md", "conin$", "page.md ", "page.",
    ],
)  # fmt: skip
def test_names_another_system_would_lose_or_nobody_can_see_are_refused(name: str) -> None:
    assert code_of(name) == "invalid-file-name"


@pytest.mark.parametrize("name", ["server.pem", "site.KEY", "id_rsa", "id_rsa.old", "id_ed25519", "a.p12"])
def test_private_keys_are_refused_by_their_names(name: str) -> None:
    assert code_of(name) == "private-key"


def test_a_name_is_shown_without_the_characters_that_would_change_a_terminal() -> None:
    text, fault = read_name("a\x1b[31m\u202e.md")

    assert text == "a\\x1b[31m\\u202e.md"
    assert "U+001B" in fault


@pytest.mark.parametrize(
    ("one", "other"),
    [("Page.md", "page.md"), ("caf\u00e9", "cafe\u0301"), ("STRASSE", "straße"), ("Łódź", "łódź")],
)
def test_names_that_some_system_takes_for_one_fold_to_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)
