"""Reports that a mail did not arrive: what is believed of them, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.node.checkup import Finding
from esoviet.notify.bounces import Bounce, read
from esoviet.notify.domains import lacking

TOKEN = "0123456789abcdef0123456789abcdef-0123456789abcdef01234567"
TO = f"bounce+{TOKEN}@example.org"
REPORT = """From: MAILER-DAEMON@mail.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net
X-Postfix-Queue-ID: 4C1D

Final-Recipient: rfc822; bea@example.net
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <bea@example.net>: User
    unknown

--b
Content-Type: message/rfc822

From: us@example.org
To: bea@example.net
Subject: 1 thing needs you

Text.
--b--
"""


def report(to: str = TO, action: str = "failed", status: str = "5.1.1") -> bytes:
    return REPORT.format(to=to, action=action, status=status).replace("\n", "\r\n").encode()


def test_a_report_says_whom_it_is_about_and_why() -> None:
    bounce = read(report())
    assert bounce == Bounce(TOKEN, "5.1.1", "550 5.1.1 <bea@example.net>: User unknown")
    assert bounce.is_for_good


def test_what_is_delayed_is_not_for_good() -> None:
    bounce = read(report(action="delayed", status="4.4.1"))
    assert bounce is not None
    assert not bounce.is_for_good


@pytest.mark.parametrize("action", ["delivered", "relayed"])
def test_what_arrived_did_not_come_back(action: str) -> None:
    assert read(report(action=action, status="2.0.0")) is None


def test_the_address_may_be_written_large_or_told_by_who_delivers_it() -> None:
    for to, told in ((TO.upper(), ""), ("postmaster@example.org", TO)):
        bounce = read(report(to=to), told)
        assert bounce is not None
        assert bounce.token == TOKEN


@pytest.mark.parametrize(
    "other",
    [
        b"", b"To: " + TO.encode() + b"\r\n\r\nI am on holiday until Monday.", b"\xff\xfe\x00",
        report(to="us@example.org"), report(status="not yet"), report(status="9.9.9"),
        report().replace(b"multipart/report", b"multipart/mixed"),
        report().replace(b"message/delivery-status", b"text/plain"),
        report(to="bounce+" + "0" * 32 + "@example.org"),
    ],
)  # fmt: skip
def test_what_is_no_report_of_ours_is_none(other: bytes) -> None:
    assert read(other) is None


def test_the_mail_that_comes_along_is_not_believed() -> None:
    """Whoever was sent a mail knows its addresses, and could write anything into a copy of it."""
    forged = report(to="us@example.org").replace(b"Text.", b"To: " + TO.encode())
    assert read(forged) is None


def test_a_report_of_five_megabytes_or_thousands_of_parts_is_soon_read() -> None:
    assert read(report() + b"x" * 5_000_000) is not None
    many = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 5000
    assert read(report().replace(b"--b\r\nContent-Type: message/delivery", many + b"--b\r\nContent-"
                                 b"Type: message/delivery")) is None  # fmt: skip


@given(st.binary(max_size=400))
def test_whatever_comes_is_read_without_falling_over(noise: bytes) -> None:
    whole = report()
    for place in (0, len(whole) // 2, len(whole)):
        read(whole[:place] + noise + whole[place:])


GOOD = {
    "a.example": ["v=spf1 mx -all", "google-site-verification=1"],
    "_dmarc.a.example": ["v=DMARC1; p=none"],
    "mail._domainkey.a.example": ["v=DKIM1; k=rsa; p=MIIB"],
}


def found(records: dict[str, list[str]], selector: str = "mail") -> list[Finding]:
    return list(lacking("a.example", selector, lambda name: records.get(name, [])))


def test_a_domain_with_all_of_it_lacks_nothing() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("name", "records", "said"),
    [
        ("a.example", [], "SPF"),
        ("a.example", ["v=spf1 mx -all", "v=spf1 a -all"], "none counts"),
        ("a.example", ["v=spf1 +all"], "every server"),
        ("_dmarc.a.example", [], "no DMARC"),
        ("_dmarc.a.example", ["v=DMARC1; p=none"] * 2, "more than one DMARC"),
        ("mail._domainkey.a.example", [], "DKIM"),
        ("mail._domainkey.a.example", ["v=DKIM1; p="], "taken back"),
    ],
)
def test_what_a_domain_lacks_is_said(name: str, records: list[str], said: str) -> None:
    [finding] = found({**GOOD, name: records})
    assert said in finding.wrong
    assert finding.mend


def test_without_a_selector_the_key_is_not_looked_for() -> None:
    assert found({k: v for k, v in GOOD.items() if "domainkey" not in k}, "") == []
