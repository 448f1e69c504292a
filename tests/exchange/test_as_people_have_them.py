"""Vote files as people have them: spreadsheets in four languages, exports, published elections."""

import datetime
import io
import zipfile

import pytest

from esoviet.exchange.ballots import How, Rolls, Sheet, understand
from esoviet.exchange.deciding import Decided, Wish, decide
from esoviet.tally.profile import groups
from esoviet.wire.errors import Malformed


def winners(text: str | bytes, method: str = "schulze", **told: object) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    wish = {key: told.pop(key) for key in ("withdrawn", "tie_order", "seats") if key in told}
    how = How(method=method, **told)  # type: ignore[arg-type]
    found = decide(understand(data, how), how, Wish(method=method, **wish))  # type: ignore[arg-type]
    assert isinstance(found, Decided)
    return [found.sheet.options[option] for option in found.result.winners]


def spelled(text: str | bytes, **told: object) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    votes = understand(data, How(**told)).votes  # type: ignore[arg-type]
    assert isinstance(votes, Sheet)
    found = []
    for ballot in votes.ballots:
        assert isinstance(ballot.choice, bytes)
        places = ("=".join(votes.options[n] for n in group) for group in groups(ballot.choice))
        found.append(f"{ballot.count} {'>'.join(places)}".strip())
    return found


SPREADSHEETS = {
    "German": "Zeitstempel;Name;Brot;Suppe\n02.01.2026 10:00:00;Anna;1.;2.\n"
    "03.01.2026 9:00:00;Ben;1.;2.\n",
    "French": "Horodateur;Nom;Pain;Soupe\n02/01/2026 10:00:00;Anne;1er;2e\n"
    "02/01/2026 11:00:00;Luc;1er;2e\n",
    "Spanish": "Marca temporal;Correo electrónico;Pan;Sopa\n2026/01/02 10:00:00;a@x.org;1;2\n"
    "2026/01/02 10:00:00;b@x.org;1;2\n",
    "English": "Timestamp,Email Address,Bread,Soup\n1/2/2026 10:00:00,a@x.org,1.0,2.0\n"
    "1/2/2026 10:00:00,b@x.org,1.0,2.0\n",
}  # fmt: skip


@pytest.mark.parametrize("language", SPREADSHEETS)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_spreadsheet_is_read_in_every_language_and_character_set(
    language: str, codec: str
) -> None:
    text = SPREADSHEETS[language]
    assert winners(text.encode(codec)) == [text.split("\n")[0].replace(";", ",").split(",")[2]]
    votes = understand(text.encode(codec)).votes
    assert isinstance(votes, Sheet)
    assert votes.ballots[0].voter


def test_decimal_commas_are_points() -> None:
    assert winners("Brot;Suppe\n4,5;0\n2;3,5\n", "score") == ["Brot"]


HEADS = [
    "1. Wahl;2. Wahl", "Erste Wahl;Zweite Wahl", "Rang 1;Rang 2", "Erstpräferenz;Zweitpräferenz",
    "1er choix;2e choix", "Premier choix;Deuxième choix", "Choix n° 1;Choix n° 2",
    "1ª opción;2ª opción", "Primera opción;Segunda opción", "Preferencia 1;Preferencia 2",
    "First choice;Second choice", "1st;2nd", "1;2", "Choice_1;Choice_2", "rank1;rank2",
    "Mayor 1st Choice;Mayor 2nd Choice", "Seat 1st Choice District 2;Seat 2nd Choice District 2",
    "DEM Mayor Choice 1 of 2 (026916);DEM Mayor Choice 2 of 2 (026916)",
]  # fmt: skip


@pytest.mark.parametrize("heads", HEADS)
def test_ranks_are_called_so_in_cast_vote_records(heads: str) -> None:
    assert spelled(f"id;{heads}\n1;Olive;Thyme\n2;Thyme;\n") == ["1 Olive>Thyme", "1 Thyme"]


def test_several_questions_in_one_record_are_counted_one_by_one() -> None:
    text = "id,Mayor 1st choice,Mayor 2nd choice,Clerk 1st choice,Clerk 2nd choice\n1,A,B,C,D\n"
    with pytest.raises(Malformed, match="line 1: 2 questions: Mayor, Clerk; choose one with"):
        understand(text.encode())
    assert spelled(text, question="Clerk") == ["1 C>D"]


def test_records_of_clear_ballot_have_a_column_for_every_option_and_rank() -> None:
    head = ",".join(
        f"Choice_{n}_1:Clerk, City:{rank}:Number of Winners 1:{name}:NON"
        for n, name in enumerate(("Ann", "Ben"), start=1)
        for rank in (1, 2)
    )
    head = "RowNumber," + ",".join(f'"{cell}"' for cell in head.split(",C")).replace(
        '"hoice', '"Choice'
    )
    assert spelled(f"{head}\n1,1,0,0,1\n2,0,0,1,0\n3,1,0,1,0\n") == ["1 Ann>Ben", "1 Ben", "1"]


def test_what_stands_beside_the_ranks_is_passed_over() -> None:
    text = (
        "Source Filepath,CVR Provider,Contest Id,Record Id,Precinct,Rank 1,Rank 2\n"
        './x,ess,7,1,P,"Lee, B",undervote\n./x,ess,7,1,Q,"Ito, C","Lee, B"\n'
    )
    assert spelled(text) == ["1 Lee, B", "1 Ito, C>Lee, B"]


def test_write_ins_never_win() -> None:
    text = "id,rank1,rank2\n1,Write-in,A\n2,Write-in,A\n3,Write-in,A\n4,Write-in,\n5,B,\n6,B,A\n"
    assert winners(text, "irv") == ["A"]
    assert winners(text, "schulze") == ["A"]


BLTS = {
    "party in brackets": "Anna BERG (Lab)\nBen COLE(SNP)\nWard 2 North\n",
    "party in doubled quotes": '"Anna BERG ""Labour"""\n"Ben COLE ""SNP"""\nWard 2 North\n',
    "numbered names": "# ALTERNATIVE NAME 1: Anna BERG (Lab)\n# ALTERNATIVE NAME 2: Ben COLE\n"
    "Ward 2 North\n",
    "single quotes": "'Anna BERG'\n'Ben COLE'\n'Ward 2 North'\n",
    "commas at the end": '"Anna BERG" "Lab",,\n"Ben COLE" "SNP",,\n"Ward 2 North",,\n',
    "notes after the title": '"Anna BERG"\n"Ben COLE"\nWard 2 North\nA by-election.\n',
}  # fmt: skip


@pytest.mark.parametrize("kind", BLTS)
def test_a_scottish_ward_is_read_as_it_is_published(kind: str) -> None:
    votes = understand(f"2 1\n3 2 1 0\n1 1 0\n0\n{BLTS[kind]}".encode()).votes
    assert isinstance(votes, Sheet)
    assert [name.split(" ")[1][:4] for name in votes.options] == ["BERG", "COLE"]
    assert votes.title == "Ward 2 North"


def test_ballots_may_end_with_their_lines_if_all_do() -> None:
    assert spelled('2 1\n3 2 1\n1 1\n0\n"A"\n"B"\n') == ["3 B>A", "1 A"]
    with pytest.raises(Malformed, match="line 3: a ballot that does not end with 0"):
        understand(b'3 1\n3 2 1 0\n1 1\n2 3 0\n0\n"A"\n"B"\n"C"\n')
    with pytest.raises(Malformed, match="line 2: a 0 within a ballot"):
        understand(b'3 1\n3 0 1 0\n1 1 0\n2 3 0\n0\n"A"\n"B"\n"C"\n')


def test_one_bad_row_does_not_refuse_a_city_and_many_do() -> None:
    good = "A,B\n" + "1,2\n" * 19
    reading = understand((good + "1,zwei\n").encode())
    assert (reading.set_aside, reading.aside[0].line) == (1, 21)
    assert winners(good + "1,2,3\n") == ["A"]
    with pytest.raises(Malformed, match=r"line 3: .*\(2 of 4 rows cannot be read\)"):
        understand(b"A,B\n1,2\n1\n1,2\n2\n")


def test_rows_of_blanks_are_blank_ballots_unless_nothing_follows() -> None:
    assert spelled("1st choice,2nd choice\nA,B\n,\nB,\n,\n,\n") == ["1 A>B", "1", "1 B"]


def test_an_empty_last_column_and_a_title_row_are_no_columns() -> None:
    assert winners("Dinner poll,,\nBread,Soup,\n1,2,\n1,2,\n") == ["Bread"]
    assert understand(b"Dinner poll\nBread,Soup\n1,2\n").votes.title == "Dinner poll"


def test_answers_of_a_form_are_lists_of_approvals_or_one_option() -> None:
    form = 'Timestamp,Which dishes?\n1/2/2026 10:00:00,"Bread, Soup"\n1/2/2026 11:00:00,Soup\n'
    assert winners(form, "approval") == ["Soup"]
    assert winners("Which dish?\nBread\nSoup\nSoup\n", "irv") == ["Soup"]
    lists = 'Name,Dishes\nAnn,"Bread, white;Soup"\nBen,"Bread, white"\n'
    assert winners(lists, "approval") == ["Bread, white"]


EXPORTS = {
    "of Microsoft Forms": (
        (
            "ID,Start time,Completion time,Email,Name,Which?\n"
            "1,1/2/26 10:00:00,1/2/26 10:01:00,anonymous,,Bread;Soup;\n"
            "2,1/2/26 10:00:00,1/2/26 10:01:00,anonymous,,Soup;\n"
        ),
        "approval",
        "Soup",
    ),
    "of LimeSurvey": (
        (
            '"id","submitdate","lastpage","q1[1]. Rank 1","q1[2]. Rank 2"\n'
            '"1","2026-01-01 10:00:00","3","Soup","Bread"\n'
            '"2","2026-01-01 10:00:00","3","Soup",""\n'
        ),
        "irv",
        "Soup",
    ),
    "of a form with a grid": (
        (
            "Timestamp,Please rank [1st choice],Please rank [2nd choice]\n"
            "1/2/2026 10:00:00,Soup,Bread\n1/2/2026 10:01:00,Soup,\n"
        ),
        "irv",
        "Soup",
    ),
    "with orders in a cell": (
        "Ranking,Count\nSoup > Bread,5\nBread = Soup > Stew,3\n",
        "irv",
        "Soup",
    ),
    "with orders alone": ("ballot\nSoup > Bread\nSoup\nBread\n", "irv", "Soup"),
}


@pytest.mark.parametrize("kind", EXPORTS)
def test_the_answers_of_a_form_are_read_as_programs_export_them(kind: str) -> None:
    text, method, winner = EXPORTS[kind]
    assert winners(text, method) == [winner]


def test_a_column_that_is_no_option_is_refused_by_name_until_it_is_skipped() -> None:
    text = "Team,Bread,Soup\nred,1,2\nblue,1,2\n"
    with pytest.raises(Malformed, match=r"line 2: .* not 'red'; if 'Team' is no option: --skip"):
        understand(text.encode())
    assert winners(text, skip=("Team",)) == ["Bread"]
    assert winners(text, voter="Team") == ["Bread"]


def test_any_file_can_lose_an_option_and_be_given_a_tie_order() -> None:
    text = "A,B,C\n1,2,3\n1,2,3\n2,1,3\n"
    assert winners(text, withdrawn=("A",)) == ["B"]
    with pytest.raises(Malformed, match="no option 'Z'; there are: A, B, C"):
        winners(text, withdrawn=("Z",))
    tie = "A,B\n1,2\n2,1\n"
    assert (winners(tie), winners(tie, tie_order=("B",))) == (["A"], ["B"])


def test_only_the_first_ranks_count_if_that_is_told() -> None:
    text = "id,rank1,rank2\n1,A,B\n2,B,\n3,C,B\n4,C,\n5,A,\n"
    assert spelled(text, max_ranks=1) == ["1 A", "1 B", "1 C", "1 C", "1 A"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"CVR": []}', "JSON; export the votes as CSV"),
        (b"<?xml version='1.0'?><x/>", "XML or HTML; export"),
        (b"%PDF-1.7", "a PDF document; export"),
        (b"a;b,c\n1;2,3\n", "comma and semicolon both part every line"),
        (b"Choice 1,Choice 2\n1,2\n2,1\n", "could be ranks with numbers of options below"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(Malformed, match=message):
        understand(data)


def test_questions_are_answered_in_four_languages() -> None:
    text = "Mitglied;Antrag 1;Antrag 2\nAnna;ja;Enthaltung\nLuc;oui;non\nSol;sí;en contra\n"
    rolls = understand(text.encode()).votes
    assert isinstance(rolls, Rolls)
    assert [one.sides() for one in rolls.questions] == [(3, 0, 0), (0, 2, 1)]


CONTENT = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>{}
</office:spreadsheet></office:body></office:document-content>"""


def ods(*sheets: tuple[str, list[list[str]]]) -> bytes:
    """A spreadsheet by hand: sheets of texts."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in sheets
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        packed.writestr("content.xml", CONTENT.format(tables))
    return sink.getvalue()


def test_a_spreadsheet_is_read_by_its_only_sheet_or_the_one_that_is_named() -> None:
    votes = [["Bread", "Soup"], ["1", "2"], ["1", "2"]]
    assert winners(ods(("Votes", votes))) == ["Bread"]
    two = ods(("Votes", votes), ("Other", [["Soup", "Bread"], ["1", "2"]]))
    with pytest.raises(Malformed, match="2 sheets: Votes, Other; choose one with --sheet"):
        understand(two)
    assert winners(two, sheet="Other") == ["Soup"]
    with pytest.raises(Malformed, match="no sheet 'None'"):
        understand(two, How(sheet="None"))
    with pytest.raises(Malformed, match=r"no spreadsheet|damaged"):
        understand(b"PK\x03\x04" + b"x" * 99)


def test_the_time_of_a_spreadsheet_is_no_option() -> None:
    now = datetime.datetime(2026, 1, 2, 10, tzinfo=datetime.UTC).replace(tzinfo=None)
    votes = [
        ["When", "Bread", "Soup"],
        [now.isoformat(" "), "1", "2"],
        [now.isoformat(" "), "1", "2"],
    ]
    assert winners(ods(("Votes", votes))) == ["Bread"]
