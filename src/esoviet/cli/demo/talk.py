"""What the branch of the demo talks about: a problem came from one of the topics."""

from functools import partial

from esoviet.cli.demo.director import Director, Person
from esoviet.cli.demo.topics import Said, texts
from esoviet.cli.replay.stage import Step
from esoviet.law.topics import OpenTopic, Post, Thank, Topic, WritePost

ORIGIN = 2
"""The post from which a problem comes: the second of the first topic."""
PAUSE = 0.01
"""Days between one post and the next."""


def talk(d: Director, day: float) -> None:
    """Topics one after another, in each the posts one after another, by several people."""
    for place, said in enumerate(texts().talks):
        for number, one in enumerate(said):
            d.at(day + (place * 8 + number) * PAUSE, partial(_say, d, number, one))


async def _say(d: Director, number: int, said: Said) -> None:
    """The first opens a topic, the others write in the one that was opened last."""
    view, text = d.theatre.view(), d.text(said.text)
    topic = view.count(Topic)
    if number == 0:
        who = d.pick(d.here())
        await d.act(d.step(who, lambda stamp: OpenTopic(**stamp, text=text.ref), text))
    else:
        posts = view.by(Post, "topic", topic)
        before = posts[-1].by
        who = d.pick([one for one in d.here() if one.number != before])
        to = posts[said.to - 1].number if said.to else None
        await d.act(
            d.step(
                who,
                lambda stamp: WritePost(**stamp, topic=topic, text=text.ref, post=to),
                text,
            )
        )
    others = d.chance.sample(d.here(but=[who]), said.thanks)
    await d.act(*(_thanks(d, one) for one in others))


def _thanks(d: Director, person: Person) -> Step:
    """Thanks for the latest post."""
    post = d.theatre.view().count(Post)
    return d.step(person, lambda stamp: Thank(**stamp, post=post, thanks=True))
