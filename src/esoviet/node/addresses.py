"""Mail addresses as members enter them. Pure."""

import re

LONGEST = 254  # octets (RFC 5321 section 4.5.3.1.3, less the brackets)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(
    r"(?=.{4,})([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


def plain_address(said: str) -> str | None:
    """The address as it is written on an envelope; None if it is none that mail is sent to.

    The part before the @ is plain ASCII without quotes: few servers take anything else. A domain in
    other letters is written in ASCII (RFC 5891).
    """
    local, _, domain = said.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    address = f"{local}@{ascii_domain}"
    fits = len(local) <= 64 and len(address) <= LONGEST
    if not fits or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(ascii_domain):
        return None
    return address
