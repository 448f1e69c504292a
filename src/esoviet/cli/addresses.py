"""Which assembly a command is about: a short name, an id, an address, or the one last chosen."""

import re
from urllib.parse import urlsplit

from esoviet.cli.errors import Trouble
from esoviet.cli.home import Home, Known
from esoviet.cli.http import checked_url

_ADDRESS = re.compile(r"(?P<url>https?://.+/a/(?P<id>[0-9a-f]{64}))(/.*)?$")


def assembly_of(home: Home, given: str | None, *, insecure: bool = False) -> Known:
    """The assembly meant; an address that is new here becomes known with its first use."""
    if given is None:
        return _chosen(home)
    known = find(home, given)
    if known is not None:
        return known
    url, assembly = split(given, insecure=insecure)
    return Known(id=assembly, url=url, alias=new_alias(home, assembly[:8]), host="")


def find(home: Home, given: str) -> Known | None:
    """A known assembly by its short name, the beginning of its id, or its address."""
    match = _ADDRESS.match(given)
    wanted = match["id"] if match else given
    for known in home.assemblies():
        if known.alias == wanted or (len(wanted) >= 6 and known.id.startswith(wanted)):
            return known
    return None


def split(address: str, *, insecure: bool = False) -> tuple[str, str]:
    """The address of an assembly and its id."""
    match = _ADDRESS.match(address.split("#", 1)[0])
    if match is None:
        raise Trouble(
            f"{address!r} names no assembly that is known here, and is no address such as "
            "https://example.org/a/<id>."
        )
    return checked_url(match["url"], insecure=insecure), match["id"]


def new_alias(home: Home, wanted: str) -> str:
    """A short name that no other assembly has."""
    words = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:24].strip("-") or "assembly"
    taken = {known.alias for known in home.assemblies()}
    names = (words, *(f"{words}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def node_url(given: str, *, insecure: bool = False) -> str:
    """The address of a node."""
    url = checked_url(given, insecure=insecure)
    if urlsplit(url).path.strip("/"):
        raise Trouble(f"{given!r} is not the address of a node, such as https://example.org")
    return url


def _chosen(home: Home) -> Known:
    chosen = home.default_assembly()
    known = home.known(chosen) if chosen else None
    if known is not None:
        return known
    everything = home.assemblies()
    if len(everything) == 1:
        return everything[0]
    raise Trouble(
        "Which assembly? Choose one with `esoviet use NAME`, or give it with --assembly."
        if everything
        else "No assembly is known here yet: found one (esoviet found) or join one (esoviet join)."
    )
