"""BLT: the file of Hill, Wichmann and Woodall's "Algorithm 123" (1987), with its later additions.

    4 2             four candidates, two seats
    -2              candidate 2 has withdrawn (optional; also [withdrawn 2])
    3 1 3=4 0       three ballots: 1 first, 3 and 4 sharing the second place
    (A17) 2 1 0     a single ballot with an identifier
    0               the end of the ballots
    "Adam" ...      the names, one a line, then the title (see `blt_names`)

"#" begins a comment up to the end of the line, /* and */ enclose one. "[tie 3 1 2 4]" is the order
that breaks ties, "[nick a b c d]" gives short names for use in ballots, "[undeclared 3]" is a
candidate that stands for write-ins and cannot win; other settings in brackets are for programs and
are passed over. "-" in a ballot is a rank left empty; "(3 4)" within a ballot is "3=4". Commas may
stand for blanks. A ballot ends with 0, or, where no line of the file does, with its line. A ballot
that is empty, or names only withdrawn candidates, stays in the sheet and ranks nothing.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from esoviet.exchange.ballots import blt_names
from esoviet.exchange.ballots.reading import Reading
from esoviet.exchange.ballots.sheet import Ballot, Sheet, distinct, once
from esoviet.exchange.ballots.text import number, shown
from esoviet.tally.profile import MAX_OPTIONS, from_groups
from esoviet.wire.errors import Malformed

_TOKEN = re.compile(
    r'\s+|\#[^\n]*|/\*.*?\*/|(?P<quoted>")|\[(?P<setting>[^\]]*)\]|'
    r"\((?P<group>[^)]*)\)|(?P<word>[^\s\"\[\]()#]+)",
    re.DOTALL,
)
_BALLOT = re.compile(r"[\d\s=(),\-]*\d[\d\s=(),\-]*")
_HEAD = re.compile(r'\s*"?\d+"?\s*(?:[\s,]+)"?\d+"?(?=[\s,]|$)')


class Token(msgspec.Struct, frozen=True):
    """A piece of the file: its kind, its text and its line."""

    kind: str
    text: str
    line: int


def is_blt(text: list[str]) -> bool:
    """Whether the file begins with two numbers, comments aside, and with commas has names too."""
    head = re.sub(r"#[^\n]*|/\*.*?\*/", " ", "\n".join(text[:100]), flags=re.DOTALL)
    match = _HEAD.match(head)
    if match is None:
        return False
    first = head.lstrip().split("\n", 1)[0]
    if "," not in match[0] or not re.fullmatch(r'["\d\s,]*', first):
        return "," not in match[0]
    words = [line for line in text if line.strip(" ,")]
    return first.strip(' ,"').count(",") <= 1 and not _BALLOT.fullmatch(words[-1].strip())


def read(text: list[str], title: str) -> Reading:
    """Read a BLT file."""
    lines = [line.replace(",", " ") if _BALLOT.fullmatch(line.strip()) else line for line in text]
    lines = [re.sub(r'^\s*"?(\d+)"?\s+"?(\d+)"?\s*$', r"\1 \2", line) for line in lines]
    return _Reader(lines).read(title)


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.text = "\n".join(lines)
        self.at = 0
        self.line = 1
        self.size = 0
        self.nicks: dict[str, int] = {}
        self.withdrawn: set[int] = set()
        self.undeclared: set[int] = set()
        self.ties: list[int] | None = None
        self.notes: list[str] = []
        self.by_line = self._ends_with_line()

    def _ends_with_line(self) -> bool:
        """Whether no ballot of the file ends with 0: then its line ends it."""
        ballots = [line.split() for line in self.lines if _BALLOT.fullmatch(line.strip())][1:]
        longer = [words for words in ballots if len(words) > 1]
        return bool(longer) and not any(words[-1] == "0" for words in longer)

    def read(self, title: str) -> Reading:
        self.size = self._number("the number of candidates")
        seats = self._number("the number of seats")
        if not 1 <= self.size <= MAX_OPTIONS:
            raise Malformed(f"line 1: {self.size} candidates; 1 to {MAX_OPTIONS} can be ranked")
        self._settings()
        ballots = list(self._ballots())
        rest = self.text[self.at :].split("\n")
        known = blt_names.numbered(self.lines, self.size)
        named = blt_names.read(list(enumerate(rest, start=self.line)), self.size, known)
        for line, content in enumerate(rest, start=self.line):
            if setting := re.match(r"\s*\[([^\]]*)\]", content):
                self._setting(Token("setting", setting[1], line))
        once((line, ballot.voter) for line, _, ballot in ballots)
        sheet = self._sheet(named, seats, ballots, title)
        if len(set(named.names)) != len(named.names):
            self.notes.append("candidates with the same name are told apart by their numbers")
        return Reading(votes=sheet, format="BLT", notes=(*self.notes, *named.notes), delimiter="")

    def _sheet(
        self,
        named: blt_names.Named,
        seats: int,
        ballots: Sequence[tuple[int, list[list[int]], Ballot]],
        title: str,
    ) -> Sheet:
        names = distinct(named.names)
        left = [n for n in range(1, self.size + 1) if n not in self.withdrawn]
        if not left:
            raise Malformed("every candidate has withdrawn")
        place = {option: n for n, option in enumerate(left)}
        ties = self.ties and tuple(place[option] for option in self.ties if option in place)
        differ = named.labels != named.names
        return Sheet(
            format="blt",
            title=named.title or title,
            options=tuple(names[n - 1] for n in left),
            labels=tuple(named.labels[n - 1] for n in left) if differ else (),
            numbers=tuple(left),
            seats=seats or None,
            ballots=tuple(
                msgspec.structs.replace(ballot, choice=_choice(groups, place))
                for _, groups, ballot in ballots
            ),
            tie_order=ties or None,
            withdrawn=tuple(names[n - 1] for n in sorted(self.withdrawn)),
            write_ins=tuple(place[n] for n in sorted(self.undeclared) if n in place),
        )

    def _settings(self) -> None:
        while token := self._peek():
            if token.kind == "setting":
                self._setting(token)
            elif token.kind == "word" and re.fullmatch(r"-\d+", token.text):
                self.withdrawn.add(self._candidate(token.text[1:], token.line))
            else:
                return
            self._next("")

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
        elif name == "undeclared":
            self.undeclared |= {self._candidate(word, token.line) for word in words}

    def _ballots(self) -> Iterator[tuple[int, list[list[int]], Ballot]]:
        """Each ballot line: where it is, its groups of equals, and its voter and count."""
        any_yet, last = False, 0
        while True:
            first = self._peek()
            if first is None:
                raise Malformed("the file ends before a ballot, or the 0 that ends them")
            if any_yet and self._names_begin(first):
                if not self.by_line:
                    self.notes.append(f"line {first.line}: the names begin without a 0 before them")
                return
            self._next("")
            if first.kind == "group":
                yield first.line, self._ranking(first.line), Ballot(b"", voter=first.text)
                any_yet = True
                continue
            if first.kind != "word":
                raise Malformed(f"line {first.line}: a ballot begins with a number; end with 0")
            count = number(first.text, first.line, "a number of ballots")
            if not count:
                return
            if first.line == last and self.text.count("\n") > 3 and not self.by_line:
                raise Malformed(f"line {last}: a 0 within a ballot; '-' is a rank left empty")
            yield first.line, self._ranking(first.line), Ballot(b"", count=count)
            any_yet, last = True, first.line

    def _names_begin(self, token: Token) -> bool:
        if token.kind == "quoted":
            return True
        return self.by_line and token.kind == "word" and not re.match(r"[\d-]", token.text)

    def _ranking(self, line: int) -> list[list[int]]:
        ranking: list[list[int]] = []
        while True:
            token = self._peek()
            if self.by_line and (token is None or token.line != line):
                break
            if token is None:
                raise Malformed("the file ends before the 0 that ends a ballot")
            if token.line != line or token.kind not in ("group", "word"):
                raise Malformed(f"line {line}: a ballot that does not end with 0")
            self._next("")
            if token.kind == "group":
                words = token.text.replace(",", " ").split()
            else:
                words = token.text.split("=")
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

    def _number(self, what: str) -> int:
        token = self._next(what)
        return number(token.text, token.line, what)

    def _peek(self) -> Token | None:
        """The next piece; what stands before it is passed over."""
        while self.at < len(self.text):
            match = _TOKEN.match(self.text, self.at)
            if match is None:
                raise Malformed(
                    f"line {self.line}: {shown(self.text[self.at : self.at + 20])}: a bracket that "
                    "is never closed"
                )
            if match.lastgroup:
                return Token(match.lastgroup, match[match.lastgroup].strip(), self.line)
            self._pass(match)
        return None

    def _next(self, what: str) -> Token:
        token = self._peek()
        if token is None:
            raise Malformed(f"the file ends before {what}")
        match = _TOKEN.match(self.text, self.at)
        assert match is not None
        self._pass(match)
        return token

    def _pass(self, match: re.Match[str]) -> None:
        self.line += match[0].count("\n")
        self.at = match.end()


def _choice(groups: list[list[int]], place: dict[int, int]) -> bytes:
    kept = ([place[option] for option in group if option in place] for group in groups)
    return from_groups(len(place), kept)
