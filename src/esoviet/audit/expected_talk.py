"""What published answers must say of topics and posts.

What came of a post, what answers it and who thanks for it is found anew, by looking through all.
"""

from collections.abc import Iterable, Iterator

from esoviet.audit.expected_evidence import cited
from esoviet.audit.facts import Facts, Fields
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.record import R
from esoviet.law.topics import Post, Thanks, Topic
from esoviet.law.view import View

SHOWN, PEOPLE, LATEST = 20, 6, 30


def topics(facts: Facts) -> Iterator[Fields]:
    """All topics."""
    view = facts.view
    said = _grouped(view.rows(Post), "topic")
    raised, asked = _came(view, "topic")
    for one in view.rows(Topic):
        posts = said[one.number]
        people = dict.fromkeys(post.by for post in reversed(posts[-LATEST:]))
        yield {
            "number": one.number,
            "by": facts.who(posts[0].by, posts[0].entry),
            "title": facts.title(posts[0].text),
            "first": posts[0].number,
            "posts": len(posts),
            "last": _ref(facts, posts[-1]),
            "people": [facts.who(member) for member in list(people)[:PEOPLE]],
            "problems": raised.get(one.number, []),
            "questions": asked.get(one.number, []),
            "entry": posts[0].entry,
            "time": posts[0].time,
        }


def posts(facts: Facts) -> Iterator[Fields]:
    """All posts."""
    view = facts.view
    every = view.rows(Post)
    answers = _grouped(every, "to")
    raised, asked = _came(view, "post")
    for one in every:
        thanks = view.rows(Thanks, one.number)
        replies = answers.get(one.number, [])
        yield {
            "number": one.number,
            "topic": one.topic,
            "by": facts.who(one.by, one.entry),
            "to": _ref(facts, view.must(Post, one.to)) if one.to else None,
            "text": facts.text(one.text),
            "evidence": [facts.text(name) for name in one.evidence],
            "exhibits": [cited(view, number) for number in one.exhibits],
            "thankful": len(thanks),
            "thanks": [facts.who(said.member) for said in thanks[:SHOWN]],
            "answered": len(replies),
            "answers": [reply.number for reply in replies[:SHOWN]],
            "problems": raised.get(one.number, []),
            "questions": asked.get(one.number, []),
            "entry": one.entry,
            "time": one.time,
        }


def _came(view: View, field: str) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """The numbers of the problems and questions that came from a topic, or from a post."""
    raised, asked = _grouped(view.rows(Problem), field), _grouped(view.rows(Question), field)
    return (
        {number: [one.number for one in of] for number, of in raised.items()},
        {number: [one.number for one in of] for number, of in asked.items()},
    )


def _grouped(records: Iterable[R], field: str) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for one in records:
        found.setdefault(getattr(one, field), []).append(one)
    return found


def _ref(facts: Facts, one: Post) -> Fields:
    return {
        "number": one.number, "by": facts.who(one.by, one.entry), "entry": one.entry,
        "time": one.time,
    }  # fmt: skip
