"""Values: what the standard decorator promises, of classes whose methods are written when they are called."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from microsite.values import dataclass


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    people: int = 0
    rivers: list[str] = dataclasses.field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Capital(Town):
    since: int = 1569


@dataclass(slots=True)
class Count:
    number: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """A class without fields."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Standard:
    name: str
    people: int = 0
    rivers: list[str] = dataclasses.field(default_factory=list)


def test_a_value_is_made_as_the_standard_decorator_makes_it() -> None:
    made, like = Town("Białystok", rivers=["Biała"]), _Standard("Białystok", rivers=["Biała"])

    assert dataclasses.asdict(made) == dataclasses.asdict(like)
    assert repr(made) == repr(like).replace("_Standard", "Town")
    assert [each.name for each in dataclasses.fields(Town)] == ["name", "people", "rivers"]


def test_each_value_gets_a_default_of_its_own() -> None:
    assert Town("a").rivers is not Town("b").rivers


def test_a_class_takes_over_the_fields_of_another() -> None:
    assert Capital("Kraków", since=1038) == Capital("Kraków", 0, [], 1038)
    assert Capital("Kraków") != Town("Kraków")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Town(people=1),  # type: ignore[call-arg]
        lambda: Town("a", 1, [], 2),  # type: ignore[call-arg]
        lambda: Town("a", mayor="b"),  # type: ignore[call-arg]
    ],
)
def test_a_value_is_not_made_of_too_little_or_too_much(make: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match=r"Town\.__init__\(\)"):
        make()


def test_a_frozen_value_stays_as_it_is() -> None:
    town: Any = Town("Białystok")

    with pytest.raises(dataclasses.FrozenInstanceError):
        town.name = "Wilno"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del town.name
    assert dataclasses.replace(town, name="Wilno") == Town("Wilno")
    assert town == Town("Białystok")


def test_values_that_are_equal_have_one_hash() -> None:
    assert {Capital.__name__, Nothing()} == {Capital.__name__, Nothing()}
    assert hash(Route("en", 1)) == hash(Route("en", 1))
    assert Route("en", 1) != Route("en", 2)


@dataclass(frozen=True, slots=True)
class Route:
    path: str
    line: int


def test_a_value_that_may_change_has_no_hash() -> None:
    count = Count(1)
    count.number = 2

    assert count == Count(2)
    with pytest.raises(TypeError):
        hash(count)


@pytest.mark.parametrize("value", [Town("a", 1), Capital("b"), Nothing(), Route("c", 3)])
def test_a_value_is_kept_and_copied(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.deepcopy(value) == value


def test_patterns_take_a_value_apart() -> None:
    match Route("en", 1):
        case Route(path, line):
            assert (path, line) == ("en", 1)


def test_nothing_is_written_before_the_first_value() -> None:
    @dataclass(frozen=True, slots=True)
    class Unused:
        name: str

    first = Unused.__init__
    Unused("a")

    assert first.__name__ == "write_init"
    assert Unused.__init__ is not first
