"""Chapter 19 of the law: topics, in which members talk about anything.

A topic is its first post and all that followed it. Nobody closes one, pins or hides anything in it.
A post stays its author's own, whatever others answered to it: erased, it leaves a hole, and the
talk goes on around that. A problem or a question that comes from a post names it, and nowhere else
is it kept what came from what.
"""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.common import check_text, claim_blobs, sha, unseen
from esoviet.law.constitution import DAY
from esoviet.law.exhibits import Evidence, Exhibits, check_shown
from esoviet.law.outcome import Changes, Outcome, Refusal, drop, put, refuse
from esoviet.law.record import ByMember, Record
from esoviet.law.records import BlobRecord
from esoviet.law.view import View


class Topic(Record, frozen=True):
    """Something that members talk about: its title is the first line of its `first` post.

    `last` is the latest post in it.
    """

    number: int
    by: int
    first: int
    last: int
    entry: int
    time: int


class Post(Record, frozen=True):
    """What a member says in a `topic`, in answer `to` another post there (0: to none).

    `captions` says in its lines what the pieces of `evidence` show; it rests on its `exhibits`.
    """

    INDEXES = ("topic", "to")
    EACH = ("exhibits",)

    number: int
    topic: int
    by: int
    to: int
    text: bytes
    evidence: tuple[bytes, ...]
    captions: bytes
    exhibits: tuple[int, ...]
    entry: int
    time: int


class Thanks(ByMember, frozen=True):
    """A member thanks for a post."""

    PARENT = "post"

    post: int
    member: int
    entry: int


class Talker(ByMember, frozen=True):
    """How many topics a member opened, and how many posts they wrote, on a `day` (UTC).

    Days are counted from 1970 on.
    """

    member: int
    day: int
    topics: int
    posts: int


class OpenTopic(Act, frozen=True, kw_only=True):
    """Open a topic by its first post, whose first line is the title."""

    DEED = "opened a topic"

    text: Blob
    exhibits: Exhibits = ()
    evidence: Evidence = ()
    captions: Blob | None = None


class WritePost(Act, frozen=True, kw_only=True, tag="post"):
    """Say something in a topic, in answer to a `post` there if one likes."""

    DEED = "wrote a post"

    topic: Number
    text: Blob
    post: Number | None = None
    exhibits: Exhibits = ()
    evidence: Evidence = ()
    captions: Blob | None = None


class Thank(Act, frozen=True, kw_only=True):
    """Thank for a post, or take that back."""

    DEED = "thanked for a post"

    post: Number
    thanks: bool


def open_topic(view: View, author: Author, act: OpenTopic) -> Outcome:
    """Clauses 19.1 and 19.2."""
    today = said_on(view, author.number, view.time)
    most = view.limits.daily_topics
    if today.topics >= most:
        return refuse("19.1", "You have opened {most} topics today.", most=most)
    number = view.next_number(Topic)
    written = _written(view, author, act, topic=number, to=0)
    first = view.next_number(Post)
    topic = Topic(number, author.number, first, first, view.index, view.time)
    return written | put(topic, replace(today, topics=today.topics + 1, posts=today.posts + 1))


def write_post(view: View, author: Author, act: WritePost) -> Outcome:
    """Clauses 19.2 and 19.3; who answers must have seen what was mended (12.6)."""
    topic = view.get(Topic, act.topic)
    if topic is None:
        return Refusal("19.3", "There is no topic with this number.")
    most = view.limits.posts
    if view.count_by(Post, "topic", topic.number) >= most:
        return refuse("19.3", "A topic has at most {most} posts: open one anew.", most=most)
    wrong = None if act.post is None else _no_answer(view, act, act.post)
    written = wrong or _written(view, author, act, topic=topic.number, to=act.post or 0)
    today, last = said_on(view, author.number, view.time), view.next_number(Post)
    return written | put(replace(topic, last=last), replace(today, posts=today.posts + 1))


def thank(view: View, author: Author, act: Thank) -> Outcome:
    """Clause 19.4."""
    post = view.get(Post, act.post)
    if post is None:
        return Refusal("19.4", "There is no post with this number.")
    if post.by == author.number:
        return Refusal("19.4", "Nobody thanks themselves.")
    if (view.get(Thanks, author.number, post.number) is not None) == act.thanks:
        said = "You have thanked for it already." if act.thanks else "You have not thanked for it."
        return Refusal("19.4", said)
    if not act.thanks:
        return drop(Thanks, author.number, post.number)
    if is_gone(view, post):
        return Refusal("19.4", "Its words are gone: nobody can read what it said.")
    return unseen(view, act, post.text) or put(Thanks(post.number, author.number, view.index))


def said_on(view: View, member: int, moment: int) -> Talker:
    """How much a member has said on the day (UTC) of a moment that no entry follows."""
    day = moment // DAY
    known = view.get(Talker, member)
    return known if known is not None and known.day == day else Talker(member, day, 0, 0)


def is_gone(view: View, post: Post) -> bool:
    """Whether the words of a post are gone."""
    return view.must(BlobRecord, post.text).state != "kept"


def check_origin(view: View, act: Act, number: int | None) -> Refusal | None:
    """Refuse to name a post that something comes from, if nobody can read it (clause 19.6)."""
    if number is None:
        return None
    post = view.get(Post, number)
    if post is None:
        return Refusal("19.6", "There is no post with this number.")
    if is_gone(view, post):
        return Refusal("19.6", "Its words are gone: nobody can read what it said.")
    return unseen(view, act, post.text)


def topic_of(view: View, post: int | None) -> int:
    """The topic of a post that stands in the log; 0 for no post."""
    return view.must(Post, post).topic if post else 0


def answered_by(view: View, post: Post) -> int:
    """Whom a post answers: the author of another one, else who opened the topic; by number."""
    if post.to:
        return view.must(Post, post.to).by
    return view.must(Topic, post.topic).by


def is_taken_up(view: View, post: Post) -> bool:
    """Whether others have answered a post, or thanked for it (clause 12.6)."""
    return view.count_by(Post, "to", post.number) > 0 or view.count(Thanks, post.number) > 0


def _no_answer(view: View, act: WritePost, number: int) -> Refusal | None:
    """Why a post cannot answer another one (clause 19.3)."""
    post = view.get(Post, number)
    if post is None or post.topic != act.topic:
        return Refusal("19.3", "A post answers one of the same topic.")
    if is_gone(view, post):
        return Refusal("19.3", "Its words are gone: nobody can read what it said.")
    return unseen(view, act, post.text)


def _written(
    view: View, author: Author, act: OpenTopic | WritePost, *, topic: int, to: int
) -> Changes | Refusal:
    """A post with its texts and files, or why it is none (clause 19.2)."""
    most = view.limits.daily_posts
    if said_on(view, author.number, view.time).posts >= most:
        return refuse("19.2", "You have written {most} posts today.", most=most)
    blobs = (
        check_text(view, act.text, "19.2")
        or check_shown(view, act, "19.2")
        or claim_blobs(view, author.number, (act.text, *act.evidence, act.captions))
    )
    post = Post(
        number=view.next_number(Post),
        topic=topic,
        by=author.number,
        to=to,
        text=sha(act.text),
        evidence=tuple(sha(blob) for blob in act.evidence),
        captions=sha(act.captions),
        exhibits=act.exhibits,
        entry=view.index,
        time=view.time,
    )
    return blobs | put(post)
