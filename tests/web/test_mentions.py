"""Whom a text mentions: by number and by name, not in code or links, and whatever it costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.web.api.mentions import LONGEST, MOST, MOST_TRIED, mentioned

NAMES = {"ada": 1, "ada lovelace": 2, "bea": 3, "twin": 0, "josé": 4, "strasse": 5, "o'hara": 6}


def found(text: str) -> list[int]:
    return list(mentioned(text, lambda number: 0 < number < 100, lambda: NAMES))


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("@7, look", [7]),
        ("@7 and @7 and @8", [7, 8]),
        ("(@7)", [7]),
        ("@7a @07 @0 @1000 @999999999999", []),
        ("@Bea: look", [3]),
        ("@bEA", [3]),
        ("@Ada Lovelace is right", [2]),
        ("@Ada, Lovelace is right", [1]),
        ("@Ada Lovelacer", [1]),
        ("@Adam", []),
        ("@Ada_1", []),
        ("@Jose\u0301 and @STRASSE", [4, 5]),
        ("@O'Hara’s", [6]),
        ("@Twin", []),
        ("@", []),
        ("a@Bea b@7 @@7 /@7 a.@7", []),
        ("`@7` and ```\n@8\n``` and @9", [9]),
        ("~~~\n@8", []),
        ("[@7](https://a.example) ![@7](b) https://a.example/@8 @9", [9]),
        ("mailto:ada@7", []),
        ("**@Bea**", [3]),
        ("> @Bea\n- @7", [3, 7]),
    ],
)  # fmt: skip
def test_who_is_mentioned(text: str, members: list[int]) -> None:
    assert found(text) == members


def test_ten_thousand_mentions_are_twenty() -> None:
    assert found(" ".join(f"@{n % 99 + 1}" for n in range(10_000))) == list(range(1, MOST + 1))


class Counted(dict[str, int]):
    """Names that count how often one is looked up."""

    steps = 0

    def __contains__(self, name: object) -> bool:
        self.steps += 1
        return super().__contains__(name)


PIECES = st.sampled_from(
    ["@", "@7", "@ada ", "`", "```", "[", "](", ")", "~~~", "\n", "é", "https://", "x"]
)


@given(st.lists(PIECES, max_size=60), st.integers(1, 400))
def test_whatever_is_typed_costs_little_and_mentions_members_only(
    pieces: list[str], times: int
) -> None:
    names, asked = Counted(NAMES), list[int]()

    def is_member(number: int) -> bool:
        asked.append(number)
        return number in (1, 7)

    members = mentioned("".join(pieces) * times, is_member, lambda: names)
    assert set(members) <= {1, 7}
    assert len(asked) <= MOST_TRIED
    assert names.steps <= MOST_TRIED * 3 * LONGEST
