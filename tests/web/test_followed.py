"""Feeds and calendars: what other programs fetch of an assembly, and what they are never told."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from icalendar import Calendar

from esoviet.law.closing import AskToClose
from esoviet.law.questions import Question
from esoviet.law.votes import Vote
from esoviet.web.pages.moments import moment
from tests.web.desk import Desk, desk
from tests.web.story import Story, tell
from tests.world import World

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "feeds/decisions.atom", "feeds/problems.atom", "feeds/topics.atom", "feeds/log.atom",
)  # fmt: skip


@pytest.fixture(scope="module")
def story() -> Story:
    return tell()


@pytest.fixture(scope="module")
def at(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(story.world, tmp_path_factory.mktemp("followed")) as served:
        yield served


def events(at: Desk, path: str, reader: str = "") -> dict[str, Any]:
    """The events of a calendar by the number and kind in their names."""
    answer = at.get(path, headers=at.session(reader))
    assert answer.status_code == 200, path
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["uid"]).removesuffix(f"@{at.world.id}"): event for event in found}


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_read_by_a_reader_of_feeds_the_newest_first(at: Desk, path: str) -> None:
    answer = at.get(path)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(answer.content)
    assert not read.bozo
    assert read.feed.title.startswith("Tenants of 7 Mill Street: ")
    assert 1 <= len(read.entries) <= 30
    times = [one.updated_parsed for one in read.entries]
    assert times == sorted(times, reverse=True)
    assert len({one.id for one in read.entries}) == len(read.entries)
    for one in (read.entries[0], read.entries[-1]):
        assert at.get(urlsplit(one.link).path).status_code == 200


def titles(at: Desk, path: str, **headers: str) -> list[str]:
    root = ElementTree.fromstring(at.get(path, headers=headers).content)
    return [str(one.findtext(f"{ATOM}title")) for one in root.iter(f"{ATOM}entry")]


def test_feeds_say_what_the_pages_say(at: Desk) -> None:
    assert "The heating: Decided: Buy a new boiler." in titles(at, FEEDS[0])
    assert "The roof leaks" in titles(at, FEEDS[1])
    assert titles(at, FEEDS[2]) == ["The yard", "Who empties the *bins*?"]
    assert titles(at, FEEDS[3])[0] == "Cem confirmed a recovery"
    assert "The heating: Decidido: Buy a new boiler." in titles(at, FEEDS[0] + "?lang=es")
    assert "The heating: Decidido: Buy a new boiler." in titles(
        at, FEEDS[0], **{"accept-language": "es"}
    )


@pytest.mark.parametrize("path", [*FEEDS, "calendar.ics"])
def test_who_has_it_already_is_told_so_and_the_same_log_gives_the_same_bytes(
    at: Desk, path: str
) -> None:
    first, again = at.get(path), at.get(path)
    assert first.content == again.content
    tag = first.headers["etag"]
    assert at.get(path, headers={"if-none-match": tag}).status_code == 304
    assert at.get(path + "?lang=es", headers={"if-none-match": tag}).status_code == 200
    assert first.headers["cache-control"] == "no-cache"


def test_the_calendar_has_what_ends_and_when(at: Desk, story: Story) -> None:
    found = events(at, "calendar.ics")
    vote = at.world.view.must(Vote, story.open_vote)
    event = found[f"votes-{story.open_vote}"]
    assert event["dtstart"].dt.timestamp() * 1000 == vote.due // 1000 * 1000
    assert str(event["summary"]) == "The vote ends: The roof leaks"
    assert str(event["url"]).endswith(f"/a/{at.world.id}/votes/{story.open_vote}")
    assert [str(one["trigger"].to_ical(), "ascii") for one in event.walk("VALARM")] == ["-P1D"]
    assert "Last chance to say whether it is necessary: The bins are full" in {
        str(one["summary"]) for one in found.values()
    }
    assert "A report is due: Buy a new boiler" in {str(one["summary"]) for one in found.values()}
    assert {"problems-2-term"} <= set(found)


def test_a_matter_has_its_own_file(at: Desk, story: Story) -> None:
    vote = f"votes-{story.open_vote}"
    for path in (f"votes/{story.open_vote}", f"problems/{story.open_problem}"):
        assert set(events(at, f"{path}.ics")) == {vote}
    assert set(events(at, "mandates/1.ics")) == {"mandates-1"}
    question = at.world.view.must(Question, story.open_question)
    assert set(events(at, f"questions/{question.number}.ics")) == {f"votes-{question.vote}"}
    file = at.get(f"votes/{story.open_vote}.ics").headers["content-disposition"]
    assert file == f'attachment; filename="votes-{story.open_vote}.ics"'


@pytest.mark.parametrize(
    "path", ["votes/1", "votes/99", "votes/x", "problems/0", "votes/١", "votes/" + "9" * 40]
)
def test_what_has_no_deadline_has_no_file(at: Desk, path: str) -> None:
    assert at.get(f"{path}.ics").status_code == 404


def test_a_deadline_that_moves_keeps_its_name_and_gets_a_higher_number(tmp_path: Path) -> None:
    world = World().found(readership="public")
    crowd = world.members("Ada", "Bea", "Cem")
    vote = world.the(Question, crowd[0].puts_to_vote()).vote
    with desk(world, tmp_path) as at:
        before = events(at, "calendar.ics")[f"votes-{vote}"]
        for one in crowd:
            assert at.does(one, AskToClose, vote=vote).status_code in (201, 422)
        after = events(at, "calendar.ics")[f"votes-{vote}"]
    assert after["uid"] == before["uid"]
    assert after["dtstart"].dt < before["dtstart"].dt, "all want it to be over"
    assert after["sequence"] > before["sequence"]
    assert after["dtstamp"].dt >= before["dtstamp"].dt


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tell(readership="members").world, tmp_path_factory.mktemp("closed")) as served:
        yield served


def words_of(world: World) -> set[str]:
    """Every word of five letters and more that anybody wrote here, and every name."""
    texts = [salted[32:].decode("utf-8", "replace") for salted in world.blobs.values()]
    names = {one.name for one in world.cast.values() if len(one.name) > 2}
    return names | {word for text in texts for word in re.findall(r"\w{5,}", text)}


OURS = {"assembly", "vote", "votes", "members", "problems", "Something", "deadline"}


@pytest.mark.parametrize(
    "path", [*FEEDS, "calendar.ics", "problems/6.ics", "mandates/1.ics", "calendar.ics?lang=es"]
)
def test_of_a_closed_assembly_they_say_when_and_where_and_nothing_else(
    closed: Desk, path: str
) -> None:
    answer = closed.get(path, headers=closed.session("Ada"))
    assert answer.status_code == 200
    body = answer.text.replace("\r\n ", "")
    assert f"/a/{closed.world.id}/" in body
    assert [word for word in words_of(closed.world) - OURS if word in body] == []
    assert answer.headers["cache-control"] == "no-store"
    assert closed.get(path).status_code == 404


def messages(page: str) -> dict[str, str]:
    """What each choice of a message to share says, as somebody without scripts reads it."""
    found = re.findall(r'<div data-says="(\w+)"><textarea[^>]*>([^<]*)</textarea>', page, re.DOTALL)
    return {says: html.unescape(text) for says, text in found}


@pytest.mark.parametrize("matter", ["problems", "questions", "votes", "decisions", "mandates"])
def test_every_matter_has_messages_to_share(at: Desk, matter: str) -> None:
    page = at.get(f"{matter}/1").text
    link = f"/a/{at.world.id}/{matter}/1"
    said = messages(page)
    assert said["link"] == f"http://node.example{link}"
    title, _, address = said["title"].partition("\n")
    assert (bool(title), address) == (True, said["link"])
    assert "<" not in title
    assert said["all"].startswith(f"{title}\n")
    assert said["all"].endswith(f"\n{address}")
    assert re.search(r'value="title" checked', page)


def test_a_message_about_what_is_open_says_what_is_asked_and_until_when(
    at: Desk, story: Story
) -> None:
    said = messages(at.get(f"problems/{story.open_problem}").text)["all"]
    due = moment(at.world.view.must(Vote, story.open_vote).due)
    link = f"http://node.example/a/{at.world.id}/problems/{story.open_problem}"
    assert said == f"The roof leaks\nThe vote is open. Until {due}.\n{link}"


def test_in_a_closed_assembly_a_message_begins_with_the_link_alone(closed: Desk) -> None:
    page = closed.page("problems/1", "Ada")
    assert 'value="link" checked' in page
    assert "Who opens the link and is no member is told that there is nothing." in page
    assert 'rel="alternate"' not in page


@pytest.mark.parametrize(("path", "feed"), [
    ("", "problems"), ("problems", "problems"), ("decisions", "decisions"), ("log", "log"),
    ("members", "decisions"),
])  # fmt: skip
def test_a_public_page_names_its_feeds(at: Desk, path: str, feed: str) -> None:
    page = at.get(path or at.here).text
    found = re.findall(
        r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]*)"', page
    )
    assert f"/a/{at.world.id}/feeds/{feed}.atom" in found
    assert all(at.get(one).status_code == 200 for one in found)


def test_a_number_in_other_digits_is_none(at: Desk, story: Story) -> None:
    digits = str(story.open_vote).translate({ord("0") + n: 0x660 + n for n in range(10)})
    assert at.get(f"votes/{story.open_vote}.ics").status_code == 200
    assert at.get(f"votes/{digits}.ics").status_code == 404


def test_a_feed_names_its_own_address_as_it_was_asked_for(at: Desk) -> None:
    for path in (FEEDS[0], FEEDS[0] + "?lang=es"):
        root = ElementTree.fromstring(at.get(path).content)
        (here,) = (one for one in root.findall(f"{ATOM}link") if one.get("rel") == "self")
        assert str(here.get("href")).endswith(f"/a/{at.world.id}/{path}")
