"""Tables with what people put around ballots: sums, titles, odd heads, options in the rows."""

import pytest

from esoviet.exchange.ballots import How, understand
from esoviet.wire.errors import Malformed
from tests.exchange.test_as_people_have_them import winners

COUNTS = [
    "Number of Votes", "Number of voters", "Frequency", "Total", "# of ballots", "Qty", "n",
    "Anzahl der Stimmen", "Häufigkeit", "Nombre de votes", "Fréquence", "Número de votos",
    "Frecuencia", "Quantidade",
]  # fmt: skip


@pytest.mark.parametrize("head", COUNTS)
def test_the_number_of_equal_ballots_has_many_names(head: str) -> None:
    assert winners(f"1st choice,2nd choice,{head}\nA,B,5\nB,A,3\nB,,1\n", "irv") == ["A"]
    assert winners(f"{head},A,B,C\n30,1,2,3\n51,2,1,3\n") == ["B"]


def test_a_number_beside_ranks_that_could_be_one_of_ballots_is_not_passed_over_in_silence() -> None:
    text = "1st choice,2nd choice,Forms\nA,B,5\nB,A,3\nB,,1\n"
    with pytest.raises(Malformed, match="if Forms is the number of ballots, A wins"):
        winners(text, "irv")
    assert winners(text, "irv", weight="Forms") == ["A"]
    assert winners(text, "irv", skip=("Forms",)) == ["B"]
    assert winners(text.replace("Forms", "Batch number"), "irv") == ["B"]
    assert winners("1st choice,2nd choice,x\nA,B,1\nB,A,2\nB,,3\n", "irv") == ["B"]


def test_a_number_beside_orders_is_no_option() -> None:
    text = "Sheets,A,B,C\n30,1,2,3\n51,2,1,3\n"
    with pytest.raises(Malformed, match="without 'Sheets' every ballot is an order 1, 2, 3"):
        winners(text)
    assert winners(text, weight="Sheets") == ["B"]
    assert winners(text, skip=("Sheets",)) == ["A"]
    assert winners("A,B,C\n1,2,3\n1,2,-\n2,1,1\n") == ["A"]


def test_options_in_the_rows_are_refused() -> None:
    with pytest.raises(Malformed, match="the options seem to stand in the rows"):
        winners("Name,Anna,Ben,Cas\nBread,1,1,2\nSoup,2,2,1\n")
    assert winners("Name,Bread,Soup\nAnna,1,2\nBen,1,2\nCas,2,1\n") == ["Bread"]


@pytest.mark.parametrize("label", ["Total", "Summe:", "Moyenne", "SUMA", "Average"])
def test_a_row_of_sums_at_the_foot_is_no_ballot(label: str) -> None:
    text = f"Name,A,B\na,1,2\nb,2,1\nc,1,2\n{label},4,5\n"
    assert winners(text) == ["A"]
    assert "was taken for figures added up" in str(understand(text.encode()).notes)
    assert winners(f"Name,A,B\na,x,\nb,x,x\nc,,\n{label},2,1\n\n", "approval") == ["A"]


def test_a_lone_sum_below_the_numbers_of_ballots_is_no_ballot() -> None:
    text = "1st choice,2nd choice,Count\nA,B,3\nB,,2\n,,5\n"
    reading = understand(text.encode())
    assert (reading.votes.total, reading.votes.blank) == (5, 0)  # type: ignore[union-attr]
    assert "line 4: 5 was taken for the sum of the numbers above" in reading.notes
    assert understand(text.replace(",,5", ",,4").encode()).votes.blank == 4  # type: ignore[union-attr]


def test_a_column_of_sums_is_no_option() -> None:
    assert winners("Name,A,B,C,Total\na,5,2,1,8\nb,4,3,0,7\nc,0,5,5,10\n", "score") == ["B"]
    assert winners("Name,A,B,Total\na,1,2,3\nb,1,2,3\nc,2,1,3\n") == ["A"]


def test_titles_above_the_heads_are_none_of_them() -> None:
    table = "Name;Brot;Suppe\nA;1;2\nB;1;2\n"
    assert winners("Vereinswahl;;\nim Februar;;\n" + table) == ["Brot"]
    assert winners("Vereinswahl;;\n;;\n" + table) == ["Brot"]
    assert winners("Brot;Suppe;Reis\n1;;\n;1;\n1;;\n") == ["Brot"]
    assert winners(";Brot\nAnna;1\nBen;1\n", "approval") == ["Brot"]


def test_a_column_without_head_and_cells_is_passed_over_and_one_of_names_is_no_option() -> None:
    assert winners("Name,,Bread,,Soup\nAnna,,1,,2\nBen,,1,,2\n") == ["Bread"]
    assert winners(",Bread,Soup\nAnna,1,2\nBen,1,2\n") == ["Bread"]
    with pytest.raises(Malformed, match="every column needs a name"):
        winners("Bread,,Soup\n1,3,2\n1,3,2\n")


def test_results_and_orders_beside_their_numbers_are_read_by_what_was_voted() -> None:
    assert winners("Ballot,Count\nA > B > C,3\nB > C,2\nC,1\n") == ["A"]
    assert winners("Name;Stimmen\nAnna;30\nBen;20\n", "approval") == ["Anna"]


@pytest.mark.parametrize(("lists", "first"), [("A; B; C", "A"), ("A,B,C", "A"), ("C;A;B;", "C")])
def test_lists_of_all_options_in_several_sequences_are_orders(lists: str, first: str) -> None:
    mark = ";" if ";" in lists else ","
    other = mark.join(reversed(lists.strip(";").replace(" ", "").split(mark)))
    text = f'When,Dishes\n1/2/2026 10:00:00,"{lists}"\n1/2/2026 10:01:00,"{lists}"\n'
    assert winners(text + f'1/2/2026 10:02:00,"{other}"\n') == [first]


def test_lists_are_orders_where_the_question_says_so() -> None:
    text = 'ID,{}\n1,"Bread;Soup;"\n2,"Rice;Bread;"\n3,"Soup;"\n'
    assert understand(text.format("Rank the dishes").encode()).format == "CSV orders in a cell"
    assert "approvals" in understand(text.format("Which dishes").encode()).format


def test_sets_in_braces_are_no_names() -> None:
    with pytest.raises(Malformed, match="braces in 'Ranking' are no names"):
        winners("Ranking,Weight\n\"({'A'}, {'B'})\",3\n\"({'B'},)\",2\n", "irv")


@pytest.mark.parametrize(
    "heads", ["1.ª opción;2.ª opción", "1ª opção;2ª opção", "1ª escolha;2ª escolha"]
)
def test_heads_are_spelled_as_in_spain_and_portugal(heads: str) -> None:
    text = f"Marca temporal;Nombre y apellidos;{heads}\n01/02/2026 10:00;Ana;Pan;Sopa\n"
    assert winners(text + "01/02/2026 10:01;Eva;Pan;\n", "irv") == ["Pan"]


NOT_ADDED_UP = (
    "Name,Anna,Ben\nx,1,2\ny,2,1\nMedia,2,1\n",  # a voter of that name decides it
    "1st,2nd,count\nAnna,Ben,3\nTotal,Anna,2\nTotal,,5\n",  # an option of that name
    "id,1st,2nd\n1,12,13\n2,13,12\nSum,12,13\n",
)


@pytest.mark.parametrize("text", NOT_ADDED_UP)
def test_what_is_called_a_sum_and_is_none_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match=r"line \d: '(Media|Total|Sum)' is said of figures"):
        understand(text.encode(), How(method="irv"))


SUMS = ("1st,2nd,count\nAnna,Ben,3\nBen,Anna,2\nOverall,,5\n", "Name;Stimmen\nA;5\nB;7\nAlle;12\n")


@pytest.mark.parametrize("text", SUMS)
def test_an_option_of_its_own_with_the_sum_of_the_others_is_refused_below_them(text: str) -> None:
    with pytest.raises(Malformed, match="is the sum of the numbers above"):
        understand(text.encode(), How(method="irv"))
    lines = text.splitlines()
    higher = "\n".join([lines[0], lines[-1], *lines[1:-1]])
    sheet = understand(higher.encode(), How(method="irv")).votes
    assert {"Overall", "Alle"} & set(sheet.options)  # type: ignore[union-attr]
