"""An act on its way into the log: parsed, perhaps verified, and the promise of an answer."""

import asyncio
from collections.abc import Mapping

from esoviet.law import judge as law
from esoviet.law.act import Act, Blob, Signed, blobs_of
from esoviet.law.judge import Statement
from esoviet.law.records import Key, Member
from esoviet.law.state import State
from esoviet.node.answers import Answer, Refused
from esoviet.wire import envelope
from esoviet.wire.ed25519 import verify
from esoviet.wire.encoding import un_b64u
from esoviet.wire.envelope import Envelope
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name
from esoviet.wire.reason import Reason

NO_KEYS: Mapping[str, bytes] = {}


class Submission:
    """One act that waits for its answer. `public` is the key it was verified with, if it was."""

    __slots__ = ("act", "answer", "blobs", "id", "jws", "public", "sealed", "valid")

    def __init__(self, jws: bytes, sealed: Envelope, act: Signed) -> None:
        self.jws = jws
        self.sealed = sealed
        self.act = act
        self.id = sealed.id
        self.blobs: tuple[Blob, ...] = blobs_of(act)
        self.public: bytes | None = None
        self.valid = False
        self.answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

    def check(self, public: bytes) -> bool:
        """Whether `public` signed this act; verified at most once for each key."""
        if public != self.public:
            self.valid = verify(public, self.sealed.signing_input, self.sealed.signature)
            self.public = public
        return self.valid

    def statement(self) -> Statement:
        """The act as the law judges it."""
        return Statement(self.id, self.sealed.kid, self.act, self.check)

    def settle(self, answer: Answer) -> None:
        """Give the answer, if anybody still waits for it."""
        if not self.answer.done():
            self.answer.set_result(answer)


def prepare(jws: bytes) -> Submission | Refused:
    """Take an act apart (clause 1.1). Its signature is not checked yet."""
    try:
        sealed = envelope.parse(jws)
        return Submission(jws, sealed, law.read_act(sealed.payload))
    except Malformed as error:
        return Refused("1.1", Reason("This is not a well-formed act: {error}.", error=error))


def signed_now(state: State, submission: Submission) -> tuple[int, int] | None:
    """Which member signed a new act, and when by their clock; None if it says nothing about now.

    An act that is logged, or was held back while its key went on, may be of any time.
    """
    key, act = state.rows(Key).get(submission.sealed.kid), submission.act
    if key is None or key.revoked or not isinstance(act, Act) or act.prev != key.last.hex():
        return None
    member = state.rows(Member).get(key.member)
    if member is None or member.state != "member" or not submission.check(key.public):
        return None
    return key.member, act.at


def is_ours(state: State, submission: Submission) -> bool:
    """Whether an act was signed by a key of this assembly that stands."""
    key = state.rows(Key).get(submission.sealed.kid)
    return key is not None and not key.revoked and submission.valid


def likely_key(
    state: State, submission: Submission, nearby: Mapping[str, bytes] = NO_KEYS
) -> bytes | None:
    """The public key that the act should be verified with, if it can be told beforehand.

    `nearby` are keys that acts just before this one bring with them.
    """
    kid = submission.sealed.kid
    key = state.rows(Key).get(kid)
    if key is not None:
        return key.public
    return nearby.get(kid) or _carried_key(submission.act, kid)


def _carried_key(act: Signed, kid: str) -> bytes | None:
    """The key that a stranger's act carries, if it is the one that is named as its signer's."""
    text = getattr(act, "key", None)
    if not isinstance(text, str):
        return None
    try:
        public = un_b64u(text, 32)
    except Malformed:
        return None
    return public if key_name(public) == kid else None
