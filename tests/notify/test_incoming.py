"""A mail is understood as far as it goes, whatever is in it; who it is from is not asked."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.notify.hypertext import words_of
from esoviet.notify.incoming import Looked, Reply, look
from esoviet.notify.replies import marked
from tests.effort import some
from tests.notify.post import raw, reply

MARK = marked("Write your answer above this line")


def read(mail: bytes) -> Reply:
    """What an answer says."""
    found = look(mail).reply
    assert found is not None, look(mail).why
    return found


@pytest.mark.parametrize(("said", "charset", "named"), [
    ("“Grüße” – 5 €", "cp1252", "iso-8859-1"), ("“Grüße” – 5 €", "cp1252", "us-ascii"),
    ("我同意这个提案", "gb18030", "gb2312"), ("我同意这个提案", "gb18030", "utf-8"),
    ("Añadir más", "utf-8", "x-unknown"), ("Añadir más", "utf-8", "unicode_escape"),
    ("Añadir más", "cp1252", "utf-8"), ("שלום", "utf-8", ""),
    ("はい", "iso-2022-jp", "iso-2022-jp"),
])  # fmt: skip
def test_the_words_are_read_also_where_the_charset_is_named_wrongly(
    said: str, charset: str, named: str
) -> None:
    kind = f"text/plain; charset={named}" if named else "text/plain"
    assert read(raw(said.encode(charset), kind)).said == said


def test_plain_text_goes_before_html_and_html_is_read_where_there_is_no_other() -> None:
    both = EmailMessage(SMTP)
    both.set_content("I agree.")
    both.add_alternative("<p>I <b>agree</b>!</p>", subtype="html")
    assert read(bytes(both)).said == "I agree."
    html = f"<p>I <b>agree</b>,</p>and more<br>here<blockquote>{MARK.replace('<', '&lt;')}<p>old"
    found = read(raw(html.encode(), "text/html; charset=utf-8"))
    assert found.said.split("\n") == ["I agree,", "", "and more", "here"]
    assert found.left == f"> {MARK}\n> old"


def test_files_are_named_and_not_taken() -> None:
    mail = EmailMessage(SMTP)
    mail.set_content("See the picture.")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="cran\u202ee\n.png")
    mail.add_attachment(EmailMessage(SMTP))
    found = read(bytes(mail))
    assert found.said == "See the picture."
    assert found.files == ("crane .png", "message/rfc822")


@pytest.mark.parametrize("header", [
    "Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: bulk", "Return-Path: <>",
    "auto-submitted: auto-generated (vacation)",
])  # fmt: skip
def test_what_a_program_wrote_is_known_and_what_a_person_wrote_is_not_taken_for_it(
    header: str,
) -> None:
    assert look(raw(b"I am away", "text/plain", header)) == Looked(("us@mail.example",), True)
    assert not look(raw(b"I am here", "text/plain", "Auto-Submitted: no")).automatic


def test_a_mail_that_goes_in_a_circle_is_taken_for_a_programs() -> None:
    many = [f"Received: from a by b; id {n}" for n in range(60)]
    assert look(raw(b"round", "text/plain", *many)).automatic
    assert not look(raw(b"straight", "text/plain", *many[:20])).automatic


@pytest.mark.parametrize(("body", "kind"), [
    (b"", "text/plain"), (b" \r\n \r\n", "text/plain"), (b"\x89PNG", "image/png"),
    (b"--b\r\n", "multipart/mixed; boundary=b"), (b"x", "multipart/mixed"),
])  # fmt: skip
def test_where_there_are_no_words_it_says_so(body: bytes, kind: str) -> None:
    found = look(raw(body, kind))
    assert found.reply is None or found.reply.said == "x"
    assert found.why or found.reply


def test_the_same_mail_is_known_again_however_it_came() -> None:
    mail = reply("us@mail.example", "I agree.\n")
    again = b"Received: from a by b\r\nDelivered-To: us@mail.example\r\n" + mail
    assert read(mail).id == read(again).id == read(mail.replace(b"\r\n", b"\n")).id
    assert read(mail).id != read(reply("us@mail.example", "I agree!\n")).id


def test_nothing_of_a_subject_or_a_name_is_taken() -> None:
    found = read(raw(b"Yes.", "text/plain", "Subject: =?utf-8?q?=E2=80=AEpaid=0D=0ABcc:_x@y.z?=",
                     "From: =?utf-8?q?A=0D=0ATo:_all@us.example?= <a@b.example>"))  # fmt: skip
    assert (found.said, found.left, found.files) == ("Yes.", "", ())


def test_what_is_nested_without_end_is_answered() -> None:
    deep = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1)
                    for n in range(3000))  # fmt: skip
    found = look(raw(deep, "multipart/mixed; boundary=b0"))
    assert found.reply is None
    assert found.why


@settings(max_examples=some(150), deadline=None)
@given(st.binary(max_size=300), st.sampled_from(("text/plain", "text/html", "multipart/mixed")))
def test_no_bytes_make_it_fail(body: bytes, kind: str) -> None:
    for mail in (body, raw(body, f"{kind}; boundary=b; charset=utf-16")):
        found = look(mail)
        assert found.reply is None or found.reply.said.encode()


@settings(max_examples=some(150), deadline=None)
@given(
    st.lists(st.text("abc déñ中", min_size=1).filter(str.strip), min_size=1, max_size=8),
    st.sampled_from(("<p>{}</p>", "<div><b>{}</b></div>", "{}<br>", "<li>{}", "<pre>{}</pre>")),
)
def test_every_word_of_html_is_read(said: list[str], tag: str) -> None:
    html = "".join(tag.format(one) for one in said)
    found = words_of(f"<style>x</style>{html}").replace("- ", " ")
    assert found.split() == " ".join(said).split()
