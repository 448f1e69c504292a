"""Mails as members' programs write them, for tests of what comes in."""

from email.message import EmailMessage
from email.policy import SMTP


def reply(to: str, said: str, **headers: str) -> bytes:
    """A plain answer to an address."""
    message = EmailMessage(SMTP)
    message["From"] = "Somebody <anybody@example.net>"
    message["To"] = to
    message["Subject"] = "Re: 1 thing needs you"
    message["Message-ID"] = "<1@example.net>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(said)
    return bytes(message)


def quoting(said: str, mail: str) -> str:
    """Words above a mail that is quoted, as most programs do it."""
    quoted = "\n".join(f"> {line}".rstrip() for line in mail.splitlines())
    return f"{said}\n\nOn Mon, Nov 2, 2026 at 9:00 AM Us <us@mail.example> wrote:\n\n{quoted}\n"


def raw(body: bytes, kind: str, *headers: str) -> bytes:
    """A mail of these very bytes."""
    head = ["To: us@mail.example", "Message-ID: <2@example.net>", *headers, f"Content-Type: {kind}"]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
