"""What the JSON of an assembly says, against a story that is known."""

from tests.web.served import Served
from tests.web.story import MARKDOWN, Story


def test_an_assembly_says_who_keeps_its_log_and_how_far_it_has_come(
    served: Served, story: Story
) -> None:
    answer = served.get(".json").json()
    assert answer["id"] == story.world.id
    assert answer["name"]["content"] == "Tenants of 7 Mill Street"
    assert answer["log"]["size"] == answer["log_size"] == len(story.world.entries)
    assert [answer["log"]["size"], answer["log"]["root"]] == list(story.world.seen())
    assert answer["host"]["public"] == story.world.host.public
    assert answer["counts"]["members"] == answer["counts"]["active"] == 11
    assert answer["counts"]["open_votes"] == 3


def test_a_problem_comes_with_all_that_belongs_to_it(served: Served, story: Story) -> None:
    answer = served.get(f"problems/{story.problem}.json").json()
    assert answer["problem"]["text"]["content"] == MARKDOWN
    assert answer["problem"]["text"]["title"] == "The heating"
    assert answer["problem"]["by"] == {"member": 1, "name": "Ada", "hue": 3}
    stances = {one["member"]["name"]: one["stance"] for one in answer["assessments"]["items"]}
    yes = dict.fromkeys(("Ada", "Bea", "Cem"), "necessary")
    assert stances == yes | {"Fay": "unsure"}
    assert [one["number"] for one in answer["solutions"]] == [1, 2]
    assert answer["decision"]["winners"] == [{"option": 2, "title": "Buy a new boiler"}]
    assert answer["mandates"][0]["lead"]["name"] == "Bea"


def test_a_solution_shows_its_versions_its_effect_and_its_averages(served: Served) -> None:
    first = served.get("solutions/1.json").json()["solution"]
    assert [one["text"]["title"] for one in first["versions"]] == [
        "Repair the boiler",
        "Repair the boiler before winter",
    ]
    assert (first["effect"]["baseline"], first["effect"]["target"]) == ("9.5", "17")
    second = served.get("solutions/2.json").json()["solution"]
    assert second["practicality"] == {"means": 40.5, "people": 85.0, "time": 72.5, "risk": 60.0}
    assert [one["member"]["name"] for one in second["backers"]["items"]] == ["Ada", "Bea"]
    assert second["volunteers"]["items"][0]["hours"] == 3


def test_an_argument_says_what_it_is_about(served: Served, story: Story) -> None:
    first, reply = served.get(f"problems/{story.problem}/arguments.json?texts=1").json()["items"]
    assert (first["solution"], first["argument"], first["stance"]) == (1, None, "refutes")
    assert (reply["solution"], reply["argument"], reply["retracted"]) == (None, 1, True)
    assert (first["founded"], reply["unfounded"]) == (1, 1)
    weighed = served.get("arguments/1.json").json()["weighings"]["items"]
    assert [one["member"]["name"] for one in weighed] == ["Dot"]


def test_a_closed_vote_shows_its_count(served: Served) -> None:
    answer = served.get("votes/1.json").json()
    assert [one["option"] for one in answer["options"]] == [2, 1, 0]
    assert answer["tally"]["pairwise"] == [[None, 8, 8], [1, None, 1], [1, 0, None]]
    assert (answer["tally"]["order"], answer["tally"]["winners"]) == ([[2], [0]], [2])
    assert (answer["vote"]["turnout"], answer["vote"]["electorate"]) == (9, 12)


def test_an_open_vote_shows_what_would_follow_if_it_closed_now(
    served: Served, story: Story
) -> None:
    answer = served.get(f"votes/{story.open_vote}.json").json()
    assert answer["vote"]["state"] == "open"
    assert answer["tally"]["ballots"] == 1
    assert answer["tally"]["ending"] == "unsupported"
    assert [one["support"] for one in answer["options"]] == [4, None]


def test_an_election_shows_each_stage(served: Served) -> None:
    tally = served.get("votes/2.json").json()["tally"]
    assert tally["winners"] == [3, 4]
    assert [(one["action"], one["elected"]) for one in tally["stages"]] == [
        ("first", [3]),
        ("surplus", [4]),
    ]
    assert tally["stages"][0]["quota"] == "4.00000"


def test_a_vote_by_yes_and_no_shows_both_sides(served: Served) -> None:
    answer = served.get("votes/4.json").json()
    assert answer["tally"]["counts"] == {"yes": 6, "no": 1, "abstain": 0}
    assert (answer["needs"], answer["tally"]["ending"]) == ("1/2", "adopted")
    number = answer["vote"]["decision"]
    decision = served.get(f"decisions/{number}.json").json()["decision"]
    assert decision["counts"]["yes"] == 6


def test_the_roll_names_every_ballot_and_where_it_was_cast(served: Served, story: Story) -> None:
    roll = served.get("votes/1/roll.json?texts=1").json()["items"]
    assert [one["member"]["name"] for one in roll[:3]] == ["Ada", "Bea", "Cem"]
    assert [one["ballot"]["ranking"] for one in roll[:3]] == [[[2], [1, 0]], [[1], [0]], [[2]]]
    assert roll[1]["ballot"]["reason"]["content"] == "It is cheaper"
    entry = served.get(f"log/entries/{roll[1]['ballot']['entry']}.json").json()["entry"]
    assert entry["act"]["ranking"] == [[1], [0]]


def test_the_roll_of_an_open_vote_is_as_public(served: Served, story: Story) -> None:
    number = story.open_vote + 1
    roll = served.get(f"votes/{number}/roll.json").json()["items"]
    assert [(one["member"]["name"], one["ballot"]["ranking"]) for one in roll] == [
        ("Eva", [[2], [1], [0]])
    ]


def test_a_member_is_shown_with_keys_mandates_solutions_and_ballots(served: Served) -> None:
    bea = served.get("members/2.json").json()
    assert bea["member"]["name"] == "Bea"
    assert [key["kind"] for key in bea["keys"]] == ["device"]
    assert [one["mandate"] for one in bea["mandates"]] == [1, 3]
    assert [one["solution"] for one in bea["solutions"]] == [2, 4]
    assert [one["vote"] for one in bea["latest_ballots"]] == [8, 4, 3, 2, 1]
    record = served.get("members/2/ballots.json").json()["items"]
    assert [one["vote"] for one in record] == [1, 2, 3, 4, 8]


def test_an_applicant_is_shown_with_vouches_and_objections(served: Served, story: Story) -> None:
    yan = served.get(f"members/{story.contested}.json").json()
    assert (yan["member"]["state"], yan["member"]["vote"]) == ("contested", 8)
    assert [one["member"]["name"] for one in yan["vouches"]["items"]] == ["Ada", "Bea"]
    assert yan["objections"]["items"][0]["reason"]["content"] == "They broke the window"
    assert served.get("votes/8.json").json()["vote"]["title"] == "Yan"


def test_the_constitution_shows_every_parameter_and_how_it_changed(served: Served) -> None:
    answer = served.get("constitution.json").json()
    vote_days = next(one for one in answer["parameters"] if one["name"] == "vote_days")
    assert (vote_days["value"], vote_days["default"]) == ("6", "7")
    assert [one["decision"] for one in answer["history"]] == [None, 5]
    assert answer["history"][1]["changes"] == {"vote_days": "6"}
    assert answer["history"][1]["before"] == {"vote_days": "5"}


def test_an_erased_text_is_shown_as_erased_and_its_words_are_gone(
    served: Served, story: Story
) -> None:
    items = served.get(f"problems/{story.open_problem}/arguments.json?texts=1").json()["items"]
    kept, erased = (one["text"] for one in items)
    assert (kept["state"], kept["content"]) == ("kept", "See for yourself")
    assert (erased["sha256"], erased["state"]) == (story.erased.sha256, "erased")
    assert (erased["title"], erased["content"]) == (None, None)


def test_evidence_is_named_but_not_sent_along(served: Served, story: Story) -> None:
    first = served.get(f"problems/{story.open_problem}.json").json()["arguments"]["items"][0]
    evidence = first["evidence"][0]
    assert (evidence["sha256"], evidence["media_type"]) == (story.evidence.sha256, "image/png")
    assert (evidence["state"], evidence["content"]) == ("kept", None)


def test_an_entry_is_decoded_and_says_where_its_proof_is(served: Served, story: Story) -> None:
    entry = served.get("log/entries/0.json").json()["entry"]
    assert (entry["id"], entry["act"]["type"]) == (story.world.id, "found-assembly")
    assert entry["signer"]["member"] == {"member": 1, "name": "Ada", "hue": 3}
    assert f'{{"time":{entry["time"]},"act":"{entry["jws"]}"}}'.encode() == story.world.entries[0]
    assert served.get(entry["receipt"]).text.startswith("c2sp.org/tlog-proof@v1\nindex 0\n")
    assert served.get(entry["bundle"]).status_code == 200


def test_the_entries_since_a_size_follow_each_other(served: Served, story: Story) -> None:
    seen, address = [], f"{served.here}/log/entries.json?start=90&limit=3"
    while address:
        page = served.get(address).json()
        seen += [one["index"] for one in page["items"]]
        address = page["next"]
    assert seen == list(range(90, len(story.world.entries)))


def test_the_texts_of_the_log_are_listed_with_their_state(served: Served, story: Story) -> None:
    found: dict[str, str] = {}
    address = f"{served.here}/blobs.json?limit=5"
    while address:
        page = served.get(address).json()
        found |= {one["sha256"]: one["state"] for one in page["items"]}
        address = page["next"]
    assert found.keys() == story.world.blobs.keys()
    assert [name for name, state in found.items() if state != "kept"] == [story.erased.sha256]


def test_a_list_is_read_page_by_page(served: Served) -> None:
    names, address = [], f"{served.here}/members.json?limit=4&state=member"
    while address:
        page = served.get(address).json()
        assert len(page["items"]) <= 4
        names += [one["name"] for one in page["items"]]
        address = page["next"]
    assert names == ["Ada", "Bea", "Cem", "Dot", "Eva", "Gus", "Hal", "Ida", "Jan", "Kim", "Lea"]


def test_a_list_can_be_narrowed(served: Served, story: Story) -> None:
    waiting = served.get("problems.json?phase=necessity").json()["items"]
    assert [one["number"] for one in waiting] == [5, story.waiting]
    assert [
        one["number"] for one in served.get("votes.json?state=open&kind=admission").json()["items"]
    ] == [8]
    assert [one["name"] for one in served.get("members.json?state=left").json()["items"]] == ["Fay"]
    active = served.get("mandates.json?state=active").json()["items"]
    assert [(one["number"], one["reports"]) for one in active] == [(1, 1), (2, 0), (3, 0)]


def test_lists_leave_long_texts_out_unless_asked(served: Served) -> None:
    bare = served.get("problems.json").json()["items"][0]["text"]
    assert (bare["title"], bare["content"]) == ("The heating", None)
    assert served.get("problems.json?texts=1").json()["items"][0]["text"]["content"] == MARKDOWN
