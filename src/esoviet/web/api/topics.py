"""Topics: what members talk about, post by post, who thanks for one, and what came of it."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

from msgspec import Meta

from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.topics import Post, Thanks, Topic
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.evidence import evidence_of
from esoviet.web.api.exhibits import ExhibitCited, cited
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import (
    Answer,
    File,
    Listing,
    Numbered,
    One,
    OneList,
    Page,
    Paging,
    Part,
    Text,
    Who,
)

SHOWN = 20
"""So many members who thank, and so many answers, stand with a post at most."""
PEOPLE = 6
LATEST = 30
"""Of so many of the last posts of a topic it is said who wrote them, so many members at most."""


class PostRef(Part, frozen=True, kw_only=True):
    """A post by its number: whose it is, and when it was written."""

    number: int
    by: Who
    entry: int
    time: int


class TopicLine(Part, frozen=True, kw_only=True):
    """A topic. Its title is the first line of its `first` post; null where that is gone.

    It has so many `posts`; `people` wrote the latest of them, the last one first. `problems` and
    `questions` are the numbers of those that came from it.
    """

    number: int
    by: Who
    title: str | None
    first: int
    posts: int
    last: PostRef
    people: list[Who]
    problems: list[int]
    questions: list[int]
    entry: int
    time: int


class PostLine(Part, frozen=True, kw_only=True):
    """A post in a `topic`, in answer `to` another one (null: to none).

    So many members are `thankful`; `thanks` names the first of them by number, in no other order.
    It was `answered` so often; `answers` are the numbers of the first of these. `problems` and
    `questions` are the numbers of those that came from it.
    """

    number: int
    topic: int
    by: Who
    to: PostRef | None
    text: Text
    evidence: list[File]
    exhibits: list[ExhibitCited]
    thankful: int
    thanks: list[Who]
    answered: int
    answers: list[int]
    problems: list[int]
    questions: list[int]
    entry: int
    time: int


class Thankful(Part, frozen=True, kw_only=True):
    """Who thanks for a post."""

    member: Who
    entry: int


class TopicAnswer(Answer, frozen=True, kw_only=True):
    """A topic and its posts, in the order in which they were written."""

    topic: TopicLine
    posts: Page[PostLine]


class PostAnswer(Answer, frozen=True, kw_only=True):
    """One post and who thanks for it, by member."""

    post: PostLine
    thanks: Page[Thankful]


class TopicsQuery(Numbered, frozen=True, kw_only=True):
    """Topics in the order in which they were opened.

    The newest: those that were last talked in first, down from the one whose last post is `after`.
    """


class PostsQuery(Numbered, frozen=True, kw_only=True):
    """Posts, all or those of one `topic` (0: of any)."""

    topic: Annotated[int, Meta(ge=0)] = 0


def topics(context: AnswerContext, query: TopicsQuery) -> Listing[TopicLine]:
    """Topics, as they were opened or as they were last talked in."""
    if query.order == "oldest":
        found: Iterator[Topic] = context.numbered(Topic, query)
        return context.listing("topics.json", query, found, lambda one: topic_line(context, one))
    lately = sorted(context.view.rows(Topic), key=lambda one: -one.last)
    here = (one for one in lately if not query.after or one.last < query.after)
    return context.listing(
        "topics.json", query, here, lambda one: topic_line(context, one), lambda one: one.last
    )


def topic(context: AnswerContext, query: OneList) -> TopicAnswer | None:
    """One topic with its posts after one of them."""
    one = context.view.get(Topic, query.number)
    if one is None:
        return None
    posts = context.view.by(Post, "topic", one.number)
    return TopicAnswer(
        log_size=context.log_size,
        topic=topic_line(context, one),
        posts=context.page(
            f"topics/{one.number}.json",
            query,
            (post for post in posts if post.number > query.after),
            lambda post: post_line(context, post, query.texts or context.is_page),
        ),
    )


def posts(context: AnswerContext, query: PostsQuery) -> Listing[PostLine]:
    """Posts in the order in which they were written."""
    found = context.numbered(Post, query, "topic", query.topic or None)
    return context.listing(
        "posts.json", query, found, lambda one: post_line(context, one, query.texts)
    )


def post(context: AnswerContext, query: One) -> PostAnswer | None:
    """One post."""
    one = context.view.get(Post, query.number)
    if one is None:
        return None
    return PostAnswer(
        log_size=context.log_size,
        post=post_line(context, one, True),
        thanks=_thanks(context, one.number, Paging()),
    )


def thanks(context: AnswerContext, query: OneList) -> Listing[Thankful] | None:
    """Who thanks for a post, by member."""
    known = context.view.get(Post, query.number)
    return context.whole(_thanks(context, query.number, query)) if known else None


def topic_line(context: AnswerContext, one: Topic) -> TopicLine:
    """A topic as lists and its page show it."""
    view = context.view
    posts = view.by(Post, "topic", one.number)
    latest = dict.fromkeys(post.by for post in posts[: -LATEST - 1 : -1])
    return TopicLine(
        number=one.number,
        by=context.who(one.by, one.entry),
        title=title_of(context, one),
        first=one.first,
        posts=len(posts),
        last=_ref(context, posts[-1]),
        people=[context.who(member) for member in islice(latest, PEOPLE)],
        problems=[came.number for came in view.by(Problem, "topic", one.number)],
        questions=[came.number for came in view.by(Question, "topic", one.number)],
        entry=one.entry,
        time=one.time,
    )


def title_of(context: AnswerContext, one: Topic) -> str | None:
    """What a topic is called: the first line of its first post, as long as that stands."""
    first = context.view.must(Post, one.first)
    return context.title(first.text)


def post_line(context: AnswerContext, one: Post, inline: bool) -> PostLine:
    """A post as lists and its page show it, its text whole (`inline`) or named."""
    view = context.view
    thankful = view.rows(Thanks, one.number)[:SHOWN]
    answers = view.by(Post, "to", one.number)[:SHOWN]
    return PostLine(
        number=one.number,
        topic=one.topic,
        by=context.who(one.by, one.entry),
        to=_ref(context, view.must(Post, one.to)) if one.to else None,
        text=context.text(one.text, inline=inline),
        evidence=evidence_of(context, one),
        exhibits=cited(context, one.exhibits),
        thankful=view.count(Thanks, one.number),
        thanks=[context.who(said.member) for said in thankful],
        answered=view.count_by(Post, "to", one.number),
        answers=[answer.number for answer in answers],
        problems=_came(view.by(Problem, "topic", one.topic), one.number),
        questions=_came(view.by(Question, "topic", one.topic), one.number),
        entry=one.entry,
        time=one.time,
    )


def _came(found: list[Problem] | list[Question], post: int) -> list[int]:
    return [one.number for one in found if one.post == post]


def _ref(context: AnswerContext, one: Post) -> PostRef:
    return PostRef(
        number=one.number, by=context.who(one.by, one.entry), entry=one.entry, time=one.time
    )


def _thanks(context: AnswerContext, number: int, query: Paging) -> Page[Thankful]:
    return context.page(
        f"posts/{number}/thanks.json",
        query,
        by_member(context.view, Thanks, number, query.after),
        lambda one: Thankful(member=context.who(one.member), entry=one.entry),
        lambda one: one.member,
    )


TOPICS = Read("/topics.json", topics, TopicsQuery, Listing[TopicLine])
TOPIC = Read("/topics/{number}.json", topic, OneList, TopicAnswer)
POSTS = Read("/posts.json", posts, PostsQuery, Listing[PostLine])
POST = Read("/posts/{number}.json", post, One, PostAnswer)
POST_THANKS = Read("/posts/{number}/thanks.json", thanks, OneList, Listing[Thankful])

READS: tuple[AnyRead, ...] = (
    TOPICS,
    TOPIC,
    POSTS,
    POST,
    POST_THANKS,
)
