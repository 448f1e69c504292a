"""A host bends the texts and files that the log names."""

from collections.abc import Iterator

import pytest

from esoviet.audit.source import Hidden
from tests.audit.publisher import Publisher
from tests.audit.story import published
from tests.world import World


def one_text() -> tuple[Publisher, str]:
    """A host of an assembly, and the name of a text in it, brought by the last entry."""
    world = World().found()
    text = world.text("We meet on Friday.")
    world.person("Ada").sets_profile(text)
    return Publisher(world), text.sha256


def wrong(publisher: Publisher) -> list[tuple[int | None, str]]:
    return [(found.index, found.clause) for found in publisher.audited().findings]


def test_whole_blobs_pass_and_are_counted() -> None:
    publisher, _ = one_text()
    assert wrong(publisher) == []
    assert publisher.audited().blobs.present == 4


def test_a_changed_blob_is_found_at_the_act_that_refers_to_it() -> None:
    publisher, name = one_text()
    publisher.blobs[name] = publisher.blobs[name].replace(b"Friday", b"Sunday")
    assert wrong(publisher) == [(2, "1.10")]


def test_a_blob_of_another_size_is_found() -> None:
    publisher, name = one_text()
    for lie in (publisher.blobs[name][:-1], publisher.blobs[name] + b" Or not.", b""):
        publisher.blobs[name] = lie
        assert wrong(publisher) == [(2, "1.10")]


def test_a_blob_that_the_log_says_is_kept_must_be_there() -> None:
    publisher, name = one_text()
    del publisher.blobs[name]
    assert wrong(publisher) == [(2, "1.10")]


def test_a_blob_may_be_gone_only_after_an_act_that_says_so() -> None:
    world = World().found()
    text = world.text("I wish I had not said this.")
    world.person("Ada").sets_profile(text).erases(text)
    publisher = Publisher(world)
    del publisher.blobs[text.sha256]
    assert publisher.audited().ok
    assert publisher.audited().blobs.erased == 1


def test_what_is_shown_to_members_only_is_counted_as_not_looked_at() -> None:
    class Members(Publisher):
        def blob(self, sha256: str, size: int) -> Iterator[bytes] | None:
            raise Hidden

    report = Members(World().found(readership="members")).audited()
    assert report.ok
    assert (report.blobs.present, report.blobs.unchecked) == (0, 3)


def test_a_host_cannot_hide_from_anyone_what_anyone_may_read() -> None:
    class Hiding(Publisher):
        def blob(self, sha256: str, size: int) -> Iterator[bytes] | None:
            if sha256 == world.assembly.name.hex():
                raise Hidden
            return super().blob(sha256, size)

    world = World().found(readership="public")
    publisher = Hiding(world)
    assert wrong(publisher) == [(0, "12.5")]
    assert (publisher.audited().blobs.present, publisher.audited().blobs.unchecked) == (2, 0)


def test_a_missing_blob_proves_nothing_where_the_rest_of_the_log_was_not_judged() -> None:
    publisher = published()
    publisher.log[-20] = publisher.log[-20].replace(b"a", b"b", 1)
    assert {found.clause for found in publisher.audited().findings}.isdisjoint({"1.10"})


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\xc0\x80", b"good \xe2\x82", b"\xed\xa0\x80"])
@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown"])
def test_a_host_that_writes_down_a_text_that_is_not_utf8_is_found(
    content: bytes, media_type: str
) -> None:
    world = World().found()
    world.person("Ada").sets_profile(world.text(content, media_type))
    publisher = Publisher(world)
    assert wrong(publisher) == [(2, "1.10")]
    assert publisher.audited().blobs.present == 4


def test_a_text_in_any_language_is_utf8() -> None:
    world = World().found()
    world.person("Ada").sets_profile("Ада Лавлейс 🕊 \u0000")
    assert wrong(Publisher(world)) == []


def test_a_file_is_no_text_and_a_text_that_is_gone_convicts_nobody() -> None:
    world = World().found()
    ada = world.person("Ada")
    picture = world.text(b"\xff\xfe", "image/png")
    ada.argues(ada.raises_problem(), evidence=(picture,))
    ada.sets_profile(odd := world.text(b"\xff\xfe")).erases(odd)
    publisher = Publisher(world)
    del publisher.blobs[odd.sha256]
    assert wrong(publisher) == []
