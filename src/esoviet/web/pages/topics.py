"""Pages of topics: what is talked about, one topic by its posts, one post with who thanks."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.act import Signed
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.topics import OpenTopic, Post, Thanks, Topic, WritePost, is_gone
from esoviet.web.api import topics
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One, OneList
from esoviet.web.api.topics import PostLine, TopicLine, title_of
from esoviet.web.pages.matter import Begun, Find, Subject, made_by, title_of_text
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.threads import Thread, read, thread

ON_A_PAGE = 50
LONGEST_NUMBER = 9


class Said(Struct, frozen=True):
    """A post for a reader: new to them, the first that is, from somebody whom they mute.

    `to` is where the post stands that it answers (empty: it answers none), `thanked` whether the
    reader thanks for it; `became` is what came of it.
    """

    post: PostLine
    is_new: bool
    stopped: bool
    is_muted: bool
    thanked: bool
    to: str
    became: list[Subject]


class TopicsPage(Struct, frozen=True):
    """How many posts of each topic are new to the reader, by its number.

    Those with something new stand first among the `lines`.
    """

    lines: list[TopicLine]
    new: dict[int, int]


class TopicPage(Struct, frozen=True):
    """The posts on this page for the reader, from the `first` to the `last` as they are counted.

    `earlier`, `later` and `latest` are where other pages are ("": there is none); a post that is
    written now will stand at `end`. `became` is what came of the topic, `thread` how far the reader
    has read.
    """

    said: list[Said]
    first: int
    last: int
    earlier: str
    later: str
    latest: str
    end: str
    became: list[Subject]
    thread: Thread | None


class PostPage(Struct, frozen=True):
    """The topic of a post, where it stands there, and the post for the reader."""

    title: str | None
    where: str
    said: Said


class ThanksPage(Struct, frozen=True):
    """The post for which they thank."""

    number: int


class Origin(Struct, frozen=True):
    """The post that something comes from: where it stands, its topic and what it says."""

    post: PostLine
    where: str
    title: str | None


def topics_page(
    context: AnswerContext,
    _query: topics.TopicsQuery,
    answer: Listing[TopicLine],
    reader: int | None,
) -> TopicsPage:
    """Beside a list of topics."""
    new = {one.number: _news(context, one, reader) for one in answer.items}
    lines = sorted(answer.items, key=lambda one: not new.get(one.number))
    return TopicsPage(lines, new)


def topic_page(
    context: AnswerContext, query: OneList, answer: topics.TopicAnswer, reader: int | None
) -> TopicPage:
    """Beside a topic."""
    number, items = query.number, answer.posts.items
    posts = context.view.by(Post, "topic", number)
    numbers = [one.number for one in posts]
    first = bisect_right(numbers, query.after)
    talked = _talked(context, number, posts, items, reader)
    new = talked.first if talked else 0
    after = first + len(items)
    return TopicPage(
        said=[_said(context, one, numbers, reader, new) for one in items],
        first=first + 1,
        last=after,
        earlier=_address(number, numbers, max(0, first - ON_A_PAGE)) if first else "",
        later=_address(number, numbers, after) if after < len(numbers) else "",
        latest=where_in(number, numbers, numbers[-1]),
        end=_address(number, numbers, len(numbers) // ON_A_PAGE * ON_A_PAGE),
        became=_became(context, answer.topic.problems, answer.topic.questions),
        thread=talked,
    )


def post_page(
    context: AnswerContext, _query: One, answer: topics.PostAnswer, reader: int | None
) -> PostPage:
    """Beside a post."""
    one = answer.post
    numbers = _numbers(context, one.topic)
    return PostPage(
        title=title_of(context, context.view.must(Topic, one.topic)),
        where=where_in(one.topic, numbers, one.number),
        said=_said(context, one, numbers, reader, 0),
    )


def thanks_page(
    _context: AnswerContext,
    query: OneList,
    _answer: Listing[topics.Thankful],
    _reader: int | None,
) -> ThanksPage:
    """Beside who thanks for a post."""
    return ThanksPage(query.number)


def topic_title(context: AnswerContext, topic: int) -> str:
    """What a topic is called, or its number."""
    return title_of(context, context.view.must(Topic, topic)) or str(topic)


def where(context: AnswerContext, post: Post) -> str:
    """Where a post stands in its topic."""
    return where_in(post.topic, _numbers(context, post.topic), post.number)


def where_in(topic: int, numbers: Sequence[int], post: int) -> str:
    """The same, of a topic with these posts."""
    first = bisect_left(numbers, post) // ON_A_PAGE * ON_A_PAGE
    return f"{_address(topic, numbers, first)}#post-{post}"


def origin(context: AnswerContext, post: int | None) -> Origin | None:
    """The post that something comes from; None for none."""
    one = context.view.get(Post, post or 0)
    if one is None:
        return None
    title = title_of(context, context.view.must(Topic, one.topic))
    return Origin(topics.post_line(context, one, True), where(context, one), title)


def asked_from(request: Request, context: AnswerContext) -> Origin | None:
    """The post from which a form begins, whose words stand."""
    number = request.query_params.get("post", "")
    is_number = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    one = context.view.get(Post, int(number)) if is_number else None
    return origin(context, one.number) if one and not is_gone(context.view, one) else None


def _address(topic: int, numbers: Sequence[int], first: int) -> str:
    """The page that begins with the post at this place."""
    return f"topics/{topic}?after={numbers[first - 1]}" if first else f"topics/{topic}"


def _numbers(context: AnswerContext, topic: int) -> list[int]:
    return [one.number for one in context.view.by(Post, "topic", topic)]


def _said(
    context: AnswerContext, one: PostLine, numbers: Sequence[int], reader: int | None, new: int
) -> Said:
    """A post for a reader; what others wrote from the post `new` on is new (0: nothing is)."""
    is_news = 0 < new <= one.number and one.by.member != reader
    return Said(
        post=one,
        is_new=is_news,
        stopped=one.number == new,
        is_muted=one.by.member in context.own.muted,
        thanked=bool(reader) and context.view.get(Thanks, reader or 0, one.number) is not None,
        to=where_in(one.topic, numbers, one.to.number) if one.to else "",
        became=_became(context, one.problems, one.questions),
    )


def _became(
    context: AnswerContext, problems: Iterable[int], questions: Iterable[int]
) -> list[Subject]:
    """What came of a topic or a post: where it is, and what it is called."""
    view = context.view
    raised = [(f"problems/{number}", view.must(Problem, number).text) for number in problems]
    asked = [(f"questions/{number}", view.must(Question, number).text) for number in questions]
    return [Subject(path, context.title(text) or path) for path, text in (*raised, *asked)]


def _news(context: AnswerContext, line: TopicLine, reader: int | None) -> int:
    """How many posts of others in a topic a reader has not read; to visitors nothing is new."""
    if not reader:
        return 0
    read_to = context.own.has_read(f"topics/{line.number}")
    if line.last.entry < read_to:
        return 0
    posts = context.view.by(Post, "topic", line.number)
    unread = posts[bisect_left(posts, read_to, key=lambda one: one.entry) :]
    return sum(one.by != reader for one in unread)


def _talked(
    context: AnswerContext,
    topic: int,
    posts: Sequence[Post],
    here: Sequence[PostLine],
    reader: int | None,
) -> Thread | None:
    """How far a member has read a topic, on a page that shows these posts of it."""
    whole = thread(context, f"topics/{topic}", reader)
    if whole is None:
        return None
    before = context.own.had_read(whole.path)
    unread = posts[bisect_left(posts, before, key=lambda one: one.entry) :] if before else []
    new = [one.number for one in unread if one.by != reader]
    numbers = [one.number for one in posts]
    goes_on = bool(here) and here[-1].number < numbers[-1]
    size = here[-1].entry + 1 if goes_on else whole.size
    first = where_in(topic, numbers, new[0]) if new else ""
    return Thread(
        whole.path, whole.followed, len(new), new[0] if new else 0, first, size, whole.time
    )


def _find_topic(context: AnswerContext, number: int) -> Subject | None:
    known = context.view.get(Topic, number)
    return Subject(f"topics/{number}", topic_title(context, number)) if known else None


def _find_post(context: AnswerContext, number: int) -> Subject | None:
    one = context.view.get(Post, number)
    if one is None:
        return None
    return Subject(where(context, one), title_of_text(context, one.text, number))


def _written(context: AnswerContext, _act: Signed, index: int) -> Subject | None:
    return _find_post(context, made_by(context, Post, index))


PAGES: tuple[AnyPage, ...] = (
    PageLine(topics.TOPICS, "/topics", "topics/list.html", topics_page),
    PageLine(
        topics.TOPIC, "/topics", "topics/one.html", topic_page, shows=ON_A_PAGE, matter="topics",
        seen=read,
    ),
    PageLine(topics.POST, "/topics", "topics/post.html", post_page),
    PageLine(topics.POST_THANKS, "/topics", "topics/thanks.html", thanks_page),
)  # fmt: skip
FINDERS: dict[str, Find] = {"post": _find_post, "topic": _find_topic}
BEGUN: dict[type[Signed], Begun] = {OpenTopic: _written, WritePost: _written}
