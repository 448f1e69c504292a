"""What a message says, and its bytes: nothing that somebody typed gets into a header or a tag."""

import email
import re
from email.message import EmailMessage
from email.policy import SMTP

from hypothesis import given
from hypothesis import strategies as st

from esoviet.node.links import Link, Links
from esoviet.node.week import Line
from esoviet.notify.letters import SHOWN, Addresses, Letter, Told, confirming, weekly
from esoviet.notify.mail import Envelope, written
from esoviet.store.wishes import Wishes
from esoviet.web.http.language import catalogue
from tests.notify.office import html_of, parsed, text_of

NOW = 1_796_000_000_000
TO = Addresses("https://a.example/a/1", "https://a.example/mail/l", "https://a.example/mail/s")
ENVELOPE = Envelope(
    sender="bounce+1-2@a.example", author="us@a.example", recipient="bea@example.net",
    name="Us", id="1.2@a.example", list_id="1.a.example", stop=TO.stop,
)  # fmt: skip
ENGLISH = catalogue("en")
VOTE = Line("vote votes/1", "needs", "Vote: Paint?", "votes/1", due=NOW, is_vote=True)


def week(*lines: Line, name: str = "Tenants", opens: bool = True, **wishes: object) -> Letter:
    wanted = Wishes(**wishes)  # type: ignore[arg-type]
    return weekly(catalogue(wanted.language), Told(name, opens, list(lines)), wanted, TO)


def sent(letter: Letter, envelope: Envelope = ENVELOPE) -> EmailMessage:
    return parsed(written(envelope, letter, NOW))


def test_a_message_says_what_it_is_why_it_comes_and_how_to_end_it() -> None:
    message = sent(week(VOTE))
    assert message["Subject"] == "Tenants: Vote: Paint?"
    assert message["From"] == "Us <us@a.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<1.a.example>"
    assert message["List-Unsubscribe"] == f"<{TO.stop}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"] == "<1.2@a.example>"
    assert message["Date"].datetime.timestamp() * 1000 == NOW
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]
    for part in (text_of(message), html_of(message)):
        for said in (TO.less, TO.stop, f"{TO.here}/me/messages", f"{TO.here}/votes/1"):
            assert said in part


def test_deadlines_are_told_by_the_members_clock_and_in_their_language() -> None:
    letter = week(VOTE, zone="Asia/Kathmandu", language="es")
    assert re.search(r"hasta el \w+, \d+ de \w+, \d\d:\d\d \(Asia/Kathmandu\)", letter.text)


def test_the_html_loads_nothing_from_anywhere() -> None:
    html = week(VOTE).html
    assert not re.search(r"<(img|link|script|iframe|object|form)|url\(|src=", html)


def test_a_long_list_is_cut_and_says_how_much_more_there_is() -> None:
    lines = [VOTE._replace(path=f"votes/{n}", what=f"vote votes/{n}") for n in range(SHOWN + 5)]
    for opens in (True, False):
        letter = week(*lines, opens=opens)
        assert "5 more" in letter.text
        assert letter.text.count("/votes/") == SHOWN
        assert letter.html.count('href="https://a.example/a/1/votes/') == SHOWN


def test_where_nothing_may_be_said_there_are_links_and_a_number() -> None:
    letter = week(VOTE, VOTE._replace(path="votes/2"), name="", opens=False)
    assert letter.subject == "2 things need you"
    assert "Paint" not in letter.text + letter.html + letter.subject


def test_the_mail_that_asks_says_nothing_that_anybody_typed() -> None:
    letter = confirming(ENGLISH, "en", "https://a.example/mail/t")
    message = sent(letter, ENVELOPE._replace(stop="", name="E-Soviet"))
    assert "https://a.example/mail/t" in text_of(message)
    assert message["List-Unsubscribe"] is None
    assert message["Auto-Submitted"] == "auto-generated"


HOSTILE = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        [
            "Ada\r\nBcc: everybody@example.org", "Ada\nX: 1", "<script>alert(1)</script>",
            "Ada\x00", "\u202eadA", "=?utf-8?q?x?=", '"Ada" <other@example.org>', "\ud800",
            "ليلى", "中文" * 200, "a\u2028b", "{{ 7 * 7 }}", "%(num)d", "\x1b[31m",
        ]
    ),
)  # fmt: skip
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
    "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
}  # fmt: skip


@given(HOSTILE, HOSTILE)
def test_whatever_a_name_or_a_title_is_the_headers_stay_ours(name: str, title: str) -> None:
    letter = week(VOTE._replace(sentence=f"Vote: {title}"), name=name)
    mail = written(ENVELOPE._replace(name=name), letter, NOW)
    assert mail.data.isascii()
    assert all(len(line) <= 998 for line in mail.data.split(b"\r\n"))
    message = email.message_from_bytes(mail.data, policy=SMTP)
    assert set(message.keys()) == HEADERS
    assert [one.addr_spec for one in message["To"].addresses] == ["bea@example.net"]
    assert [one.addr_spec for one in message["From"].addresses] == ["us@a.example"]
    assert "<script" not in letter.html
    assert mail.data.count(b"\r\n\r\n") >= 2


def test_links_allow_what_they_were_made_for_and_nothing_else() -> None:
    links, others = Links(b"one"), Links(b"other")
    handle = "a" * 32
    token = links.token(handle, "stop")
    assert links.read(token) == Link(handle, "stop")
    assert others.read(token) is None
    assert links.read(token.replace("stop", "confirm")) is None
    assert links.read(token.replace("a" * 32, "b" * 32)) is None
    for broken in ("", token[:-1], token + "0", token.upper(), "-".join(token.split("-")[::-1])):
        assert links.read(broken) is None
    local = f"bounce+{links.bounce(handle)}"
    assert len(local) <= 64
    assert links.read(f"{handle}-stop-{links.bounce(handle).split('-')[1]}") is None
