"""How members are reached: all that is stored for it, in the node's private database.

A message is noted as being sent before it is sent, so here what is written is durable at once, but
for how far somebody has read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from esoviet.store import (
    actions,
    away,
    drafts,
    follows,
    mail,
    marks,
    pleas,
    refusals,
    rooms,
    secrets,
    skills,
    subscriptions,
    teaching,
    wishes,
)
from esoviet.store.actions import ActionStore
from esoviet.store.away import AwayStore
from esoviet.store.drafts import DraftStore
from esoviet.store.follows import FollowStore, Stamps
from esoviet.store.mail import MailStore
from esoviet.store.marks import MarkStore
from esoviet.store.pleas import PleaStore
from esoviet.store.private import Journal, open_private
from esoviet.store.refusals import RefusalStore
from esoviet.store.rooms import RoomStore
from esoviet.store.secrets import SecretStore
from esoviet.store.skills import SkillStore
from esoviet.store.subscriptions import Subscriptions
from esoviet.store.teaching import TeachingStore
from esoviet.store.wishes import WishStore


class Reach:
    """What members want to be told, where, what they follow, what they answered by mail, where
    they come, what they say of themselves, who shows them what, until when they are away; what
    outsiders ask of them; and how often the law refused.

    Belongs to the loop.
    """

    def __init__(self, path: Path) -> None:
        """Open the tables; raises `StoreError`."""
        told = wishes, mail, subscriptions, secrets, rooms
        kept = *told, drafts, follows, marks, actions, skills, teaching, away, pleas, refusals
        self._db = open_private(path, "".join(one.SCHEMA for one in kept))
        self._db.execute("PRAGMA synchronous = FULL")
        self.wishes = WishStore(self._db)
        self.mail = MailStore(self._db)
        self.subscriptions = Subscriptions(self._db)
        self.secrets = SecretStore(self._db)
        self.rooms = RoomStore(self._db)
        self.drafts = DraftStore(self._db)
        self.journal = Journal(self._db)
        self.actions = ActionStore(self._db, self.journal)
        self.skills = SkillStore(self._db, self.journal)
        self.teaching = TeachingStore(self._db, self.journal)
        self.away = AwayStore(self._db, self.journal)
        self.pleas = PleaStore(self._db, self.journal)
        self.stamps = Stamps()
        self.follows = FollowStore(self._db, self.stamps)
        self._light = open_private(path, "")
        self.marks = MarkStore(self._light, self.stamps)
        self.refusals = RefusalStore(self._light)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Write all that the block writes, or nothing of it; in it nothing is awaited."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            self._db.roll_back()
            raise

    def forget(self, assembly: str, member: int) -> None:
        """Keep nothing of a member who is none any more."""
        self.wishes.forget(assembly, member)
        self.mail.forget(assembly, member)
        self.subscriptions.forget(assembly, member)
        self.secrets.forget(assembly, member)
        self.rooms.forget(assembly, member)
        self.drafts.forget(assembly, member)
        self.actions.forget(assembly, member)
        self.skills.forget(assembly, member)
        self.teaching.forget(assembly, member)
        self.away.forget(assembly, member)
        self.follows.forget(assembly, member)
        self.marks.forget(assembly, member)

    def has(self, assembly: str) -> bool:
        """Whether anything is kept of what anybody in an assembly is told."""
        kept = self.wishes, self.mail, self.subscriptions, self.drafts
        return any(one.has(assembly) for one in kept)

    def reaches(self, assembly: str, member: int) -> bool:
        """Whether a member is told anything anywhere: by a mail address in use, or on a device."""
        address = self.mail.address(assembly, member)
        used = address is not None and address.is_used
        return used or bool(self.subscriptions.of(assembly, member))

    def assemblies(self) -> set[str]:
        """Where anybody is told anything, has others told it, or has answered."""
        told = self.wishes, self.mail, self.subscriptions, self.secrets
        kept = *told, self.rooms, self.drafts
        return {assembly for one in kept for assembly in one.assemblies()}

    def members(self, assembly: str) -> set[int]:
        """Of whom in an assembly anything is kept."""
        told = self.wishes, self.mail, self.subscriptions, self.secrets
        own = self.follows, self.marks, self.actions, self.skills, self.teaching, self.away
        kept = *told, self.rooms, self.drafts, *own
        return {member for one in kept for member in one.members(assembly)}

    def close(self) -> None:
        """Let go of the file."""
        self._light.close()
        self._db.close()
