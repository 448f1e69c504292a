"""Chapter 2 of the law: how an assembly begins."""

from typing import Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from esoviet.law import constitution as parameters
from esoviet.law.act import Act, Author, Blob, PublicKey, Second, Signed
from esoviet.law.common import check_text, claim_blobs, hand_over, sha
from esoviet.law.constitution import Amendment, Constitution
from esoviet.law.growth import Growth
from esoviet.law.limits import BY_EDITION
from esoviet.law.membership import is_member
from esoviet.law.outcome import Changes, Outcome, Refusal, put, refuse
from esoviet.law.records import FOUNDER, HOST, THE, Assembly, Clock, Key, Member
from esoviet.law.view import View
from esoviet.log import policy
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name, read_public


class FoundAssembly(Signed, frozen=True, kw_only=True):
    """Found an assembly. The id of this act is the assembly's id.

    `key` is the founder's own key, which signs; `host` the key of the host that is asked to keep
    the log; `constitution` the parameters that differ from the defaults; `witnesses` a tlog-policy
    text.
    """

    DEED = "founded the assembly"

    seq: Annotated[int, Meta(ge=1, le=1)]
    at: Second
    key: PublicKey
    host: PublicKey
    name: Blob
    purpose: Blob
    profile: Blob
    constitution: dict[str, str] = msgspec.field(default_factory=dict)
    recovery: PublicKey | None = None
    witnesses: Annotated[str, Meta(max_length=8192)] = ""


class EndFounding(Act, frozen=True, kw_only=True):
    """Say that the founding period should be over."""

    DEED = "wants the founding period to end"


def found_assembly(view: View, author: Author, act: FoundAssembly) -> Outcome:
    """The first entry of a log founds the assembly (clauses 2.1 to 2.7)."""
    if view.index != 0:
        return Refusal("2.1", "Only the first entry of a log founds an assembly.")
    try:
        publics = [read_public(k) for k in (act.key, act.host, act.recovery) if k is not None]
    except Malformed as error:
        return refuse("2.2", "A key cannot be used: {error}.", error=error)
    if key_name(publics[0]) != author.kid:
        return Refusal("2.2", "The founding act must be signed by the key it names.")
    if len({*publics}) != len(publics):
        return Refusal("2.2", "The founder's, the host's and the recovery key must differ.")
    wrong = parameters.check(act.constitution)
    if wrong:
        return refuse("2.3", "This constitution cannot stand: {wrong}.", wrong=wrong)
    limits = BY_EDITION[act.constitution.get("edition", parameters.DEFAULTS["edition"])]
    texts = (
        _wrong_witnesses(act.witnesses)
        or check_text(view, act.name, "2.4", limits.name_bytes)
        or check_text(view, act.purpose, "2.4", limits.text_bytes)
        or check_text(view, act.profile, "2.4", limits.profile_bytes)
        or claim_blobs(view, FOUNDER, (act.name, act.purpose, act.profile))
    )
    if isinstance(texts, Refusal):
        return texts
    return _begin(view, author, act) | hand_over(view, texts, sha(act.name), sha(act.purpose))


def end_founding(view: View, author: Author, act: EndFounding) -> Outcome:
    """Clause 2.5."""
    assembly = view.assembly
    if view.time >= assembly.founding_until:
        return Refusal("2.5", "The founding period is over already.")
    if assembly.stopped_by == author.number:
        return Refusal("2.5", "You have said so already; another member, or the founder, has to.")
    if author.number == FOUNDER or is_member(view, assembly.stopped_by):
        return put(replace(assembly, founding_until=view.time))
    return put(replace(assembly, stopped_by=author.number))


def shortened(view: View, assembly: Assembly, rules: Constitution) -> Assembly:
    """The assembly under amended rules: they can end the founding period earlier (clause 2.5)."""
    until = max(view.time, assembly.founded + rules.days("founding_days"))
    return replace(assembly, founding_until=min(assembly.founding_until, until))


def _wrong_witnesses(text: str) -> Refusal | None:
    """Whether the witnesses that a founding act names can be asked (clause 2.7)."""
    if not text:
        return None
    try:
        named = policy.parse(text.encode())
    except (Malformed, UnicodeEncodeError) as error:
        return refuse("2.7", "The witnesses are not named by a policy: {error}.", error=error)
    if named.logs:
        return Refusal("2.7", "The policy names witnesses only: the log is this assembly's own.")
    return None


def _begin(view: View, author: Author, act: FoundAssembly) -> Changes:
    values = {**parameters.DEFAULTS, **act.constitution}
    rules = Constitution(THE, values, 1, view.time, 0)
    host = read_public(act.host)
    keys = [
        Key(author.kid, FOUNDER, read_public(act.key), "device", 0, 1, author.act, view.time),
        Key(key_name(host), HOST, host, "host", 0, 0, b"", view.time),
    ]
    if act.recovery is not None:
        public = read_public(act.recovery)
        keys.append(Key(key_name(public), FOUNDER, public, "recovery", 0, 0, b"", view.time))
    founder = Member(
        number=FOUNDER,
        state="member",
        profile=sha(act.profile),
        applied=0,
        since=view.time,
        admission=1,
        due=view.time + rules.dormancy,
        door="founding",
    )
    assembly = Assembly(
        number=THE,
        id=author.act.hex(),
        founded=view.time,
        founding_until=view.time + rules.days("founding_days"),
        name=sha(act.name),
        purpose=sha(act.purpose),
        host=key_name(host),
        witnesses=act.witnesses,
        active=1,
        counted=1,
        admissions=1,
    )
    clock = Clock(THE, view.time, act.at)
    growth = Growth(THE, 0)
    return put(assembly, clock, growth, rules, Amendment(1, values, view.time, 0), founder, *keys)
