"""Chapter 2 of the law: how an assembly begins."""

from typing import Annotated

import msgspec
from msgspec import Meta

from esoviet.law import constitution as parameters
from esoviet.law.act import Author, Blob, PublicKey, Signed
from esoviet.law.common import PROFILE_MAX, kept, sha, text
from esoviet.law.constitution import Amendment, Constitution
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.records import FOUNDER, HOST, THE, Assembly, Key, Member
from esoviet.law.view import View
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name, read_public


class FoundAssembly(Signed, frozen=True, kw_only=True):
    """Found an assembly. The id of this act is the assembly's id.

    `key` is the founder's own key, which signs; `host` the key of the host that is asked to keep
    the log; `constitution` the parameters that differ from the defaults; `witnesses` a tlog-policy
    text.
    """

    seq: Annotated[int, Meta(ge=1, le=1)]
    key: PublicKey
    host: PublicKey
    name: Blob
    purpose: Blob
    profile: Blob
    constitution: dict[str, str] = msgspec.field(default_factory=dict)
    recovery: PublicKey | None = None
    witnesses: Annotated[str, Meta(max_length=8192)] = ""


def found_assembly(view: View, author: Author, act: FoundAssembly, act_id: str) -> Outcome:
    """The first entry of a log founds the assembly (clauses 2.1 to 2.5)."""
    if view.index != 0:
        return Refusal("2.1", "Only the first entry of a log founds an assembly.")
    try:
        publics = [read_public(k) for k in (act.key, act.host, act.recovery) if k is not None]
    except Malformed as error:
        return Refusal("2.2", f"A key cannot be used: {error}.")
    if key_name(publics[0]) != author.kid:
        return Refusal("2.2", "The founding act must be signed by the key it names.")
    if len({*publics}) != len(publics):
        return Refusal("2.2", "The founder's, the host's and the recovery key must differ.")
    wrong = parameters.check(act.constitution)
    if wrong:
        return Refusal("2.3", f"This constitution cannot stand: {wrong}.")
    for blob, most in ((act.name, 400), (act.purpose, 65_536), (act.profile, PROFILE_MAX)):
        refusal = text(blob, "2.4", most)
        if refusal:
            return refusal
    texts, profile = kept(view, HOST, (act.name, act.purpose)), kept(view, FOUNDER, (act.profile,))
    assert isinstance(texts, Changes)
    assert isinstance(profile, Changes)
    return _begin(view, author, act, act_id) | profile | texts


def _begin(view: View, author: Author, act: FoundAssembly, act_id: str) -> Changes:
    values = {**parameters.DEFAULTS, **act.constitution}
    rules = Constitution(THE, values, 1, view.time, 0)
    host = read_public(act.host)
    keys = [
        Key(author.kid, FOUNDER, read_public(act.key), "device", 0, 1, view.time),
        Key(key_name(host), HOST, host, "host", 0, 0, view.time),
    ]
    if act.recovery is not None:
        public = read_public(act.recovery)
        keys.append(Key(key_name(public), FOUNDER, public, "recovery", 0, 0, view.time))
    founder = Member(
        number=FOUNDER,
        state="member",
        profile=sha(act.profile),
        applied=0,
        since=view.time,
        admission=1,
        due=view.time + rules.dormancy,
    )
    whole = Assembly(
        number=THE,
        id=act_id,
        founded=view.time,
        founding_until=view.time + rules.days("founding_days"),
        name=sha(act.name),
        purpose=sha(act.purpose),
        host=key_name(host),
        witnesses=act.witnesses,
        active=1,
        members=1,
        admissions=1,
    )
    return put(whole, rules, Amendment(1, values, view.time, 0), founder, *keys)
