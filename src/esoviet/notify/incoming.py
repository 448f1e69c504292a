"""A mail that came in (RFC 5322) → what its author wrote. Pure.

Who it is from is not asked, since anybody can write that: only the address it went to counts
(notify/receiving.py). Nothing of its headers is kept but a hash of its Message-ID and its body, by
which the same mail is known again. Whatever is in it, no error comes of it but `Unreadable`.
"""

import codecs
import hashlib
import re
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from typing import NamedTuple

from esoviet.exchange.feeds.line import line as one_line
from esoviet.notify import bounces
from esoviet.notify.bounces import Bounce
from esoviet.notify.hypertext import words_of
from esoviet.notify.replies import Cut, cut

LARGEST = 2 * 2**20
"""Bytes of a mail that are taken."""
MOST_PARTS = 100
MOST_FILES = 20
MOST_HEADERS = 500
MOST_RECEIVED = 50
"""A mail that went through more servers goes in a circle (RFC 5321 section 6.3 says 100)."""
_ALIASES = {
    "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252", "latin-1": "cp1252",
    "latin1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932", "iso-8859-8-i": "cp1255",
}  # fmt: skip
"""What programs mean by names of charsets (WHATWG Encoding, section 4.2)."""
_OTHER = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BREAKS = re.compile("\r\n|[\r\x0c\x85\u2028\u2029]")


class Unreadable(Exception):
    """There is no text in a mail that could be taken; the text says why."""


class Reply(NamedTuple):
    """What its author wrote, what was left out, the names of attached files, which are not taken.

    `id` is the same for the same mail, whichever way and how often it comes.
    """

    said: str
    left: str
    files: tuple[str, ...]
    id: bytes


class Looked(NamedTuple):
    """A mail as far as it was understood: to whom its headers say, whether a program wrote it.

    Of a `report` nothing else is of interest. Without a `reply` it says `why`.
    """

    recipients: tuple[str, ...] = ()
    automatic: bool = False
    report: Bounce | None = None
    reply: Reply | None = None
    why: str = ""


def look(raw: bytes, to: str = "") -> Looked:
    """Look at a mail to an address: no error comes of it. It may take long: seconds."""
    try:
        message = parsed(raw)
        looked = Looked(tuple(recipients(message)), is_automatic(message), bounces.read(raw, to))
    except (Unreadable, RecursionError) as error:
        return Looked(why=str(error))
    if looked.automatic or looked.report:
        return looked
    try:
        return looked._replace(reply=reply_of(message, raw))
    except (Unreadable, RecursionError) as error:
        return looked._replace(why=str(error))


def parsed(raw: bytes) -> Message:
    """The mail; raises `Unreadable`."""
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(raw)
    except (RecursionError, MessageError, ValueError, LookupError):
        raise Unreadable("It is built in a way that cannot be read.") from None
    if len(message.keys()) > MOST_HEADERS:
        raise Unreadable("It has too many headers.")
    return message


def is_automatic(message: Message) -> bool:
    """Whether a program wrote it: an absence note, a report, a mail of ours that came back.

    RFC 3834 section 5, and what is in use besides.
    """
    said = {name: _header(message, name).lower() for name in _TELLING}
    if said["auto-submitted"].partition(";")[0].strip() not in ("", "no"):
        return True
    if any(said[name] for name in ("x-autoreply", "x-autorespond", "x-auto-reply")):
        return True
    if said["precedence"].strip() in ("bulk", "junk", "auto_reply"):
        return True
    if said["return-path"].strip() == "<>" or message.get_content_type() == "multipart/report":
        return True
    return len(message.get_all("Received", [])) > MOST_RECEIVED


_TELLING = (
    "auto-submitted", "x-autoreply", "x-autorespond", "x-auto-reply", "precedence", "return-path",
)  # fmt: skip


def recipients(message: Message) -> list[str]:
    """The addresses that its headers say it was sent to, whatever else is in them."""
    names = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
    return [str(value) for name in names for value in message.get_all(name, [])]


def reply_of(message: Message, raw: bytes) -> Reply:
    """What its author wrote; raises `Unreadable` where there are no words in it."""
    texts, hypertexts, files = [], [], []
    for part in _parts(message):
        name = _file_name(part)
        kind = part.get_content_type()
        if name or part.get_content_disposition() == "attachment" or kind == "message/rfc822":
            files.append(name or kind)
        elif kind == "text/plain":
            texts.append(_text_of(part))
        elif kind == "text/html":
            hypertexts.append(words_of(_text_of(part)))
    said = _first_with_words(texts, hypertexts)
    if said is None:
        raise Unreadable("There is no text in it.")
    return Reply(said.said, said.left, tuple(files[:MOST_FILES]), _id(message, raw))


def _first_with_words(*ways: list[str]) -> Cut | None:
    for parts in ways:
        text = "\n\n".join(one.strip("\n") for one in parts if one.strip())
        if text:
            return cut(text)
    return None


def _parts(message: Message) -> list[Message]:
    """The parts that hold something, in order; what a forwarded mail is made of stays in it."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += reversed([one for one in inner if isinstance(one, Message)])
        else:
            found.append(part)
    return found


def _text_of(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return cleaned(decoded(content, str(part.get_content_charset() or "")))


def decoded(content: bytes, charset: str) -> str:
    """The text of bytes, by what is said of them if that can be, else by what they look like."""
    for name in (charset, "utf-8"):
        known = _ALIASES.get(name.lower(), name)
        try:
            if known and codecs.lookup(known).name not in _NO_TEXT:
                return content.decode(known).encode("utf-8", "replace").decode()
        except (LookupError, ValueError):
            continue
    wide = sum(byte > 127 for byte in content) * 2 > len(content.split()) + len(content)
    if wide:
        return content.decode("gb18030", "replace")
    return content.decode("cp1252", "replace")


_NO_TEXT = frozenset(("utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode"))


def cleaned(text: str) -> str:
    """Lines that end as ours do, without signs that steer a terminal."""
    return _OTHER.sub("", _BREAKS.sub("\n", text))


def _file_name(part: Message) -> str:
    """What a file is called, as one line; empty where it has no name."""
    try:
        name = part.get_filename() or ""
        return one_line(str(make_header(decode_header(name))))
    except (MessageError, LookupError, ValueError, TypeError):
        return one_line(part.get_content_type())


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))


def _id(message: Message, raw: bytes) -> bytes:
    head = _header(message, "Message-ID").strip().encode("utf-8", "replace")
    body = re.split(b"\r?\n\r?\n", raw, maxsplit=1)[-1]
    unified = body.replace(b"\r\n", b"\n").strip()
    return hashlib.sha256(head + b"\n" + unified).digest()
