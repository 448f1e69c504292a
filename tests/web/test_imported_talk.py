"""Talk of others, as it really was, shown as topics: of a chat, a forum, a mailing list."""

import json
import mailbox
import re
from collections.abc import Iterator
from contextlib import closing
from email.header import decode_header, make_header
from pathlib import Path
from typing import NamedTuple

import pytest
from markupsafe import Markup

from esoviet.law.topics import Post, Topic
from esoviet.web.pages.topics import ON_A_PAGE
from tests.person import Person
from tests.shared_data import SHARED, needs_shared
from tests.web.desk import Desk, desk
from tests.world import World

_LINE = re.compile(r"(\d+) <([^>]+)> (.*)")


class Said(NamedTuple):
    """Who said what, in answer to what was said there as number `to` (0: to nothing)."""

    by: str
    text: str
    to: int = 0


class Talk(NamedTuple):
    """What was talked about, and what was said, in its order."""

    title: str
    said: list[Said]


def debate(file: Path) -> Talk:
    """A chat: what one says in several lines without a break is one post."""
    said: list[Said] = []
    for line in file.read_text("utf-8", "replace").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        by, text = found[2], found[3]
        if said and said[-1].by == by:
            said[-1] = said[-1]._replace(text=f"{said[-1].text}\n{text}")
        else:
            said.append(Said(by, text))
    return Talk("Leadership debate", said)


def forum(file: Path) -> Talk:
    """A topic of a forum: its posts as plain text, with what each answers."""
    topic = json.loads(file.read_text("utf-8"))
    posts = topic["post_stream"]["posts"]
    places = {one["post_number"]: place for place, one in enumerate(posts, 1)}
    return Talk(topic["title"], [
        Said(one["username"], Markup(one["cooked"]).striptags(),
             places.get(one["reply_to_post_number"], 0))
        for one in posts
    ])  # fmt: skip


def letters(file: Path) -> Talk:
    """A mailing list: mails in their order, with what each answers."""
    with closing(mailbox.mbox(file, create=False)) as box:
        mails = list(box)
    places = {mail["message-id"]: place for place, mail in enumerate(mails, 1)}
    said = [
        Said(str(mail["from"]), str(mail.get_payload()).strip(), places.get(mail["in-reply-to"], 0))
        for mail in mails
    ]
    return Talk(str(make_header(decode_header(mails[0]["subject"]))), said)


TALKS = {
    "debate": lambda: debate(SHARED / "debate" / "debian_2000_transcript.txt"),
    "forum": lambda: forum(SHARED / "forum" / "discourse_topic_1149.json"),
    "letters": lambda: letters(SHARED / "forum" / "pipermail_2015_november.mbox"),
    "a letter": lambda: letters(SHARED / "forum" / "mbox_single.mbox"),
}


def imported(world: World, talk: Talk) -> None:
    """Each who speaks is a member; the first post has the title above it."""
    names = list(dict.fromkeys(one.by for one in talk.said))
    cast: dict[str, Person] = dict(
        zip(names, world.members(*(f"Speaker {n}" for n in range(len(names) + 1))), strict=False)
    )
    first, *others = talk.said
    topic = cast[first.by].opens_topic(f"{talk.title}\n\n{first.text}")
    for one in others:
        cast[one.by].posts(topic, one.text, one.to or None)


def pages(at: Desk) -> Iterator[str]:
    """All pages of the topic, one after another."""
    after = 0
    numbers = [one.number for one in at.world.view.by(Post, "topic", 1)]
    while True:
        yield at.page(f"topics/1?after={after}", "Speaker 0")
        here = [number for number in numbers if number > after]
        if len(here) <= ON_A_PAGE:
            return
        after = here[ON_A_PAGE - 1]


@needs_shared
@pytest.mark.parametrize("name", TALKS)
def test_real_talk_is_shown_whole_and_in_its_order(name: str, tmp_path: Path) -> None:
    talk, world = TALKS[name](), World().found()
    imported(world, talk)
    assert world.view.count(Post) == len(talk.said) > 0
    with desk(world, tmp_path) as at:
        shown = list(pages(at))
        assert talk.title in shown[0]
        answer = at.get("posts.json?texts=1&limit=1000", headers=at.session("Speaker 0")).json()
        texts = [one["text"]["content"] for one in answer["items"]]
        assert texts[1:] == [one.text for one in talk.said[1:]]
        places = [page.count('class="post"') for page in shown]
        assert sum(places) == len(talk.said)
        assert all(len(page.encode()) < 150_000 for page in shown)
    assert world.the(Topic, 1).last == len(talk.said)
    answers = [one.to for one in world.view.rows(Post)]
    assert answers == [one.to for one in talk.said]
