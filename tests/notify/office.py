"""A node that sends mail, and a relay that keeps what it is given and says what it is told to."""

import email
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from esoviet.law.questions import Ask, Question, SecondQuestion
from esoviet.law.votes import CastBallot
from esoviet.notify.mail import Mail
from esoviet.notify.sending import Answer, Down, Unsure
from esoviet.notify.service import Service
from esoviet.store.mail import Address, Outcome
from esoviet.store.wishes import Wanting, Wishes
from esoviet.web.http.language import catalogue
from esoviet.web.pages.weeks import Weeks
from tests.person import Person
from tests.web.desk import Desk
from tests.web.served import write
from tests.world import World

URL = "https://assembly.example"
MAIL = {"url": URL, "smtp_host": "127.0.0.1", "mail_from": "assembly@example.org",
        "smtp_security": "none"}  # fmt: skip
AT_ONCE = Wishes(
    needs="at once", mandates="at once", answers="at once", decisions="at once",
    mentions="at once", followed="at once", quiet_from=0, quiet_until=0,
)  # fmt: skip
OK = Answer(250, "taken")


class KeepingRelay:
    """Keeps what it takes. `says` answers for each mail what becomes of it."""

    def __init__(self) -> None:
        self.taken: list[Mail] = []
        self.offered = 0
        self.says: Callable[[Mail], Answer | Down | Unsure] = lambda _: OK

    async def hand_over(self, mail: Mail) -> Answer:
        self.offered += 1
        said = self.says(mail)
        if isinstance(said, Exception):
            raise said
        if said.code < 400:
            self.taken.append(mail)
        return said

    async def rest(self) -> None:
        """Nothing is held."""

    def messages(self) -> list[EmailMessage]:
        """What was taken, parsed."""
        return [parsed(one) for one in self.taken]

    def clear(self) -> list[EmailMessage]:
        """The same, and from here on there is nothing."""
        messages = self.messages()
        self.taken.clear()
        return messages


class Office(Desk):
    """A desk with a service that tells members things, turn by turn."""

    def __init__(self, world: World, folder: Path, **settings: Any) -> None:
        super().__init__(world, folder, **{**MAIL, **settings})
        self.relay = KeepingRelay()
        self.service = self.begins()

    def begins(self) -> Service:
        """A service that starts, as after a restart."""
        service = Service(self.node, Weeks(self.node), catalogue, self.relay)
        service.rest = 0
        service.begin()
        return service

    def turns(self, service: Service | None = None) -> list[EmailMessage]:
        """Let the service do all there is to do; what was sent meanwhile."""
        for _ in range(100):
            if not self.run((service or self.service).turn()):
                return self.relay.clear()
        raise AssertionError("it never ends")

    def has_address(self, person: Person, wishes: Wishes = AT_ONCE, at: str = "") -> Address:
        """Somebody whose address is confirmed, and what they want."""
        reach, assembly, number = self.node.reach, self.world.id, person.number
        reach.wishes.put(Wanting(assembly, number, wishes, self.world.now, 0))
        address = at or f"{person.name.lower().replace(' ', '')}@example.net"
        entered = reach.mail.enter(assembly, number, address, self.world.now)
        assert entered is not None
        [post] = [one for one in reach.mail.waiting(self.world.now, 999) if one.member == number]
        assert reach.mail.claim(post.id)
        reach.mail.settle([Outcome(post.id, "sent")])
        confirmed = self.presses(self.node.links.token(entered.handle, "confirm"))
        assert confirmed == 200
        known = reach.mail.address(assembly, number)
        assert known is not None
        assert known.is_used
        return known

    def presses(self, token: str) -> int:
        """The status of what the button behind a link answers."""
        self.forget_cookies()
        return self.ask("POST", f"/mail/{token}").status_code

    def passes(self, ms: int) -> None:
        """Let time pass."""
        self.world.now += ms

    def asks(self, title: str) -> int:
        """Ada asks by yes and no, Bea and Cem second it; the number of the vote that has opened."""
        ada, *others = self.world.members("Ada", "Bea", "Cem")
        blob = self.world.text(title)
        assert self.bring(blob, **self.session("Ada")).status_code == 201
        asked = self.does(ada, Ask, text=blob, answers=(), form="yes-no")
        assert asked.status_code == 201, asked.text
        number = self.world.view.count(Question)
        for one in others:
            if not self.world.the(Question, number).vote:
                assert self.does(one, SecondQuestion, question=number).status_code == 201
        return self.world.the(Question, number).vote

    def votes(self, person: Person, vote: int) -> None:
        """Somebody casts a ballot."""
        assert self.does(person, CastBallot, vote=vote, choice="yes").status_code == 201

    def wants(self, person: Person) -> Wishes:
        """What somebody wants now."""
        wanting = self.node.reach.wishes.of(self.world.id, person.number)
        assert wanting is not None
        return wanting.wishes


@contextmanager
def office(world: World, folder: Path, **settings: Any) -> Iterator[Office]:
    """A node with this world that sends mail, for a while."""
    if not (folder / "node.key").exists():
        write(world, folder)
    served = Office(world, folder, **settings)
    try:
        yield served
    finally:
        served.close()


def parsed(mail: Mail) -> EmailMessage:
    """A mail as its receiver reads it."""
    message = email.message_from_bytes(mail.data, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    """The text part."""
    part = message.get_body(("plain",))
    assert part is not None
    said: str = part.get_content()
    return said


def html_of(message: EmailMessage) -> str:
    """The HTML part."""
    part = message.get_body(("html",))
    assert part is not None
    said: str = part.get_content()
    return said


def links(message: EmailMessage, part: str) -> list[str]:
    """The addresses in the text that hold this part."""
    return [one for one in re.findall(r"https?://\S+", text_of(message)) if part in one]
