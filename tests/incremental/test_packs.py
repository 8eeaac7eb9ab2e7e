"""Packs: what was added is found again, in any process, and what was spoilt is refused."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.incremental.packs import Packs, Shelf, Spoilt


@pytest.fixture
def packs(tmp_path: Path) -> Iterator[Packs]:
    """The packs of an empty folder."""
    with closing(Packs(tmp_path / "packs")) as packs:
        yield packs


def test_what_was_added_can_be_read_at_once(packs: Packs) -> None:
    places = [packs.add(content) for content in (b"one", b"", b"two")]

    assert [packs.read(place) for place in places] == [b"one", b"", b"two"]


def test_nothing_is_made_on_the_disk_before_something_is_added(tmp_path: Path) -> None:
    with closing(Packs(tmp_path / "packs")):
        assert not (tmp_path / "packs").exists()


def test_another_process_reads_what_was_added(packs: Packs, tmp_path: Path) -> None:
    place = packs.add(b"content")

    with closing(Packs(tmp_path / "packs")) as others:
        assert others.read(place) == b"content"


def test_each_process_adds_to_a_pack_of_its_own(packs: Packs, tmp_path: Path) -> None:
    first = packs.add(b"here")
    answer, question = os.pipe()
    child = os.fork()
    if child == 0:
        place = packs.add(b"there")
        os.write(question, repr(place).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(question)
    with open(answer, "rb") as written:
        name, start, length, checksum = eval(written.read())  # a place that our own child wrote down

    assert name != first[0]
    assert packs.read((name, start, length, checksum)) == b"there"
    assert packs.read(packs.add(b"here, too")) == b"here, too"
    assert packs.read(first) == b"here"


def test_a_later_process_goes_on_with_a_pack(packs: Packs, tmp_path: Path) -> None:
    first = packs.add(b"first")
    packs.close()

    with closing(Packs(tmp_path / "packs", append_to=first[0])) as later:
        second = later.add(b"second")

        assert second[0] == first[0]
        assert [later.read(first), later.read(second)] == [b"first", b"second"]


def test_with_a_scratch_folder_nothing_is_written_elsewhere(packs: Packs, tmp_path: Path) -> None:
    first = packs.add(b"first")
    packs.close()
    before = (tmp_path / "packs" / first[0]).read_bytes()
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    with closing(Packs(tmp_path / "packs", append_to=first[0], scratch=scratch)) as later:
        second = later.add(b"second")

        assert [later.read(first), later.read(second)] == [b"first", b"second"]
    assert [path.name for path in (tmp_path / "packs").iterdir()] == [first[0]]
    assert (tmp_path / "packs" / first[0]).read_bytes() == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"?" + path.read_bytes()[1:]),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
    ],
    ids=["another byte", "cut short", "empty", "gone"],
)
def test_a_value_that_is_not_what_was_written_is_refused(
    packs: Packs, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    place = packs.add(b"the only value")
    packs.close()

    spoil(tmp_path / "packs" / place[0])

    with pytest.raises(Spoilt):
        packs.read(place)


def test_packs_that_nobody_names_are_swept_away(packs: Packs, tmp_path: Path) -> None:
    kept = packs.add(b"kept")
    packs.begin_anew()
    packs.add(b"of no use")
    (tmp_path / "packs" / "state").write_bytes(b"state")

    packs.sweep([kept[0]])

    assert sorted(path.name for path in (tmp_path / "packs").iterdir()) == [kept[0], "state"]


def test_packs_have_room_until_most_of_them_is_of_no_use(packs: Packs) -> None:
    places = [packs.add(bytes(600_000)) for _ in range(5)]

    assert packs.has_room(places)
    assert packs.has_room(places[:2])
    assert not packs.has_room(places[:1])


@given(
    st.dictionaries(st.text(max_size=3), st.binary(max_size=8)),
    st.dictionaries(st.text(max_size=3), st.binary()),
)
def test_a_renewed_shelf_has_the_names_asked_for(earlier: dict[str, bytes], made: dict[str, bytes]) -> None:
    names = sorted({**earlier, **made})[::2]

    shelf = Shelf(earlier, None).renewed(made, names, None)

    assert list(shelf) == names
    assert dict(shelf) == {name: {**earlier, **made}[name] for name in names}
