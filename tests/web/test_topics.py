"""Pages and answers of topics: what is said, what is new, who is told, what came of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.act import Act, Blob
from esoviet.law.blobs import EraseBlob
from esoviet.law.problems import RaiseProblem
from esoviet.law.questions import Ask
from esoviet.law.topics import OpenTopic, Post, Thank, Topic, WritePost
from esoviet.store.marks import VISIT
from esoviet.web.pages.topics import ON_A_PAGE
from tests.web.desk import Desk, desk
from tests.world import World

STOPPED = "You stopped reading here"


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Ada asked about the bins, and Bea answered her."""
    world = World().found(readership=request.param)
    ada, bea, *_others = world.members("Ada", "Bea", "Cem")
    bea.posts(ada.opens_topic("Who empties the *bins*?"), "They are full", 1)
    with desk(world, tmp_path) as served:
        yield served


def does(at: Desk, name: str, kind: type[Act], /, **fields: object) -> None:
    for blob in fields.values():
        if isinstance(blob, Blob):
            assert at.bring(blob, **at.session(name)).status_code == 201
    answer = at.does(at.world.person(name), kind, **fields)
    assert answer.status_code == 201, answer.text


def says(at: Desk, name: str, text: str, to: int | None = None, topic: int = 1) -> int:
    """Write a post; answers its number."""
    does(at, name, WritePost, topic=topic, text=at.world.text(text), post=to)
    return at.world.view.count(Post)


def lately(at: Desk, who: str) -> str:
    """What the floor says happened."""
    return at.page(at.here, who).partition('id="lately"')[2].partition("</section>")[0]


def reads(at: Desk, who: str, path: str = "topics/1") -> str:
    return at.page(path, who)


def goes_away(at: Desk) -> None:
    """Whoever reads now begins another visit."""
    at.world.now += VISIT + 1


def said(at: Desk, path: str) -> dict[str, list[dict[str, object]]]:
    answer: dict[str, list[dict[str, object]]] = at.get(path, headers=at.session("Cem")).json()
    return answer


def test_a_topic_says_who_said_what_in_answer_to_whom(at: Desk) -> None:
    page = reads(at, "Cem")
    assert "Who empties the" in page
    assert "in answer to Ada" in page
    assert "topics/1#post-1" in page
    answer = said(at, "topics/1.json?texts=1")
    first, second = answer["posts"]["items"]  # type: ignore[call-overload]
    assert (first["to"], second["to"]["number"], first["answers"]) == (None, 1, [2])
    assert second["text"]["content"] == "They are full"


def test_a_visitor_reads_and_is_offered_nothing(at: Desk) -> None:
    if not at.hosted.ledger.is_public:
        assert at.get("topics/1").status_code == at.get("posts.json").status_code == 404
        return
    page = at.page("topics/1")
    assert "They are full" in page
    assert ">Follow<" not in page


def test_there_is_no_topic_and_no_post_of_another_number(at: Desk) -> None:
    for path in ("topics/2", "topics/0", "posts/3", "posts/3/thanks", "topics/x", "posts/9.json"):
        assert at.get(path, headers=at.session("Cem")).status_code == 404


def test_the_list_teaches_where_nobody_has_talked(tmp_path: Path) -> None:
    world = World().found()
    world.members("Ada", "Bea")
    with desk(world, tmp_path) as at:
        page = at.page("topics", "Ada")
    assert "No topics yet" in page
    assert 'id="open" data-for="member" hidden open' in page


def test_what_was_last_talked_in_stands_first_and_what_is_new_above_it(at: Desk) -> None:
    does(at, "Ada", OpenTopic, text=at.world.text("The roof"))
    does(at, "Ada", OpenTopic, text=at.world.text("The yard"))
    order = [reads(at, "Cem", "topics").index(one) for one in ("The yard", "The roof", "bins")]
    assert order == sorted(order)
    for number in (2, 3):
        reads(at, "Cem", f"topics/{number}")
    order = [reads(at, "Cem", "topics").index(one) for one in ("bins", "The yard", "The roof")]
    assert order == sorted(order)
    assert [one["number"] for one in said(at, "topics.json?order=newest")["items"]] == [3, 2, 1]
    assert [one["number"] for one in said(at, "topics.json")["items"]] == [1, 2, 3]
    further = said(at, "topics.json?order=newest&limit=2")
    assert [one["number"] for one in said(at, str(further["next"]))["items"]] == [1]


def test_the_list_says_how_much_is_new_for_whom(at: Desk) -> None:
    assert "2 new" in reads(at, "Cem", "topics")
    assert "1 new" in reads(at, "Ada", "topics")
    reads(at, "Cem")
    assert "new</span>" not in reads(at, "Cem", "topics")
    says(at, "Ada", "And on Friday?")
    assert "1 new" in reads(at, "Cem", "topics")


def test_a_line_stands_where_a_reader_stopped(at: Desk) -> None:
    assert STOPPED not in reads(at, "Cem")
    says(at, "Ada", "And on Friday?")
    goes_away(at)
    page = reads(at, "Cem")
    assert "1 new since your last visit" in page
    assert page.count(STOPPED) == 1
    assert page.index("They are full") < page.index(STOPPED) < page.index("And on Friday?")
    assert STOPPED not in reads(at, "Ada")


def test_a_long_topic_goes_on_by_pages_and_marks_what_was_shown(at: Desk) -> None:
    reads(at, "Cem")
    for number in range(3, 2 * ON_A_PAGE + 2):
        says(at, "Bea" if number % 2 else "Ada", f"Post of number {number}.")
    goes_away(at)
    first = reads(at, "Cem")
    assert f"1 to {ON_A_PAGE} of {2 * ON_A_PAGE + 1}" in first
    assert f"Post of number {ON_A_PAGE}." in first
    assert f"Post of number {ON_A_PAGE + 1}." not in first
    assert f'href="/a/{at.world.id}/topics/1?after={ON_A_PAGE}"' in first
    assert f"topics/1?after={2 * ON_A_PAGE}#post-{2 * ON_A_PAGE + 1}" in first  # to the last
    goes_away(at)
    second = reads(at, "Cem", f"topics/1?after={ON_A_PAGE}")
    assert f"{ON_A_PAGE + 1} to {2 * ON_A_PAGE} of {2 * ON_A_PAGE + 1}" in second
    assert f"3 to {ON_A_PAGE + 2} of" in reads(at, "Cem", "topics/1?after=2")
    assert f'id="post-{ON_A_PAGE + 1}"' in second.partition(STOPPED)[2]
    assert f"{ON_A_PAGE + 1} new since your last visit" in second


def test_a_post_leads_into_its_topic(at: Desk) -> None:
    for number in range(3, ON_A_PAGE + 3):
        says(at, "Bea", f"Number {number}")
    page = reads(at, "Cem", f"posts/{ON_A_PAGE + 2}")
    assert f"topics/1?after={ON_A_PAGE}#post-{ON_A_PAGE + 2}" in page
    assert "topics/1#post-2" in reads(at, "Cem", "posts/2")


def test_whom_a_post_answers_is_told_and_nobody_else(at: Desk) -> None:
    assert "Bea answered you." in lately(at, "Ada")
    assert "answered you" not in lately(at, "Cem")
    says(at, "Cem", "On Mondays", 2)
    assert "Cem answered you." in lately(at, "Bea")
    says(at, "Cem", "I shall ask around")
    assert lately(at, "Ada").count("answered you") == 2  # whoever opened it hears of all
    assert lately(at, "Bea").count("answered you") == 1


def test_who_is_mentioned_is_told_and_where(at: Desk) -> None:
    says(at, "Ada", "@Cem, do you know?", 2)
    floor = lately(at, "Cem")
    assert "Ada mentioned you." in floor
    assert "topics/1#post-3" in floor
    assert "mentioned you" not in lately(at, "Bea")
    assert "Ada answered you." in lately(at, "Bea")


def test_ten_thousand_mentions_are_not_ten_thousand_messages(at: Desk) -> None:
    says(at, "Ada", " ".join(["@Cem @Bea"] * 3_200))
    assert lately(at, "Cem").count("mentioned you") == 1


def test_what_is_said_in_a_topic_that_i_follow_is_on_my_floor(at: Desk) -> None:
    assert at.ask("PUT", "follows/topics/1", headers=at.session("Cem")).status_code == 204
    assert at.ask("PUT", "follows/topics/2", headers=at.session("Cem")).status_code == 404
    assert ">Following<" in reads(at, "Cem")
    says(at, "Ada", "And on Friday?")
    says(at, "Bea", "Yes")
    floor = lately(at, "Cem")
    assert "2 new posts" in floor
    assert "topics/1#post-3" in floor
    reads(at, "Cem")
    assert "new posts" not in lately(at, "Cem")


def test_whom_i_mute_is_folded_and_not_told_and_only_for_me(at: Desk) -> None:
    bea = at.world.person("Bea").number
    at.ask("PUT", f"mutes/{bea}", headers=at.session("Ada"))
    assert "answered you" not in lately(at, "Ada")
    assert "Muted by you: show" in reads(at, "Ada")
    assert "Muted by you" not in reads(at, "Cem")


def test_thanks_are_names_and_nobody_is_offered_to_thank_themselves(at: Desk) -> None:
    assert 'data-act="thank"' in reads(at, "Ada")
    assert reads(at, "Bea").count('data-act="thank"') == 1  # for the first post
    does(at, "Cem", Thank, post=2, thanks=True)
    page = reads(at, "Cem")
    assert "Thanks from" in page
    assert "Take thanks back" in page
    assert "Cem" in reads(at, "Ada", "posts/2/thanks")
    assert [one["member"]["name"] for one in said(at, "posts/2/thanks.json")["items"]] == ["Cem"]  # type: ignore[index]


def test_thanks_order_nothing(at: Desk) -> None:
    says(at, "Ada", "Thank me")
    before = [one["number"] for one in said(at, "posts.json?topic=1")["items"]]
    does(at, "Cem", Thank, post=3, thanks=True)
    assert [one["number"] for one in said(at, "posts.json?topic=1")["items"]] == before
    assert said(at, "posts.json?topic=7")["items"] == []


def test_a_post_becomes_a_problem_and_a_question_and_both_ways_are_shown(at: Desk) -> None:
    form = reads(at, "Cem", "problems/new?post=2")
    assert 'name="post" value="2"' in form
    assert "They are full" in form
    assert 'name="post" value="2"' in reads(at, "Cem", "questions/new?post=2&form=consent")
    does(at, "Cem", RaiseProblem, text=at.world.text("Nobody empties the bins"), post=2)
    does(at, "Ada", Ask, text=at.world.text("Shall we take turns?"), form="yes-no", post=2)
    page = reads(at, "Bea")
    assert "Nobody empties the bins" in page
    assert "Shall we take turns?" in page
    for path in ("problems/1", "questions/1"):
        assert "Came from a post by Bea" in reads(at, "Ada", path)
        assert "topics/1#post-2" in reads(at, "Ada", path)
    assert "became a matter" in reads(at, "Bea", "topics")


@pytest.mark.parametrize("asked", ["3", "0", "x", "-1", "9" * 30, "１", ""])
def test_a_form_begins_with_no_post_that_there_is_not(at: Desk, asked: str) -> None:
    for path in ("problems/new", "questions/new"):
        assert 'name="post"' not in reads(at, "Cem", f"{path}?post={asked}")


def test_what_was_erased_leaves_a_hole_and_the_talk_goes_on(at: Desk) -> None:
    angry = at.world.text("It is always the same people")
    does(at, "Cem", WritePost, topic=1, text=angry, post=2)
    says(at, "Ada", "Is it?", 3)
    does(at, "Bea", RaiseProblem, text=at.world.text("Quarrels"), post=3)
    assert "Cem answered you." in lately(at, "Bea")
    does(at, "Cem", EraseBlob, sha256=angry.sha256)
    page = reads(at, "Bea")
    assert "always the same" not in page
    assert "This was erased by who wrote it." in page
    assert "Is it?" in page
    assert "problems/new?post=3" not in page
    assert "Cem answered you." not in lately(at, "Bea")
    assert 'name="post"' not in reads(at, "Bea", "problems/new?post=3")
    assert "Came from a post by Cem" in reads(at, "Bea", "problems/1")


def test_a_quotation_goes_with_the_words_that_it_quotes(at: Desk) -> None:
    words = at.world.text("It is always the same people")
    does(at, "Cem", WritePost, topic=1, text=words)
    for address in ("posts/3", "topics/1?after=0#post-3"):
        says(at, "Ada", f"https://node.example/a/{at.world.id}/{address}\n\nIs it?", 3)
    page = reads(at, "Bea")
    assert page.count('<blockquote class="quote">') == 2
    assert page.count('<p class="first" dir="auto">It is always the same people</p>') == 2
    does(at, "Cem", EraseBlob, sha256=words.sha256)
    page = reads(at, "Bea")
    assert page.count("This was erased by who wrote it.") == 3
    assert "always the same" not in page


def test_a_topic_whose_title_was_erased_is_called_by_its_number(at: Desk) -> None:
    words = at.world.text("Secret")
    does(at, "Cem", OpenTopic, text=words)
    does(at, "Cem", EraseBlob, sha256=words.sha256)
    assert "Topic 2" in reads(at, "Ada", "topics")
    assert "Topic 2" in reads(at, "Ada", "topics/2")
    assert at.world.the(Topic, 2).number == 2


def test_only_its_author_is_offered_to_erase_and_everybody_is_told_first(at: Desk) -> None:
    page = reads(at, "Bea")
    assert 'data-act="erase-blob"' in page
    assert "until you erase it" in page


def test_what_is_typed_is_never_a_script(at: Desk) -> None:
    says(at, "Cem", "<script>alert(1)</script> [x](javascript:alert(1)) \u202eesrever")
    page = reads(at, "Ada")
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
