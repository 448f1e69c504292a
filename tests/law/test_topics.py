"""Chapter 19 of the law: topics, what is said in them, thanks, and what comes of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.law.act import Blob
from esoviet.law.constitution import DAY
from esoviet.law.exhibits import Exhibit
from esoviet.law.falling import resting
from esoviet.law.limits import EDITION_1
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import BlobRecord
from esoviet.law.topics import Post, Talker, Thanks, Topic, is_gone
from tests.person import Person
from tests.world import World

LONGEST = EDITION_1.text_bytes


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada opens topics; Bea, Cem and Dot talk in them."""
    return world.crowd(4)


@pytest.fixture
def topic(cast: list[Person]) -> int:
    return cast[0].opens_topic()


def kept(world: World, blob: Blob) -> BlobRecord:
    return world.the(BlobRecord, bytes.fromhex(blob.sha256))


def test_a_topic_is_its_first_post_and_all_that_follows(world: World, cast: list[Person]) -> None:
    topic = cast[0].opens_topic("The bins")
    last = cast[1].posts(topic)
    record = world.the(Topic, topic)
    assert (record.by, record.first, record.last) == (cast[0].number, 1, last)
    assert [one.number for one in world.view.by(Post, "topic", topic)] == [1, last]


def test_nobody_writes_in_a_topic_that_there_is_not(cast: list[Person], topic: int) -> None:
    cast[1].is_refused("19.3", "no topic").posts(topic + 1)
    cast[1].posts(topic)


def test_who_is_no_member_does_not_talk(world: World, cast: list[Person], topic: int) -> None:
    cast[3].leaves()
    cast[3].is_refused("1.7").posts(topic)
    cast[3].is_refused("1.7").opens_topic()
    cast[2].posts(topic)


def test_a_post_is_a_text_of_64_kib_and_not_a_byte_more(cast: list[Person], topic: int) -> None:
    cast[1].is_refused("19.2", "longer than").posts(topic, "x" * (LONGEST + 1))
    cast[1].posts(topic, "x" * LONGEST)


def test_a_post_says_something(world: World, cast: list[Person], topic: int) -> None:
    cast[1].is_refused("19.2", "empty").posts(topic, world.text(""))
    cast[1].posts(topic, world.text("!"))


def test_captions_are_about_evidence(world: World, cast: list[Person], topic: int) -> None:
    cast[1].is_refused("19.2", "no evidence").posts(topic, captions=world.text("The bins"))
    shown = world.text(b"bins", "image/png")
    post = cast[1].posts(topic, evidence=(shown,), captions=world.text("The bins"))
    assert world.the(Post, post).evidence == (bytes.fromhex(shown.sha256),)


def test_a_post_rests_on_exhibits_that_stand(world: World, cast: list[Person], topic: int) -> None:
    cast[1].is_refused("17.4").posts(topic, exhibits=(1,))
    exhibit = cast[2].brings()
    post = cast[1].posts(topic, exhibits=(exhibit,))
    assert world.the(Post, post) in list(resting(world.view, exhibit))
    cast[2].withdraws_exhibit(exhibit)
    cast[1].is_refused("17.4").posts(topic, exhibits=(exhibit,))
    assert world.the(Exhibit, exhibit).state == "withdrawn"


def test_a_post_answers_one_of_its_own_topic(world: World, cast: list[Person], topic: int) -> None:
    elsewhere = world.the(Topic, cast[1].opens_topic("The roof")).first
    cast[2].is_refused("19.3", "same topic").posts(topic, "No", elsewhere)
    cast[2].is_refused("19.3", "same topic").posts(topic, "No", elsewhere + 1)
    answer = cast[2].posts(topic, "Yes", world.the(Topic, topic).first)
    assert world.the(Post, answer).to == 1


def test_nothing_answers_itself_or_what_comes_later(world: World, cast: list[Person]) -> None:
    topic = cast[0].opens_topic()
    coming = world.view.next_number(Post)
    cast[0].is_refused("19.3").posts(topic, "In a circle", coming)
    for post in (cast[0].posts(topic, "One"), cast[0].posts(topic, "Two", coming)):
        assert world.the(Post, post).to < post


def test_nobody_answers_words_that_are_gone(world: World, cast: list[Person], topic: int) -> None:
    angry = world.text("Fools!")
    post = cast[1].posts(topic, angry)
    answer = cast[2].posts(topic, "Calm down", post)
    cast[1].erases(angry)
    cast[3].is_refused("19.3", "words are gone").posts(topic, "Indeed", post)
    cast[3].posts(topic, "Indeed", answer)


def test_who_answers_must_have_seen_what_was_mended(world: World, cast: list[Person]) -> None:
    topic = cast[0].opens_topic("On Monday")
    before = world.seen()
    cast[0].mends("On Tuesday", post=1)
    with world.looking(*before):
        cast[1].is_refused("12.6", "look at it again").posts(topic, "Agreed", 1)
        cast[1].is_refused("12.6", "look at it again").thanks(1)
        cast[1].is_refused("12.6", "look at it again").raises(post=1)
    cast[1].posts(topic, "Agreed", 1)


@pytest.mark.parametrize("taken_up", ["answered", "thanked for", "raised", "asked"])
def test_what_was_taken_up_is_not_mended(cast: list[Person], topic: int, taken_up: str) -> None:
    ada, bea, *_ = cast
    if taken_up == "answered":
        bea.posts(topic, "So it is", 1)
    elif taken_up == "thanked for":
        bea.thanks(1)
    elif taken_up == "raised":
        bea.raises(post=1)
    else:
        bea.asks(post=1)
    ada.is_refused("12.6", "Others have said").mends("The opposite", post=1)


def test_what_was_erased_is_not_mended(world: World, cast: list[Person]) -> None:
    words = world.text("Forget it")
    cast[0].opens_topic(words)
    cast[0].erases(words).is_refused("12.6", "no text").mends("Something else", post=1)
    cast[0].opens_topic()
    cast[0].mends("Something else", post=2)


def test_a_slip_is_mended_by_its_author_for_five_minutes(world: World, cast: list[Person]) -> None:
    cast[0].opens_topic("On Monday")
    cast[1].is_refused("12.6").mends("On Friday", post=1)
    cast[1].posts(1, "Talk that answers nobody")
    cast[0].mends("On Tuesday", post=1)
    cast[0].is_refused("12.6", "Name one").mends("On Tuesday", post=1, problem=1)
    world.turn_to(world.the(Post, 1).time + EDITION_1.mending_ms)
    cast[0].is_refused("12.6", "five minutes").mends("On Sunday", post=1)


def test_thanks_are_given_once_and_taken_back_once(world: World, cast: list[Person]) -> None:
    cast[0].opens_topic()
    bea = cast[1]
    bea.is_refused("19.4", "not thanked").thanks(1, thanks=False)
    bea.thanks(1).is_refused("19.4", "already").thanks(1)
    assert [one.member for one in world.view.rows(Thanks, 1)] == [bea.number]
    bea.thanks(1, thanks=False).is_refused("19.4", "not thanked").thanks(1, thanks=False)
    assert not world.view.count(Thanks, 1)


def test_nobody_thanks_themselves_or_for_nothing(cast: list[Person], topic: int) -> None:
    cast[0].is_refused("19.4", "themselves").thanks(1)
    cast[1].is_refused("19.4", "no post").thanks(2)
    cast[1].thanks(1)


def test_thanks_for_what_was_erased_are_taken_back_and_not_given(
    world: World, cast: list[Person]
) -> None:
    words = world.text("It was I")
    cast[0].opens_topic(words)
    cast[1].thanks(1)
    cast[0].erases(words)
    cast[2].is_refused("19.4", "words are gone").thanks(1)
    cast[1].thanks(1, thanks=False)


def test_a_post_is_its_authors_own_whatever_others_answered(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, _ = cast
    words, shown = world.text("I was angry"), world.text(b"me", "image/png")
    topic = ada.opens_topic(words, evidence=(shown,))
    bea.thanks(1)
    answer = cem.posts(topic, "I see", 1)
    bea.raises(post=1)
    assert kept(world, words).member == ada.number
    cem.is_refused("12.3").erases(words)
    ada.erases(words).erases(shown)
    assert is_gone(world.view, world.the(Post, 1))
    assert world.the(Post, answer).to == 1
    assert world.view.by(Problem, "topic", topic)[0].post == 1


def test_who_has_left_erases_what_they_said(world: World, cast: list[Person], topic: int) -> None:
    words = world.text("My name is on this")
    cast[3].posts(topic, words)
    cast[2].thanks(2)
    cast[3].leaves().erases(words)
    assert kept(world, words).state == "erased"


def test_thanks_of_who_has_left_stay(world: World, cast: list[Person], topic: int) -> None:
    cast[3].thanks(1).leaves()
    assert [one.member for one in world.view.rows(Thanks, 1)] == [cast[3].number]


def test_problems_and_questions_name_the_post_that_they_come_from(
    world: World, cast: list[Person], topic: int
) -> None:
    post = cast[1].posts(topic, "The bins are full")
    problem, question = cast[2].raises(post=post), cast[3].asks(post=post)
    assert world.view.by(Problem, "topic", topic) == [world.the(Problem, problem)]
    assert world.view.by(Question, "topic", topic) == [world.the(Question, question)]
    assert world.the(Problem, problem).post == world.the(Question, question).post == post
    assert world.the(Problem, problem).by == cast[2].number


def test_nothing_comes_from_what_nobody_can_read(world: World, cast: list[Person]) -> None:
    words = world.text("The bins")
    cast[0].opens_topic(words)
    cast[1].is_refused("19.6", "no post").raises(post=2)
    cast[1].is_refused("19.6", "no post").asks(post=2)
    cast[0].erases(words)
    cast[1].is_refused("19.6", "words are gone").raises(post=1)
    cast[1].is_refused("19.6", "words are gone").asks(post=1)
    assert world.the(Problem, cast[1].raises()).post == 0


def test_one_member_opens_so_many_topics_on_a_day(world: World, cast: list[Person]) -> None:
    world.turn_to((world.now // DAY + 1) * DAY)
    for _ in range(EDITION_1.daily_topics):
        cast[0].opens_topic()
    cast[0].is_refused("19.1", "10 topics").opens_topic()
    cast[1].opens_topic()
    world.turn_to((world.now // DAY + 1) * DAY)
    cast[0].opens_topic()


def test_one_member_writes_so_many_posts_on_a_day(world: World, cast: list[Person]) -> None:
    world.turn_to((world.now // DAY + 1) * DAY)
    topic = cast[0].opens_topic()
    for _ in range(EDITION_1.daily_posts - 1):
        cast[0].posts(topic)
    cast[0].is_refused("19.2", "200 posts").posts(topic)
    cast[0].is_refused("19.2", "200 posts").opens_topic()
    cast[1].posts(topic)
    world.turn_to((world.now // DAY + 1) * DAY)
    cast[0].posts(topic)
    assert world.the(Talker, cast[0].number).posts == 1


def test_a_topic_ends_somewhere(world: World, cast: list[Person], topic: int) -> None:
    full = world.the(Post, 1)
    for number in range(2, EDITION_1.posts + 1):
        post = Post(number, topic, 1, 0, full.text, (), b"", (), full.entry, full.time)
        world.state.tables[Post].set(0, number, post)
    cast[1].is_refused("19.3", "20000 posts").posts(topic)
    cast[1].opens_topic()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(1, 9)), max_size=40))
def test_whatever_is_said_a_topic_holds_together(moves: list[tuple[int, int, int]]) -> None:
    """Random talk, thanks and erasures: every answer is later and of the same topic."""
    world = World()
    world.found()
    cast = world.crowd(4)
    said: list[Blob] = []
    for kind, who, number in moves:
        _talk(world, cast[who], kind, number, said)
    view = world.view
    for post in view.rows(Post):
        about = view.get(Post, post.to)
        assert about is None or (about.number < post.number and about.topic == post.topic)
    for topic in view.rows(Topic):
        own = [one.number for one in view.by(Post, "topic", topic.number)]
        assert (own[0], own[-1]) == (topic.first, topic.last)
    for one in view.all(Thanks):
        assert view.must(Post, one.post).by != one.member
    for member in view.rows(Talker):
        assert member.posts == sum(post.by == member.member for post in view.rows(Post))


def _talk(world: World, who: Person, kind: int, number: int, said: list[Blob]) -> None:
    view, words = world.view, world.text("Something")
    if kind <= 1 or not view.count(Post):
        said.append(words)
        who.opens_topic(words)
        return
    post = view.must(Post, 1 + number % view.count(Post))
    own = world.the(BlobRecord, bytes.fromhex(said[post.number - 1].sha256))
    if kind in (2, 3) and not is_gone(view, post):
        said.append(words)
        who.posts(post.topic, words, post.number)
    elif kind == 4 and post.by != who.number and not is_gone(view, post):
        who.thanks(post.number, view.get(Thanks, who.number, post.number) is None)
    elif kind == 5 and own.member == who.number and own.state == "kept":
        who.erases(said[post.number - 1])
