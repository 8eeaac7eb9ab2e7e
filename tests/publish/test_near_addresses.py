from __future__ import annotations

import pytest

from microsite.publish.near_addresses import NearAddresses

_ADDRESSES = (
    "/study/en/visa/",
    "/study/en/visa-free/",
    "/study/en/fees/",
    "/study/pl/wiza/",
    "/study/assets/map.svg",
)


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("/study/en/viza/", "/study/en/visa/"),
        ("/study/en/visa", "/study/en/visa/"),
        ("/study/en/visa-fre/", "/study/en/visa-free/"),
        ("/study/asets/map.svg", "/study/assets/map.svg"),
        ("/study/en/visa-fo/", "/study/en/visa-free/"),
        ("/study/en/wiza/", "/study/pl/wiza/"),
        ("/study/pl/fees/", "/study/en/fees/"),
        ("/elsewhere/far/fees/", ""),
        ("/study/en/scholarships/", ""),
        ("", ""),
    ],
)
def test_the_nearest_address_differs_in_one_place(address: str, nearest: str) -> None:
    assert NearAddresses(_ADDRESSES).nearest(address) == nearest


def test_a_word_much_longer_or_shorter_was_not_meant() -> None:
    near = NearAddresses(["/study/en/visa-eu/"])

    assert near.nearest("/study/en/visa/") == ""


def test_words_of_any_length_are_compared_in_no_time() -> None:
    near = NearAddresses(f"/study/{'a' * 50_000}{number}/" for number in range(20))

    assert near.nearest(f"/study/{'a' * 50_000}/") == ""
