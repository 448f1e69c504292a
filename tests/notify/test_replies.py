"""Of an answer by mail no word is lost, and what was quoted is left out where that is sure."""

from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.notify.replies import cut, is_quoted, marked
from tests.effort import some
from tests.notify.post import quoting
from tests.shared_data import SHARED, needs_shared

MARK = marked("Write your answer above this line")
MAIL = f"{MARK}\n\n1 thing needs you\n\n- Vote: The crane"
CASES = SHARED / "mail-replies"
WORDS = st.text("abc déñ 中文 שלום :-_#*", min_size=1, max_size=30)


@needs_shared
def test_no_word_is_lost_of_any_public_reply_and_half_of_the_rest_is_left_out() -> None:
    kept = other = 0
    for file in sorted((CASES / "emails").iterdir()):
        mail, wrote = (
            _read(file.parent.parent / name / file.name) for name in ("emails", "trimmed")
        )
        said = Counter(cut(mail).said.split())
        assert Counter(wrote.split()) - said == Counter(), file.name
        kept += (said - Counter(wrote.split())).total()
        other += len(mail.split()) - len(wrote.split())
    assert kept / other < 0.45  # without the line that our own mails carry


@needs_shared
def test_below_a_mail_of_ours_nothing_too_much_is_kept_of_what_was_quoted() -> None:
    for file in sorted((CASES / "trimmed").iterdir()):
        wrote = _read(file)
        for mail in (quoting(wrote, MAIL), f"{wrote}\n\n{MAIL}"):
            assert cut(mail).said.split() == wrote.split(), file.name


def _read(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


@settings(max_examples=some(150))
@given(st.lists(st.tuples(st.booleans(), WORDS), max_size=12))
def test_no_line_is_lost_that_is_not_quoted(lines: list[tuple[bool, str]]) -> None:
    text = "\n".join(f"> {said}" if quoted else said for quoted, said in lines)
    found = cut(text)
    for line in text.split("\n"):
        if line.strip() and not is_quoted(line):
            assert line.strip() in found.said
    assert Counter((found.said + "\n" + found.left).split()) == Counter(text.split())


@settings(max_examples=some(100))
@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=6))
def test_all_that_stands_above_a_mail_of_ours_is_kept_and_no_more(lines: list[str]) -> None:
    said = "\n".join(lines)
    for mail in (quoting(said, MAIL), f"{said}\n{MAIL}"):
        assert cut(mail).said.split() == said.split()


def test_what_is_written_below_or_between_quoted_lines_is_kept_with_them() -> None:
    below = f"On Mon, Nov 2, 2026 Us <us@mail.example> wrote:\n> {MARK}\n> The crane\n\nI agree."
    assert cut(below).left == ""
    between = f"> {MARK}\n> The crane\nIt is old.\n> The price\nToo high.\n\n> The end"
    assert cut(between).said == between.removesuffix("\n\n> The end")


def test_where_nothing_would_be_left_all_is_kept() -> None:
    assert cut(f"> {MARK}\n> The crane") == (f"> {MARK}\n> The crane", "")
    assert cut(f"{MARK}\nI write below") == (f"{MARK}\nI write below", "")
    assert cut("") == ("", "")


def test_the_line_is_known_in_any_language_and_however_a_program_changes_it() -> None:
    for mark in (
        marked("Escribe tu respuesta encima de esta línea"), f"> > {MARK}", "–=8<=– Write",
        MARK.replace("<", "&lt;"), f"  {MARK}",
    ):  # fmt: skip
        assert cut(f"Yes\n{mark}").said == "Yes", mark


def test_the_headers_that_outlook_puts_above_what_it_quotes_go_with_it() -> None:
    headers = "From: Us <us@mail.example>\nSent: Monday, 2 November 2026\nTo: Ada\nSubject: 1 thing"
    assert cut(f"I agree.\n\n{headers}\n\n{MAIL}").said == "I agree."
    list_of_mine = "For: safety\nAgainst: money"
    assert cut(f"{list_of_mine}\n\n{MAIL}").said == list_of_mine
