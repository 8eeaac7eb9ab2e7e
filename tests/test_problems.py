from __future__ import annotations

from microsite.problems import Location, Problem, sort_problems


def _problem(line: int = 1, *, code: str = "code", message: str = "message", label: str = "") -> Problem:
    return Problem(code=code, message=message, location=Location("a.yaml", line), label=label)


def test_problems_are_told_by_place_first_and_then_by_their_words() -> None:
    told = (
        _problem(1, code="b"),
        _problem(2, code="a", message="b"),
        _problem(2, code="b", message="a"),
        _problem(2, code="b", message="b"),
    )

    assert sort_problems(reversed(told)) == told


def test_problems_that_differ_only_in_their_label_have_an_order_too() -> None:
    told = tuple(_problem(label=label) for label in "abcdefghij")

    assert sort_problems(reversed(told)) == told


def test_a_problem_that_was_found_twice_is_told_once() -> None:
    assert sort_problems([_problem(), _problem()]) == (_problem(),)
