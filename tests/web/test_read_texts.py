"""What a member wrote and can erase, as JSON and as a page."""

from tests.web.served import Served
from tests.web.story import Story


def titles(served: Served, number: int, query: str = "") -> list[str]:
    """The titles of a member's texts."""
    return [
        one["title"] for one in served.get(f"members/{number}/texts.json{query}").json()["items"]
    ]


def test_the_texts_of_a_member_are_listed_the_newest_first(served: Served) -> None:
    texts = titles(served, 4)
    assert texts[:2] == ["My part stands in the yard", "The bins are full"]
    assert set(texts[2:4]) == {"See for yourself", None}  # the picture has no title
    assert texts[-1] == "Dot"


def test_a_long_list_of_texts_goes_on(served: Served) -> None:
    whole = titles(served, 2)
    first = served.get("members/2/texts.json?limit=2").json()
    assert [one["title"] for one in first["items"]] == whole[:2]
    assert [one["title"] for one in served.get(first["next"]).json()["items"]] == whole[2:4]


def test_what_was_handed_over_is_told_from_what_can_be_erased(served: Served) -> None:
    items = served.get("members/1/texts.json").json()["items"]
    handed = {one["title"] for one in items if one["handed_over"]}
    assert {"The heating", "The roof leaks", "Tenants of 7 Mill Street"} <= handed
    assert {one["title"] for one in items if not one["handed_over"]} >= {"Ada", "A bicycle shed"}


def test_what_was_erased_is_not_listed(served: Served, story: Story) -> None:
    items = served.get("members/5/texts.json").json()["items"]
    assert story.erased.sha256 not in {one["sha256"] for one in items}
    assert "What I should not have said" not in served.get("members/5/texts").text


def test_there_are_no_texts_of_nobody(served: Served) -> None:
    assert served.get("members/999/texts").status_code == 404
    assert served.get("members/999/texts.json").status_code == 404
    assert served.get("members/1/texts?after=x").status_code == 400
