"""What the DNS says of a domain from which mail is sent: SPF, DKIM and DMARC, in words.

RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC). `texts` answers the TXT records of a name.
"""

from collections.abc import Callable, Iterator

from esoviet.node.checkup import Finding

Texts = Callable[[str], list[str]]


class Unknown(Exception):
    """The DNS did not answer."""


def lacking(domain: str, selector: str, texts: Texts) -> Iterator[Finding]:
    """What the DNS lacks; without a `selector` DKIM is not looked at."""
    yield from _spf(domain, [one for one in texts(domain) if _begins(one, "v=spf1")])
    if selector:
        name = f"{selector}._domainkey.{domain}"
        yield from _dkim(name, [one for one in texts(name) if "p=" in one])
    name = f"_dmarc.{domain}"
    yield from _dmarc(name, [one for one in texts(name) if _begins(one, "v=DMARC1")])


def _begins(record: str, version: str) -> bool:
    return record.replace(" ", "").lower().startswith(version.lower())


def _spf(domain: str, found: list[str]) -> Iterator[Finding]:
    if not found:
        yield Finding(
            f"{domain} does not say which servers send its mail (SPF).",
            f'a TXT record at {domain}, such as "v=spf1 mx -all", or what your provider names.',
        )
    elif len(found) > 1:
        yield Finding(f"{domain} has {len(found)} SPF records, so none counts.", "Keep one.")
    elif found[0].split()[-1].lower() == "+all":
        yield Finding(f"{domain} lets every server send its mail (+all).", "End it with -all.")


def _dkim(name: str, found: list[str]) -> Iterator[Finding]:
    if not found:
        yield Finding(
            f"There is no key at {name}, so no signature can be checked (DKIM).",
            f"the TXT record at {name} that the mail server or provider shows.",
        )
    elif all("p=" in one and not one.partition("p=")[2].partition(";")[0].strip() for one in found):
        yield Finding(f"The key at {name} was taken back (DKIM).", "Put the present one there.")


def _dmarc(name: str, found: list[str]) -> Iterator[Finding]:
    if len(found) != 1:
        yield Finding(
            f"There {'is no' if not found else 'is more than one'} DMARC record at {name}.",
            f'one TXT record at {name}, such as "v=DMARC1; p=none; rua=mailto:you@…".',
        )
