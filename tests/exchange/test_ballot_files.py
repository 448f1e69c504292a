"""Reading vote files: each format, its corners, and what each refusal says."""

import bz2
import gzip
import lzma

import pytest

from esoviet.exchange.ballots import How, Rolls, Sheet, read, understand
from esoviet.tally.profile import groups
from esoviet.wire.errors import Malformed


def sheet(text: str | bytes) -> Sheet:
    votes = read(text.encode() if isinstance(text, str) else text)
    assert isinstance(votes, Sheet)
    return votes


def spelled(votes: Sheet) -> list[str]:
    """Every ballot as "count A>B=C"."""
    found = []
    for ballot in votes.ballots:
        assert isinstance(ballot.choice, bytes)
        places = ("=".join(votes.options[n] for n in group) for group in groups(ballot.choice))
        found.append(f"{ballot.count} {'>'.join(places)}".strip())
    return found


DEBIAN = """
   Tally Sheet
     Option 1--->: Amend \N{LATIN SMALL LETTER E WITH ACUTE}
   /  Option 2-->: Further Discussion   |/
V: 12	          acid	Julien Danjou
V: -1	           abe	Axel Beckert
V: 22	 c0ffee
"""
BLT = '3 2\n4 1 2 0\n2 3 0\n0\n"A"\n"B"\n"C"\n"Title"\n'
CSV = "A,B,C\n1,2,3\n1,No opinion,1\n,,5\n"
SOC = """# FILE NAME: x.toc
# TITLE: A title
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 5
# ALTERNATIVE NAME 1: A
# ALTERNATIVE NAME 2: B
# ALTERNATIVE NAME 3: C
3: 1,{2,3}
2: {3},2
"""
PB = """META
key;value
description;Parks
vote_type;approval
PROJECTS
project_id;cost;name
p1;10;"Trees; ""many"" of them"
p2;20;Benches
VOTES
voter_id;vote
1;p1,p2
2;p2
3;
"""
CVR = "Precinct,rank1,rank2,rank3\nX,A,B,skipped\nX,skipped,skipped,B\nY,B,overvote,A\n"
ROLLS = "rollcall,senator,vote\n1,ANN,yea\n1,BEN,nay\n2,ANN,present\n2,BEN,not voting\n"


def test_a_debian_sheet_keeps_voters_names_and_order() -> None:
    votes = sheet(DEBIAN)
    assert votes.options == ("Amend \N{LATIN SMALL LETTER E WITH ACUTE}", "Further Discussion")
    assert [(b.voter, b.name) for b in votes.ballots] == [
        ("acid", "Julien Danjou"), ("abe", "Axel Beckert"), ("c0ffee", ""),
    ]  # fmt: skip
    assert [ballot.choice for ballot in votes.ballots] == [b"\1\2", b"\0\1", b"\1\1"]


def test_a_debian_sheet_may_be_in_latin_1_even_in_single_lines() -> None:
    mixed = DEBIAN.encode("latin-1") + "V: 21 jose José\n".encode()
    votes = sheet(mixed)
    assert votes.options[0] == "Amend é"
    assert votes.ballots[-1].name == "José"


def test_ranks_beyond_nine_are_letters_in_a_debian_sheet() -> None:
    votes = sheet("V: 123456789AB hash\n")
    assert votes.options[:2] == ("Option 1", "Option 2")
    assert votes.ballots[0].choice == bytes(range(1, 12))


def test_csv_ballots_leave_no_opinion_out_of_every_pair() -> None:
    votes = sheet(CSV)
    assert spelled(votes) == ["1 A>B>C", "1 A=C", "1 C"]
    assert votes.unranked == "uncounted"


def test_csv_ballots_may_have_voters_counts_quotes_and_other_separators() -> None:
    votes = sheet('\r\nVoter;"Hodges; Betsy";B;count\r\nann;1;2;3\r\n\r\nben;2;1;0\r\n')
    assert votes.options == ("Hodges; Betsy", "B")
    assert spelled(votes) == ["3 Hodges; Betsy>B"]
    assert votes.ballots[0].voter == "ann"


def test_a_blt_file_has_seats_names_and_a_title() -> None:
    votes = sheet(BLT)
    assert (votes.seats, votes.title, votes.options) == (2, "Title", ("A", "B", "C"))
    assert spelled(votes) == ["4 A>B", "2 C"]


def test_blt_ballots_may_tie_skip_be_empty_and_have_identifiers() -> None:
    votes = sheet('3 1\n(b 1) 1=2 - 3 0\n(b 2) (2 3) 1 0 (b 3) 0\n5 0\n0\n"A" "B" "C"')
    assert spelled(votes) == ["1 A=B>C", "1 B=C>A", "1", "5"]
    assert [ballot.voter for ballot in votes.ballots] == ["b 1", "b 2", "b 3", ""]


def test_blt_settings_withdraw_candidates_nickname_them_and_order_ties() -> None:
    votes = sheet(
        "# a comment\n4 2 /* and\nanother */\n-2\n[nick a b c d]\n[tie d b c a] [droop rule=meek]\n"
        '2 a b c 0 # more\n1 b 0\n1 2=4 1 0\n0 "A # not a comment"\n"B"\n"C"\n"D" "T" "source" "x"'
    )
    assert votes.options == ("A # not a comment", "C", "D")
    assert (votes.numbers, votes.withdrawn, votes.tie_order) == ((1, 3, 4), ("B",), (2, 1, 0))
    assert [line.split(" ", 1)[1:] for line in spelled(votes)] == [
        ["A # not a comment>C"], [], ["D>A # not a comment"],
    ]  # fmt: skip


def test_a_blt_file_may_be_one_line_with_a_byte_order_mark() -> None:
    votes = sheet(b"\xef\xbb\xbf" + BLT.replace("\n", " ").encode())
    assert spelled(votes) == spelled(sheet(BLT))


def test_preflib_orders_have_ties_in_braces_and_may_be_incomplete() -> None:
    votes = sheet(SOC)
    assert (votes.title, spelled(votes)) == ("A title", ["3 A>B=C", "2 C>B"])


def test_preflib_files_of_the_older_kind_are_read_too() -> None:
    votes = sheet("3\n1,A, with a comma\n2,B\n3,C\n5,5,2\n3,1,{2,3}\n2,3,2\n")
    assert votes.options[0] == "A, with a comma"
    assert [line[:2] + line[-1] for line in spelled(votes)] == ["3 C", "2 B"]


def test_a_budget_of_approvals_names_projects_by_identifier() -> None:
    votes = sheet(PB)
    assert (votes.title, votes.options) == ("Parks", ("p1", "p2"))
    assert votes.labels == ('Trees; "many" of them', "Benches")
    assert [(b.voter, b.choice) for b in votes.ballots] == [
        ("1", ((0, 1), (1, 1))), ("2", ((1, 1),)), ("3", ()),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["cumulative", "scoring"])
def test_a_budget_may_give_points(kind: str) -> None:
    text = PB.replace("approval", kind).replace("voter_id;vote", "voter_id;vote;points")
    text = text.replace("1;p1,p2", "1;p2,p1;3,1").replace("2;p2", "2;p2;-1")
    assert [ballot.choice for ballot in sheet(text).ballots] == [((0, 1), (1, 3)), ((1, -1),), ()]


def test_an_ordinal_budget_earns_points_by_place() -> None:
    text = PB.replace("vote_type;approval", "vote_type;ordinal\nmax_length;3")
    text = text.replace("1;p1,p2", "1;p2,p1")
    votes = sheet(text)
    assert spelled(votes) == ["1 p2>p1", "1 p2", "1"]
    assert votes.scores().ballots == {((0, 2), (1, 3)): 1, ((1, 3),): 1, (): 1}


def test_a_choose_one_budget_is_an_approval_of_one() -> None:
    votes = sheet(PB.replace("approval", "choose-1").replace("1;p1,p2", "1;p1"))
    assert votes.scores().ballots == {((0, 1),): 1, ((1, 1),): 1, (): 1}


def test_points_can_be_read_as_a_ranking() -> None:
    text = PB.replace("approval", "scoring").replace("voter_id;vote", "voter_id;vote;points")
    votes = sheet(text.replace("1;p1,p2", "1;p1,p2;2,5").replace("2;p2", "2;p2;0"))
    assert votes.profile().ballots == {b"\2\1": 1, b"\0\0": 2}


def test_cast_vote_records_pass_over_skipped_void_and_repeated_ranks() -> None:
    votes = sheet(CVR + "Y,A,A,B\nY,Uncertified Write In,B,B\n")
    assert spelled(votes) == ["1 A>B", "1 B", "1 B>A", "1 A>B", "1 B"]


def test_no_number_of_undervotes_ends_a_ballot_and_write_ins_are_one_option() -> None:
    votes = sheet(
        "Precinct,1st Choice,2nd Choice,3rd Choice,Count\nP,undervote,undervote,A,1\n"
        'P,undervote,"Lee, B",UWI,2\nP,UWI,A,overvote,4\n'
    )
    assert votes.options == ("A", "Lee, B", "UWI")
    assert votes.write_ins == (2,)
    assert spelled(votes) == ["1 A", "2 Lee, B>UWI", "4 UWI>A"]


def test_the_limit_on_skipped_ranks_can_be_set() -> None:
    assert spelled(sheet(CVR))[1] == "1 B"
    votes = read(CVR.encode(), max_skips=1)
    assert isinstance(votes, Sheet)
    assert spelled(votes)[1] == "1"


@pytest.mark.parametrize(
    "heads",
    ["1st Choice,2nd Choice", "rank1,rank2", "Mayor - Choice 1 of 2,Mayor - Choice 2 of 2",
     "1ST CHOICE MAYOR,2ND CHOICE MAYOR", "Rank 1,Rank 2", "Preference_1,Preference_2"],
)  # fmt: skip
def test_ranks_have_many_names_in_cast_vote_records(heads: str) -> None:
    assert spelled(sheet(f"Precinct,{heads}\nP,A,B\nP,B,\n")) == ["1 A>B", "1 B"]


def test_options_called_choice_are_still_options_where_their_cells_are_ranks() -> None:
    votes = sheet("Choice 1: Change,Choice 2: Further Discussion\n2,1\n1,No opinion\n")
    assert votes.options == ("Choice 1: Change", "Choice 2: Further Discussion")
    assert [ballot.choice for ballot in votes.ballots] == [b"\2\1", b"\1\0"]


def test_roll_calls_are_questions_with_named_votes() -> None:
    rolls = read(ROLLS.encode(), titles={"2": "On the motion"})
    assert isinstance(rolls, Rolls)
    first, second = rolls.questions
    assert first.votes == (("ANN", "yes"), ("BEN", "no"))
    assert (first.sides(), second.sides(), second.title) == ((1, 1, 0), (0, 0, 1), "On the motion")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_compressed_files_are_known_by_their_content(pack: object) -> None:
    assert callable(pack)
    assert sheet(pack(BLT.encode())) == sheet(BLT)


@pytest.mark.parametrize("text", [DEBIAN, BLT, CSV, SOC, PB, CVR])
def test_line_ends_and_byte_order_marks_change_nothing(text: str) -> None:
    assert sheet(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == sheet(text)
    assert sheet(text.encode("utf-16")) == sheet(text)


REFUSED = {
    "debian: a rank too many": (DEBIAN, "V: 22	", "V: 221	", "line 7: 3 ranks for 2 options"),
    "debian: rank zero": (
        DEBIAN,
        "V: 22	",
        "V: 20	",
        "line 7: a rank is 1 to 9, A to Z or '-'",
    ),
    "debian: a voter twice": (DEBIAN, " abe", "acid", "line 6: the voter of line 5 again"),
    "debian: options out of order": (DEBIAN, "Option 2", "Option 3", "line 4: options must be"),
    "blt: more than can be": (
        BLT,
        "4 1 2 0",
        f"{2**64} 1 2 0",
        "line 2: a number of ballots has 15 digits at most, not",
    ),
    "csv: a cell too few": (CSV, "1,2,3", "1,2", "line 2: 2 cells where the header has 3"),
    "csv: rank zero": (CSV, "1,2,3", "0,2,3", "line 2: ranks begin with 1"),
    "csv: no number": (CSV, "1,2,3", "1,two,3", "line 2: a rank must be a whole number, not 'two'"),
    "csv: other digits": (CSV, "1,2,3", "1,２,3", "line 2: a rank must be a whole number"),
    "csv: a name twice": (CSV, "A,B,C", "A,A,C", "line 1: every column needs a name"),
    "csv: an open quote": (CSV, ",,5", ',,"5', "quotes that do not match"),
    "blt: an unknown candidate": (BLT, "4 1 2 0", "4 1 7 0", "line 2: no candidate 7"),
    "blt: a candidate twice": (BLT, "4 1 2 0", "4 1 2 1 0", "line 2: a candidate twice"),
    "blt: a name among the ballots": (BLT, "2 3 0\n0", "2 3 0 A", "line 3: a number of ballots"),
    "blt: no end of a ballot": (BLT, "2 3 0\n0", "2 3\n", "a ballot that does not end with 0"),
    "blt: a name too few": (BLT, '"B"\n"C"\n"Title"\n', '"B"', "ends before the name of candidate"),
    "blt: an open quote": (BLT, '"Title"', '"Title', "line 8: a quote that is never"),
    "blt: half a ballot": (BLT, "4 1 2", "4.5 1 2", "line 2: a number of ballots must be a whole"),
    "blt: zeros for skipped ranks": (BLT, "4 1 2 0", "4 0 1 0 0", "0 within a ballot|must be"),
    "preflib: an unknown alternative": (SOC, "{2,3}", "{2,9}", "line 8: an alternative that is"),
    "preflib: an alternative twice": (SOC, "{3},2", "{3},3", "line 9: an alternative that is"),
    "preflib: an open brace": (SOC, "{2,3}", "{2,3", "line 8: an order is"),
    "preflib: no colon": (SOC, "2: {3}", "2, {3}", "line 9: a ballot line is"),
    "pabulib: an unknown project": (PB, "2;p2", "2;p3", "line 12: no project 'p3' in PROJECTS"),
    "pabulib: an unknown kind": (PB, "approval", "veto", "vote_type must be one of"),
    "pabulib: points missing": (PB, "approval", "scoring", "line 11: 0 points for 2 projects"),
    "pabulib: a voter twice": (PB, "2;p2", "1;p2", "line 12: the voter of line 11 again"),
    "pabulib: a part missing": (PB, "VOTES\n", "", "META, PROJECTS and VOTES"),
    "cvr: a cell too many": (CVR, "X,A,B,skipped", "X,A,B,A,B", "line 2: 5 cells where the header"),
    "rolls: an unknown vote": (ROLLS, "present", "maybe", "line 4: a vote is yea, nay"),
    "rolls: a member twice": (ROLLS, "1,BEN", "1,ANN", "line 3: the voter of line 2 again"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_with_one_flaw_is_refused_with_its_line_and_without_it_is_read(name: str) -> None:
    good, old, new, message = REFUSED[name]
    read(good.encode())
    assert old in good
    with pytest.raises(Malformed, match=message.replace("(", r"\(").replace("[", r"\[")):
        read(good.replace(old, new, 1).encode())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "an empty file"),
        (b" \n\n", "an empty file"),
        (b"\0\1\2", "binary data"),
        (b"# Results\n\nSome prose.\n", "no vote file that is known here"),
        (gzip.compress(BLT.encode(), mtime=0)[:-9], "a damaged compressed file"),
        (b'3 1\n-1 -2 -3\n0\n"A" "B" "C"', "every candidate has withdrawn"),
        (b"255 1\n0\n", "255 candidates"),
    ],
)
def test_what_is_no_vote_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(Malformed, match=message):
        read(data)


@pytest.mark.parametrize("text", ["sep=;\nA;B2\n2;>\n", "Vote\n>\n", "Vote\n=\n> >\n"])
def test_orders_that_name_nobody_are_refused(text: str) -> None:
    with pytest.raises(Malformed):
        understand(text.encode(), How(skip=("A",)) if text.startswith("sep") else None)
