"""BLT: the file of Hill, Wichmann and Woodall's "Algorithm 123" (1987), with its later additions.

    4 2             four candidates, two seats
    -2              candidate 2 has withdrawn (optional; also [withdrawn 2])
    3 1 3=4 0       three ballots: 1 first, 3 and 4 sharing the second place
    (A17) 2 1 0     a single ballot with an identifier
    0               the end of the ballots
    "Adam" ...      the names, then the title

Line ends are white space. "#" begins a comment up to the end of the line, /* and */ enclose one.
"[tie 3 1 2 4]" is the order that breaks ties, "[nick a b c d]" gives short names for use in
ballots; other settings in brackets are for programs and are passed over. "-" in a ballot is a rank
left empty; "(3 4)" within a ballot is "3=4". A ballot that is empty, or names only withdrawn
candidates, stays in the sheet and ranks nothing.
"""

import re
from collections.abc import Iterator

import msgspec

from esoviet.exchange.ballots.sheet import Ballot, Sheet, once
from esoviet.exchange.ballots.text import number, shown
from esoviet.tally.profile import MAX_OPTIONS, from_groups
from esoviet.wire.errors import Malformed

_TOKEN = re.compile(
    r'\s+|\#[^\n]*|/\*.*?\*/|"(?P<quoted>[^"]*)"|\[(?P<setting>[^\]]*)\]|'
    r"\((?P<group>[^)]*)\)|(?P<word>[^\s\"\[\]()#]+)",
    re.DOTALL,
)


class Token(msgspec.Struct, frozen=True):
    """A piece of the file: its kind, its text and its line."""

    kind: str
    text: str
    line: int


def is_blt(text: list[str]) -> bool:
    """Whether the file begins with two numbers, comments aside."""
    head = re.sub(r"#[^\n]*|/\*.*?\*/", " ", "\n".join(text[:100]), flags=re.DOTALL)
    return re.match(r"\s*\d+\s+\d+(\s|$)", head) is not None


def read(text: list[str], title: str) -> Sheet:
    """Read a BLT file."""
    return _Reader(list(_tokens("\n".join(text)))).read(title)


def _tokens(text: str) -> Iterator[Token]:
    at, line = 0, 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Malformed(f"line {line}: a quote or bracket that is never closed")
        if match.lastgroup:
            yield Token(match.lastgroup, match[match.lastgroup].strip(), line)
        line += match[0].count("\n")
        at = match.end()


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.size = 0
        self.nicks: dict[str, int] = {}
        self.withdrawn: set[int] = set()
        self.ties: list[int] | None = None

    def read(self, title: str) -> Sheet:
        self.size = self._number("the number of candidates")
        seats = self._number("the number of seats")
        if not 1 <= self.size <= MAX_OPTIONS:
            raise Malformed(f"line 1: {self.size} candidates; 1 to {MAX_OPTIONS} can be ranked")
        self._settings()
        ballots = list(self._ballots())
        names = [self._name(n) for n in range(1, self.size + 1)]
        left = [n for n in range(1, self.size + 1) if n not in self.withdrawn]
        if not left:
            raise Malformed("every candidate has withdrawn")
        place = {option: n for n, option in enumerate(left)}
        once((line, ballot.voter) for line, _, ballot in ballots)
        rest = self._rest()
        ties = self.ties and tuple(place[option] for option in self.ties if option in place)
        return Sheet(
            format="blt",
            title=rest[0] if rest else title,
            options=tuple(names[n - 1] for n in left),
            numbers=tuple(left),
            seats=seats,
            ballots=tuple(
                msgspec.structs.replace(ballot, choice=_choice(groups, place))
                for _, groups, ballot in ballots
            ),
            tie_order=ties or None,
            withdrawn=tuple(names[n - 1] for n in sorted(self.withdrawn)),
        )

    def _settings(self) -> None:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == "setting":
                self._setting(token)
            elif token.kind == "word" and re.fullmatch(r"-\d+", token.text):
                self.withdrawn.add(self._candidate(token.text[1:], token.line))
            else:
                return
            self.at += 1

    def _setting(self, token: Token) -> None:
        name, *words = token.text.split() or [""]
        if name == "nick":
            if len(words) != self.size or len(set(words)) != self.size:
                raise Malformed(f"line {token.line}: [nick] needs one name for every candidate")
            self.nicks = {nick: n for n, nick in enumerate(words, start=1)}
        elif name == "tie":
            self.ties = [self._candidate(word, token.line) for word in words]
            if len(set(self.ties)) != len(self.ties):
                raise Malformed(f"line {token.line}: [tie] names a candidate twice")
        elif name == "withdrawn":
            self.withdrawn |= {self._candidate(word, token.line) for word in words}

    def _ballots(self) -> Iterator[tuple[int, list[list[int]], Ballot]]:
        """Each ballot line: where it is, its groups of equals, and its voter and count."""
        while True:
            first = self._next("a ballot, or the 0 that ends them")
            if first.kind == "group":
                yield first.line, self._ranking(first.line), Ballot(b"", voter=first.text)
                continue
            if first.kind != "word":
                raise Malformed(f"line {first.line}: a ballot begins with a number; end with 0")
            count = number(first.text, first.line, "a number of ballots")
            if not count:
                return
            yield first.line, self._ranking(first.line), Ballot(b"", count=count)

    def _ranking(self, line: int) -> list[list[int]]:
        ranking: list[list[int]] = []
        while True:
            token = self._next("the 0 that ends a ballot")
            if token.kind == "group":
                words = token.text.replace(",", " ").split()
            elif token.kind == "word":
                words = token.text.split("=")
            else:
                raise Malformed(f"line {line}: a ballot that does not end with 0")
            if words == ["0"]:
                break
            if words != ["-"]:
                ranking.append([self._candidate(word, token.line) for word in words])
        named = [option for group in ranking for option in group]
        if len(set(named)) != len(named):
            raise Malformed(f"line {line}: a candidate twice on one ballot; keep the first")
        return ranking

    def _candidate(self, word: str, line: int) -> int:
        if word in self.nicks:
            return self.nicks[word]
        option = number(word, line, "a candidate")
        if not 1 <= option <= self.size:
            raise Malformed(f"line {line}: no candidate {option}; there are {self.size}")
        return option

    def _name(self, option: int) -> str:
        token = self._next(f"the name of candidate {option}")
        if token.kind not in ("quoted", "word") or token.text == "":
            raise Malformed(f"line {token.line}: the name of candidate {option}, in quotes")
        return token.text

    def _rest(self) -> list[str]:
        """What stands after the names: the title, and perhaps a source and a comment."""
        rest = [token for token in self.tokens[self.at :] if token.kind != "setting"]
        for place, token in enumerate(rest):
            if place > 2 or (place and token.kind != "quoted"):
                raise Malformed(
                    f"line {token.line}: {shown(token.text)} after the title; "
                    "a 0 within a ballot ends it"
                )
        return [token.text for token in rest]

    def _number(self, what: str) -> int:
        token = self._next(what)
        return number(token.text, token.line, what)

    def _next(self, what: str) -> Token:
        if self.at >= len(self.tokens):
            raise Malformed(f"the file ends before {what}")
        self.at += 1
        return self.tokens[self.at - 1]


def _choice(groups: list[list[int]], place: dict[int, int]) -> bytes:
    kept = ([place[option] for option in group if option in place] for group in groups)
    return from_groups(len(place), kept)
