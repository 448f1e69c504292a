"""Networks are told apart for a day, and no address is kept."""

import pytest

from esoviet.web.http.neighbours import DAY, Neighbours, beginning


@pytest.mark.parametrize(("one", "other", "same"), [
    ("198.51.100.1", "198.51.100.254", True), ("198.51.100.1", "198.51.101.1", False),
    ("2001:db8:1:2::", "2001:db8:1:ffff::1", True), ("2001:db8:1::", "2001:db8:2::", False),
    ("fe80::1%eth0", "fe80::2", True), ("unix", "unix", True), ("", "unix", False),
])  # fmt: skip
def test_addresses_that_begin_alike_are_one_network(one: str, other: str, same: bool) -> None:
    assert (beginning(one) == beginning(other)) is same
    known = Neighbours()
    assert (known.of(one, 5) == known.of(other, 6)) is same


def test_the_next_day_and_the_next_start_nobody_can_tell() -> None:
    known, address = Neighbours(), "198.51.100.1"
    assert known.of(address, 0) == known.of(address, DAY - 1)
    assert known.of(address, 0) != known.of(address, DAY)
    assert known.of(address, 0) != Neighbours().of(address, 0)
    assert "198.51" not in str(vars(known))
