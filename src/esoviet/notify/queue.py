"""The queue of messages: each put together when it is its turn, claimed, sent, and noted.

What is told is noted before it is sent, in the same transaction as the claim. If the relay did not
take it for now, that is taken back; if nobody can know whether it did, it stays.
"""

import logging
from typing import NamedTuple

from esoviet.node.devices import standing
from esoviet.node.hosted import HostedAssembly
from esoviet.node.links import Links
from esoviet.node.node import Node
from esoviet.node.sleeping import NotOpened
from esoviet.node.telling import Seldom
from esoviet.node.turns import Rank
from esoviet.node.week import Line, Texts, Week, Weeks, matter_of
from esoviet.node.wishes import free
from esoviet.notify import letters
from esoviet.notify.letters import Addresses, Letter, Told
from esoviet.notify.mail import Envelope, Mail, written
from esoviet.notify.sending import Answer, Down, Relay, Unsure
from esoviet.store.mail import Address, Outcome, Post
from esoviet.store.subscriptions import Subscription
from esoviet.store.wishes import Wishes

AT_ONCE = 20
"""So many messages are claimed together: after a crash so many may not have been sent at all."""
MINUTE = 60_000
HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
LONGEST_PAUSE = 6 * 60 * MINUTE
GIVEN_UP = 5 * DAY
"""A message that is not taken for so long is given up, in ms (RFC 5321 section 4.5.4.1)."""
OLD = 8 * DAY
"""What happened longer ago is no news, in ms."""
DEADLINE = "deadline "
"""How a name begins under which the end of a vote is told."""
_log = logging.getLogger(__name__)


class Ready(NamedTuple):
    """A message to be sent, the posts that it settles, and what it tells, by its names."""

    mail: Mail
    posts: list[Post]
    whats: list[str]
    address: Address


class Queue:
    """Sends what waits. Belongs to one task."""

    def __init__(self, node: Node, weeks: Weeks, texts: Texts, relay: Relay | None) -> None:
        """Without a relay members are told on their devices alone."""
        self._node, self._weeks, self._texts, self._relay = node, weeks, texts, relay
        self._mail, self._wishes = node.reach.mail, node.reach.wishes
        self._devices = node.reach.subscriptions
        self._seldom = Seldom(_log)
        self._pause = self._rest_until = 0

    async def turn(self, now: int) -> int:
        """Send the first of what waits by now (ms); how many messages were dealt with."""
        if now < self._rest_until:
            return 0
        posts = self._mail.waiting(now, AT_ONCE)
        ready, dealt = [], set[int]()
        for post in posts:
            if post.id in dealt:
                continue
            together = [post, *self._mail.with_it(post, now)]
            dealt |= {one.id for one in together}
            made = await self._made(together, now)
            await self._node.asked.give_way()
            if made is not None:
                ready.append(made)
        await self._send(self._claimed(ready, now), now)
        return len(dealt)

    async def _made(self, posts: list[Post], now: int) -> Ready | None:
        """A message for one member, or none: then its posts are settled, or put off."""
        post = posts[0]
        if not self._node.has(post.assembly):
            self._drop(posts)
            return None
        try:
            async with self._node.open(post.assembly, Rank.CARE) as hosted:
                await settled(hosted)
                return self._letter(hosted, posts, now)
        except NotOpened:
            for one in posts:
                self._mail.put_off(one.id, now + MINUTE)
            return None

    def _letter(self, hosted: HostedAssembly, posts: list[Post], now: int) -> Ready | None:
        post = posts[0]
        if post.kind == "confirm":
            return self._confirming(posts)
        address, wanting = self._address(post), self._wishes.of(post.assembly, post.member)
        devices = self._told(hosted, post)
        if wanting is None or not (address or devices):
            self._drop(posts)
            return None
        wishes = wanting.wishes
        if (later := free(wishes, now)) > now:
            for one in posts:
                self._mail.put_off(one.id, later)
            return None
        titles = wishes.says == "titles"
        week = self._weeks.week(hosted, post.member, wishes.language, titles=titles)
        lines = [] if week is None else self._to_tell(posts, week, wishes, now)
        if week is None or not lines:
            self._drop(posts)
            return None
        if address is None or (devices and post.kind == "now"):
            self._shown(posts, week, lines, wishes, now)
            return None
        return self._weekly(posts, address, week, lines, wishes)

    def _told(self, hosted: HostedAssembly, post: Post) -> list[Subscription]:
        """The devices on which a member is told, if any are."""
        if self._node.vapid is None:
            return []
        view = hosted.ledger.replica.view()
        return standing(self._devices, view, post.assembly, post.member)

    def _address(self, post: Post) -> Address | None:
        """Where a member gets mail, if there is such a place and mail goes out at all."""
        address = self._mail.address(post.assembly, post.member)
        return address if address and address.is_used and self._relay else None

    def _confirming(self, posts: list[Post]) -> Ready | None:
        post = posts[0]
        address = self._mail.address(post.assembly, post.member)
        wanting = self._wishes.of(post.assembly, post.member)
        waits = address is not None and not address.confirmed and self._relay is not None
        if address is None or wanting is None or not waits or post.what != _asking(address):
            self._drop(posts)
            return None
        confirm = self._url(f"mail/{self._links.token(address.handle, 'confirm')}")
        language = wanting.wishes.language
        letter = letters.confirming(self._texts(language), language, confirm)
        return self._ready(posts, address, letter, [])

    def _shown(
        self, posts: list[Post], week: Week, lines: list[Line], wishes: Wishes, now: int
    ) -> None:
        """Have a member's devices show it: from here on it is on its way (notify/pushing.py)."""
        post = posts[0]
        name = called(week, wishes)
        told, here = Told(name, week.opens, once_each(lines)), self._url(f"a/{post.assembly}")
        needs = sum(one.kind == "needs" for one in week.lines)
        notice = letters.notice(self._texts(wishes.language), told, wishes.language, here, needs)
        until = max(now + HOUR, min((one.due for one in lines if one.due), default=now + DAY))
        with self._node.reach.whole():
            claimed = [one for one in posts if self._mail.claim(one.id)]
            if claimed:
                whats = [one.what for one in lines]
                self._wishes.tell(post.assembly, post.member, whats, now, claimed[0].id)
                self._devices.tell(
                    post.assembly, post.member, notice.topic, notice.message(), until, now
                )
            self._mail.settle(Outcome(one.id, "sent") for one in claimed)

    def _to_tell(self, posts: list[Post], week: Week, wishes: Wishes, now: int) -> list[Line]:
        """What of a week is news to a member, and wanted in this way."""
        post = posts[0]
        told = self._wishes.was_told(post.assembly, post.member)
        if post.kind == "now":
            wanted = {one.what.removeprefix("now ") for one in posts}
            lines = [one for one in at_once(week, wishes, now) if one.what in wanted]
        else:
            kinds = post.what.partition(" ")[2].split(",")
            lines = [
                one
                for one in week.lines
                if one.kind in kinds and wishes.often(one.kind) in ("daily", "weekly")
            ]
        return [one for one in lines if one.what not in told and not is_old(one, now)]

    def _weekly(
        self, posts: list[Post], address: Address, week: Week, lines: list[Line], wishes: Wishes
    ) -> Ready:
        here = self._url(f"a/{address.assembly}")
        kind = letters.first_kind(lines)
        less = self._url(f"mail/{self._links.token(address.handle, kind)}")
        stop = self._url(f"mail/{self._links.token(address.handle, 'stop')}")
        name = called(week, wishes)
        told = Told(name, week.opens, once_each(lines))
        texts = self._texts(wishes.language)
        answers = self._answers(address, lines)
        to = Addresses(here, less, stop, answered=bool(answers))
        letter = letters.weekly(texts, told, wishes, to)
        whats = [one.what for one in lines]
        return self._ready(posts, address, letter, whats, name, stop, answers)

    def _answers(self, address: Address, lines: list[Line]) -> str:
        """Where an answer to a message that says these things goes; empty where nowhere."""
        local, _, domain = self._node.config.mail_reply.partition("@")
        if not domain:
            return ""
        return f"{local}+{self._links.answer(address.handle, matter_of(lines))}@{domain}"

    def _ready(
        self, posts: list[Post], address: Address, letter: Letter, whats: list[str],
        name: str = "", stop: str = "", answers: str = "",
    ) -> Ready:  # fmt: skip
        author = self._node.config.mail_from
        domain = author.rpartition("@")[2]
        bounce = self._links.bounce(address.handle)
        envelope = Envelope(
            sender=f"bounce+{bounce}@{domain}",
            author=author,
            recipient=address.address,
            name=name or "E-Soviet",
            id=f"{posts[0].id}.{posts[0].tries}.{bounce}@{domain}",
            list_id=f"{address.assembly[:32]}.{domain}",
            stop=stop,
            answers=answers,
        )
        return Ready(written(envelope, letter, self._node.clock()), posts, whats, address)

    def _claimed(self, ready: list[Ready], now: int) -> list[Ready]:
        """Those that are ours to send, with what they tell noted as told."""
        claimed = []
        with self._node.reach.whole():
            for one in ready:
                posts = [post for post in one.posts if self._mail.claim(post.id)]
                if not posts:
                    continue
                address = one.address
                self._wishes.tell(address.assembly, address.member, one.whats, now, posts[0].id)
                claimed.append(one._replace(posts=posts))
        return claimed

    async def _send(self, claimed: list[Ready], now: int) -> None:
        """Send what is claimed; where the relay is not there, all the rest waits."""
        outcomes: list[tuple[Ready, Answer | Down | Unsure]] = []
        down: Down | None = None
        try:
            for one in claimed:
                if down is not None:
                    outcomes.append((one, down))
                    continue
                assert self._relay is not None  # without one nothing is ready
                try:
                    outcomes.append((one, await self._relay.hand_over(one.mail)))
                except Unsure as error:
                    outcomes.append((one, error))
                except Down as error:
                    down = error
                    outcomes.append((one, error))
        finally:  # also where we are stopped: what was not handed over waits again
            known = len(outcomes)
            outcomes += [(one, Unsure("stopped")) for one in claimed[known : known + 1]]
            outcomes += [(one, Down("stopped")) for one in claimed[known + 1 :]]
            with self._node.reach.whole():
                for one, said in outcomes:
                    self._settle(one, said, now)
        self._mind(down, now, sent=len(claimed) > 0)

    def _mind(self, down: Down | None, now: int, *, sent: bool) -> None:
        """Leave a relay that is not there alone, for longer each time."""
        if down is not None:
            self._pause = min(max(2 * self._pause, MINUTE // 2), 15 * MINUTE)
            self._rest_until = now + self._pause
            self._seldom.error("relay", "mail cannot be sent, and waits: %s", down)
        elif sent:
            self._pause = self._rest_until = 0

    def _settle(self, one: Ready, said: Answer | Down | Unsure, now: int) -> None:
        """Note what became of a message."""
        first, address = one.posts[0], one.address
        if isinstance(said, Unsure):
            self._note(one, "unsure", str(said))
        elif isinstance(said, Answer) and said.code < 400:
            self._note(one, "sent", "")
            self._mail.arrived(address.assembly, address.member)
        elif isinstance(said, Answer) and said.code >= 500:
            self._note(one, "refused", f"{said.code} {said.text}")
            self._mail.trouble(address.assembly, address.member, f"{said.code} {said.text}")
        elif now - first.time > GIVEN_UP:
            self._note(one, "refused", "it was not taken for days")
        else:
            text = str(said) if isinstance(said, Down) else f"{said.code} {said.text}"
            pause = 0 if isinstance(said, Down) else min(MINUTE << first.tries, LONGEST_PAUSE)
            self._wishes.untell(first.id)
            waits = [Outcome(post.id, "waiting", text, now + pause) for post in one.posts]
            self._mail.settle(waits)

    def _note(self, one: Ready, state: str, said: str) -> None:
        assert state in ("unsure", "sent", "refused")
        self._mail.settle(Outcome(post.id, state, said) for post in one.posts)  # type: ignore[arg-type]

    def _drop(self, posts: list[Post]) -> None:
        """There is nothing to say any more."""
        with self._node.reach.whole():
            claimed = [post for post in posts if self._mail.claim(post.id)]
            self._mail.settle(Outcome(post.id, "nothing") for post in claimed)

    def _url(self, path: str) -> str:
        return f"{self._node.config.url.rstrip('/')}/{path}"

    @property
    def _links(self) -> Links:
        return self._node.links


def _asking(address: Address) -> str:
    """What the message is called that asks whether an address is its member's."""
    return f"confirm {address.handle}"


async def settled(hosted: HostedAssembly) -> None:
    """Wait until all is durable that could be told."""
    if not hosted.is_settled:
        await hosted.sequencer.settled()


def at_once(week: Week, wishes: Wishes, now: int) -> list[Line]:
    """What of a week a member wants to be told at once; the end of a vote by a name of its own."""
    lines = [one for one in week.lines if wishes.often(one.kind) == "at once"]
    if wishes.deadlines == "at once":
        ends = [one for one in week.lines if one.is_vote and 0 < one.due - now <= DAY]
        lines += [one._replace(what=DEADLINE + one.path, kind="deadlines") for one in ends]
    return lines


def once_each(lines: list[Line]) -> list[Line]:
    """Of a vote that is new and ends soon one line: that it ends."""
    ending = {one.path for one in lines if one.kind == "deadlines"}
    return [one for one in lines if one.kind == "deadlines" or one.path not in ending]


def called(week: Week, wishes: Wishes) -> str:
    """What an assembly may be called in a message; empty: not at all."""
    return week.name if week.public or wishes.says != "number" else ""


def is_old(line: Line, now: int) -> bool:
    """Whether something happened too long ago to be news."""
    return 0 < line.time < now - OLD
