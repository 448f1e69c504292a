"""`/members/{number}/may.json`: what a member can do, and until when."""

from pathlib import Path

from tests.web.desk import desk
from tests.world import World


def test_a_member_learns_in_what_they_can_vote_and_until_when(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as served:
        answer = served.get(f"members/{ada.number}/may.json?act=cast-ballot").json()
        assert [one["about"] for one in answer["items"]] == [{"vote": vote}]
        whole = served.get(f"members/{ada.number}/may.json").json()["items"]
        assert answer["items"][0] in whole
        assert {"raise-problem", "ask", "leave"} <= {one["act"] for one in whole}
        assert served.get("members/99/may.json").status_code == 404
        assert served.get(f"members/{ada.number}/may.json?act=reign").json()["items"] == []
