"""Which witnesses make a quorum (c2sp.org/tlog-policy)."""

import re

import pytest

from esoviet.log import note, policy
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.checkpoint import sign as sign_checkpoint
from esoviet.log.cosignature import cosign
from esoviet.log.errors import ProofError
from esoviet.log.note import COSIGNATURE, verifier
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.errors import Malformed
from tests.log.data import expected, load, raw
from tests.shared_data import needs_shared


def key(name: str) -> SigningKey:
    return SigningKey(name.encode().ljust(32, b"\0"))


def vkey(name: str, kind: int = COSIGNATURE) -> str:
    return str(verifier(f"{name}.example", key(name), kind))


LOG = vkey("log", note.ED25519)
DEFINED = f"witness A {vkey('A')}\nwitness B {vkey('B')}\nwitness C {vkey('C')}\n"
CHECKPOINT = Checkpoint("log.example", 3, b"\x07" * 32)
SIGNED = sign_checkpoint(CHECKPOINT, key("log"))


def read(text: str) -> policy.Policy:
    return policy.parse(text.encode("utf-8", "surrogateescape"))


def quorum(text: str, *names: str) -> bool:
    return policy.satisfied(read(text), names)


def cosigned(*names: str) -> bytes:
    lines = [cosign(CHECKPOINT.text, 1, f"{name}.example", key(name)) for name in names]
    return SIGNED + "".join(lines).encode()


def test_a_policy_is_read_in_full() -> None:
    text = f"log {LOG} https://log.example\n# words\n\n{DEFINED}group G 2 A B C\nquorum G\n"
    found = read(text)
    assert str(found.logs[0].key) == LOG
    assert found.logs[0].url == "https://log.example"
    assert [witness.name for witness in found.witnesses] == ["A", "B", "C"]
    assert found.groups == (policy.Group("G", 2, ("A", "B", "C")),)
    assert found.quorum == "G"


def test_a_quorum_is_one_witness_or_a_group_or_none() -> None:
    assert quorum("quorum none\n")
    assert quorum(f"{DEFINED}quorum A\n", "A")
    assert not quorum(f"{DEFINED}quorum A\n", "B", "C")
    assert quorum(f"{DEFINED}group G any A B\nquorum G\n", "B")
    assert not quorum(f"{DEFINED}group G any A B\nquorum G\n", "C")
    assert quorum(f"{DEFINED}group G all A B\nquorum G\n", "A", "B")
    assert not quorum(f"{DEFINED}group G all A B\nquorum G\n", "A", "C")


def test_the_name_of_a_group_is_no_cosignature() -> None:
    assert not quorum(f"{DEFINED}group G all A B\nquorum G\n", "G")


def test_spaces_and_tabs_separate_and_nothing_else_does() -> None:
    spaced = DEFINED.replace(" ", " \t ")
    assert quorum(f"\t {spaced}  quorum\tA \t\n", "A")
    for other in "\u00a0\u2003\u3000\u0085":
        with pytest.raises(Malformed):
            read(f"{DEFINED}quorum{other}A\n")


def test_lines_in_any_order_follow_their_definitions() -> None:
    assert quorum(f"witness A {vkey('A')}\nquorum A\nwitness B {vkey('B')}\nlog {LOG}\n", "A")


def test_names_are_octets_of_which_none_is_like_another() -> None:
    kelvin = f"witness K {vkey('A')}\nwitness \u212a {vkey('B')}\nquorum \u212a\n"
    assert quorum(kelvin, "\u212a")
    assert not quorum(kelvin, "K")
    raw_octet = policy.parse(f"witness \xff {vkey('A')}\nquorum \xff\n".encode("latin-1"))
    assert policy.satisfied(raw_octet, {"\udcff"})


def test_a_witness_may_bear_the_word_all_as_its_name() -> None:
    assert quorum(f"witness all {vkey('A')}\ngroup any all all\nquorum any\n", "all")


GOOD = f"log {LOG}\n{DEFINED}group G 2 A B\nquorum G\n"
REFUSED = {
    "nothing at all": "",
    "no quorum": DEFINED,
    "two quorum lines": GOOD + "quorum G\n",
    "a quorum before its definition": "quorum A\n" + DEFINED,
    "an unknown quorum": DEFINED + "quorum Z\n",
    "a last line without newline": GOOD[:-1],
    "a carriage return": GOOD.replace("\n", "\r\n"),
    "a vertical tab": GOOD + "\v\n",
    "DEL in a comment": GOOD + "# \x7f\n",
    "NUL in a comment": GOOD + "# \0\n",
    "an unknown word": GOOD + "mirror A\n",
    "a word in capitals": GOOD.replace("quorum", "QUORUM"),
    "a comment after an item": GOOD.replace("quorum G", "quorum G # words"),
    "a log with two addresses": GOOD.replace(LOG, LOG + " a b"),
    "a witness without key": GOOD + "witness D\n",
    "a log without key": GOOD + "log\n",
    "a log's key that is a cosigner's": GOOD.replace(LOG, vkey("log")),
    "a witness's key that is a log's": GOOD + f"witness D {vkey('D', note.ED25519)}\n",
    "a key whose id is another's": GOOD + f"witness D {vkey('D').replace('D.', 'E.')}\n",
    "two logs with one key": GOOD + f"log {verifier('other', key('log'))}\n",
    "two witnesses with one key": GOOD + f"witness D {verifier('other', key('A'), COSIGNATURE)}\n",
    "two witnesses with one name": GOOD + f"witness A {vkey('D')}\n",
    "a group with a witness's name": DEFINED + "group A any B C\nquorum A\n",
    "a witness named none": GOOD + f"witness none {vkey('D')}\n",
    "a group named none": DEFINED + "group none any A\nquorum none\n",
    "none as a member": DEFINED + "group G any A none\nquorum G\n",
    "an unknown member": DEFINED + "group G any A Z\nquorum G\n",
    "a group within itself": DEFINED + "group G any A G\nquorum G\n",
    "a later group as a member": DEFINED + "group G any H\ngroup H any A\nquorum G\n",
    "a member twice": DEFINED + "group G any A A\nquorum G\n",
    "a member of two groups": DEFINED + "group G any A B\ngroup H any B C\nquorum G\n",
    "a group without members": DEFINED + "group G any\nquorum A\n",
    "a threshold of none": DEFINED + "group G 0 A B\nquorum G\n",
    "a threshold above the members": DEFINED + "group G 3 A B\nquorum G\n",
    "a threshold with a zero before it": DEFINED + "group G 02 A B\nquorum G\n",
    "a threshold with a sign": DEFINED + "group G +2 A B\nquorum G\n",
    "a threshold in foreign digits": DEFINED + "group G \u0662 A B\nquorum G\n",
    "more than 64 KiB": GOOD + "#" * (1 << 16) + "\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_policy_is_refused_for(name: str) -> None:
    assert read(GOOD).quorum == "G"
    with pytest.raises(Malformed):
        read(REFUSED[name])


def test_a_checkpoint_holds_with_a_trusted_log_and_the_quorum() -> None:
    found, cosignatures = policy.open_checkpoint(read(GOOD), cosigned("A", "B"))
    assert found == CHECKPOINT
    assert [each.key.name for each in cosignatures] == ["A.example", "B.example"]


def test_too_few_witnesses_are_refused() -> None:
    for names in ((), ("A",), ("A", "C"), ("A", "A")):
        with pytest.raises(ProofError, match="too few"):
            policy.open_checkpoint(read(GOOD), cosigned(*names))


def test_witnesses_do_not_replace_the_log() -> None:
    other = sign_checkpoint(CHECKPOINT._replace(origin="other.example"), key("other"))
    with pytest.raises(ProofError, match="no key"):
        policy.open_checkpoint(read(GOOD), other)
    trusted = [verifier("other.example", key("other"))]
    opened, _ = policy.open_checkpoint(read("quorum none\n"), other, trusted)
    assert opened.origin == "other.example"


def test_a_trusted_log_does_not_speak_for_another() -> None:
    forged = note.sign(CHECKPOINT._replace(origin="x").text, "log.example", key("log"))
    with pytest.raises(ProofError, match="another log"):
        policy.open_checkpoint(read(f"log {LOG}\nquorum none\n"), forged)


def test_a_policy_may_have_thirty_two_of_everything() -> None:
    names = [f"W{i}" for i in range(32)]
    lines = [f"log {vkey(f'L{i}', note.ED25519)}" for i in range(32)]
    lines += [f"witness {name} {vkey(name)}" for name in names]
    lines += ["group G0 any W0"] + [f"group G{i} all W{i} G{i - 1}" for i in range(1, 32)]
    text = "\n".join([*lines, "quorum G31", ""])
    assert quorum(text, *names)
    assert not quorum(text, *names[:-1])


@needs_shared
@pytest.mark.parametrize("name", ["sigsum-generic-2025-1", "sigsum-test1-2025"])
def test_published_policies_have_the_quorums_that_they_state(name: str) -> None:
    want = expected(f"policy/{name}")
    found = policy.parse(raw(f"policy/{name}.vkeys.txt"))
    assert (len(found.logs), len(found.witnesses)) == (want["logs"], want["witnesses"])
    for names, outcome in want["quorum_cases"]:
        assert policy.satisfied(found, names) is outcome
    with pytest.raises(Malformed):  # the original has bare hexadecimal keys
        policy.parse(raw(f"policy/{name}.txt"))


def with_vkeys(text: str) -> str:
    """Sigsum's hexadecimal keys, each made a key of the fitting type and a name of its own."""
    line = re.compile(r"^(log|witness \S+)(\s+)([0-9a-f]{64})", re.MULTILINE)

    def swap(match: re.Match[str]) -> str:
        kind = note.ED25519 if match[1] == "log" else COSIGNATURE
        made = note.VerifierKey(f"{match[3]}.example", kind, bytes.fromhex(match[3]))
        return f"{match[1]}{match[2]}{made}"

    return line.sub(swap, text)


@needs_shared
def test_two_groups_of_sigsum_make_a_quorum_as_its_test_states() -> None:
    found = read(with_vkeys(raw("policy/sigsum_two_groups.txt").decode()))
    want = expected("policy/sigsum_two_groups")
    assert (len(found.logs), len(found.witnesses)) == (want["logs"], want["witnesses"])
    for names, outcome in want["quorum_cases"]:
        assert policy.satisfied(found, names) is outcome


@needs_shared
def test_the_example_of_the_specification_is_a_policy_once_it_has_keys() -> None:
    template = raw("policy/c2sp_example_template.txt").decode()
    with pytest.raises(Malformed):
        read(template)
    text = re.sub(r"witness (\S+) <vkey>", lambda m: f"witness {m[1]} {vkey(m[1])}", template)
    found = read(text.replace("<vkey>", LOG))
    for names, outcome in expected("policy/c2sp_example_template")["quorum_cases"]:
        assert policy.satisfied(found, names) is outcome


@needs_shared
def test_what_sigsum_refuses_is_refused_for_its_own_reason() -> None:
    reasons = {
        "no quorum": "quorum line",
        "control character 0x7f": "control character",
        "invalid log policy line": "not a line",
        'duplicate name: "W1"': "taken",
        'undefined name: "W3"': "not defined",
        "already a member": "twice",
        "cannot be a group member": "not defined",
    }
    for case in load("policy/cases.json")["refused_by_sigsum"]:
        with pytest.raises(Malformed, match=reasons[case["error_of_source"]]):
            read(with_vkeys(case["text"]))


@needs_shared
def test_cases_of_another_implementation_are_refused_where_the_specification_is_stricter() -> None:
    """Its witnesses have log keys (type 1), or one key serves two, or the text ends early."""
    for case in load("policy/cases.json")["c2sp_syntax"]:
        with pytest.raises(Malformed):
            read(case["text"])


@needs_shared
def test_the_tidy_case_holds_with_cosigner_keys() -> None:
    text = load("policy/cases.json")["c2sp_syntax"][0]["text"]
    keys = {m: note.parse_key(m) for m in re.findall(r"\S+\+[0-9a-f]{8}\+\S+", text)}
    for old, parsed in keys.items():
        text = text.replace(old, str(parsed._replace(kind=COSIGNATURE)))
    assert not quorum(text, "w1")
    assert quorum(text, "w1", "w2")
