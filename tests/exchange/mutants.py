"""Vote files of every kind, and bent ones: bytes that somebody could hand in."""

import gzip
import random
from collections.abc import Iterator

KINDS = (
    (
        "     Option 1-->: Change\n   /  Option 2->: Status quo\nV: 12 ann\n"
        "V: -1 ben Ben Cole\n"
    ),
    (
        "4 2\n-2\n[tie 4 3 1 2]\n4 1 2 0\n2 3 0\n2 4=1 - 3 0\n(a 1) 1 0\n0\n\"A\"\n\"B\"\n"
        "\"C\"\n\"D\"\n\"T\"\n"
    ),
    (
        "2,1,\n3,2,\n1,1,\n\"Candidate 1\",\"Anna\",\"Green\",\n"
        "\"Candidate 2\",\"Ben\",\"Red\",\n\"Ward\"\n"
    ),
    (
        "# TITLE: t\n# DATA TYPE: toc\n# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 5\n"
        "# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n# ALTERNATIVE NAME 3: C\n"
        "3: 1,{2,3}\n2: 2\n"
    ),
    (
        "# DATA TYPE: cat\n# NUMBER ALTERNATIVES: 2\n# CATEGORY NAME 1: yes\n"
        "# CATEGORY NAME 2: no\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n"
        "3: {1,2},{}\n1: 2,1\n"
    ),
    "2\n1,A\n2,B\n3,3,2\n2,1,2\n1,2\n",
    (
        "META\nkey;value\nvote_type;cumulative\nnum_votes;2\nPROJECTS\nproject_id;cost;name\n"
        "1;5;x\n2;7;y\nVOTES\nvoter_id;vote;points\n1;1,2;3,1.5\n2;2;-1\n"
    ),
    (
        "#/Candidates: A ; B ; C\n#/Number of Seats: 2\nx || A > B = C ^ 2 * 3\n"
        "/EMPTY_RANKING/ * 2\n"
    ),
    "{\"title\": \"t\"}\n=A:[Anna Berg]\n3: A>B=C\n2: B\n",
    "2:A/5,B/3\n1:B/2.5\n",
    "A,B,C\n1,2,3\n2,1,\nNo opinion,1,1\n",
    "voter;Bread;Soup;count\nann;4,5;0;1\nben;2;3;2\n",
    "Timestamp,Rank these [Bread],Rank these [Soup]\n1/2/2026 10:00:00,1st,2nd\n,2nd,1st\n",
    "Name\tBread\tSoup\nann\tx\t\nben\tx\tx\n",
    "Email Address,Which dishes?\na@x.org,\"Bread, Soup\"\nb@x.org,Soup\nc@x.org,Bread\n",
    (
        "id,1st Choice,2nd Choice,3rd choice\n1,Ann|Ben,Cas,undervote\n2,overvote,Ann,UWI\n"
        "3,Cas,,Ann\n"
    ),
    (
        "Precinct,Mayor rank 1,Mayor rank 2,Council rank 1,Council rank 2\nP,A,B,C,D\n"
        "P,B,,D,\n"
    ),
    "question,member,vote\n1,ann,yes\n1,ben,no\n2,ann,abstención\n",
    "member,Motion 1,Motion 2\nann,Yes,No\nben,,nein\n",
    "sep=;\nA;B\n1;2\n2;1\n",
    (
        "Choice_1_1:Mayor:1:Number of Winners 1:Ann:NON,"
        "Choice_2_1:Mayor:1:Number of Winners 1:Ben:NON\n"
        "1,0\n0,1\n1,1\n"
    ),
)  # fmt: skip
PIECES = (
    "0", "1", "-1", "2", "9" * 16, "9" * 400, "1.0", "1,5", "", " ", "\n", "\n\n", ",", ";", "\t",
    "|",
    '"', '""', "'", "[", "]", "{", "}", "(", ")", "=", ">", "#", "/*", "*/", ":", "^", "*", "\0",
    "\x1a", "sep=;", "No opinion", "overvote", "undervote", "x", "yes", "no", "Name", "Weight",
    "count", "Rank 1", "1st choice", "é", "\ufeff", "\u2028", "½", "²", "٣", "META", "VOTES",
    "# NUMBER ALTERNATIVES: 300", "# ALTERNATIVE NAME 0: z", "[withdrawn 1 2]", "[undeclared 1]",
    "2026/01/02 10:00:00", "a@b.cd", "🗳", "\ud800",
)  # fmt: skip


def mutants(seed: int, number: int) -> Iterator[bytes]:
    """So many bent files; the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(number):
        text = chance.choice(KINDS)
        for _ in range(chance.randint(0, 4)):
            text = _bent(text, chance)
        yield _written(text, chance)


def _bent(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at, other = chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)
    one = chance.randrange(len(lines))
    match chance.randrange(9):
        case 0:
            return text[:at] + chance.choice(PIECES) + text[at:]
        case 1:
            return text[: min(at, other)] + text[min(at + 9, max(at, other)) :]
        case 2:
            return "\n".join([*lines[:one], lines[one], *lines[one:]])
        case 3:
            return "\n".join(lines[:one] + lines[one + 1 :])
        case 4:
            chance.shuffle(lines)
            return "\n".join(lines)
        case 5:
            return text[:at] + chance.choice(KINDS)[other:]
        case 6:
            old, new = chance.choice(',;\t "1a'), chance.choice(PIECES)
            return text.replace(old, new, chance.randint(1, 9))
        case 7:
            cells = lines[one].split(",")
            chance.shuffle(cells)
            lines[one] = ",".join(cells)
            return "\n".join(lines)
        case _:
            return text[:at]


def _written(text: str, chance: random.Random) -> bytes:
    codec = chance.choice(("utf-8",) * 9 + ("utf-16", "utf-16-le", "cp1252", "utf-8-sig", "utf-32"))
    data = text.encode(codec, "replace")
    if not chance.randrange(20):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    return gzip.compress(data, 1) if not chance.randrange(50) else data
