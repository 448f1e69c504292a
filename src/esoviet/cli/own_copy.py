"""Whether a test mail arrives, where the node can read a mailbox: `esoviet mail test` waits for it.

What the mailbox's server says of the sender (RFC 8601) is what other servers will think of it too.
"""

import imaplib
import re
import time
from typing import NamedTuple

from esoviet.node.config import Config
from esoviet.notify import imap

LOOK_SECONDS = 1.0
VERDICT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
GOOD = ("pass",)
PASSED_OVER = ("none", "neutral")  # nothing is claimed, so nothing is wrong with it


class Copy(NamedTuple):
    """What is to be said of a copy, and whether it is wrong."""

    said: str
    wrong: bool


def waited_for(config: Config, identity: str, seconds: float) -> Copy:
    """What became of the mail with this Message-ID (without brackets) that went to `mail_reply`."""
    began = time.monotonic()
    while True:
        try:
            found = imap.verdicts(config, identity)
        except (OSError, imaplib.IMAP4.error) as error:
            return Copy(f"The mailbox at {config.imap_host} cannot be read: {error}.", wrong=True)
        passed = time.monotonic() - began
        if found is not None:
            return _of(config, found, passed)
        if passed >= seconds:
            return Copy(
                f"The copy to {config.mail_reply} has not arrived within {seconds:.0f} seconds. "
                "Look whether it lies in another folder, as spam, and what the mail server logs.",
                wrong=True,
            )
        time.sleep(LOOK_SECONDS)


def _of(config: Config, found: str, passed: float) -> Copy:
    arrived = f"The copy to {config.mail_reply} has arrived after {passed:.0f} seconds"
    verdicts = {name.upper(): said.lower() for name, said in reversed(VERDICT.findall(found))}
    if not verdicts:
        return Copy(
            f"{arrived}. That server does not say whether SPF, DKIM and DMARC hold.", wrong=False
        )
    told = ", ".join(f"{name} {said}" for name, said in sorted(verdicts.items()))
    wrong = any(said not in (*GOOD, *PASSED_OVER) for said in verdicts.values())
    return Copy(f"{arrived}. There it is said of it: {told}.", wrong)
