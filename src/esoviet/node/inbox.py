"""Where mails that came in are handed over, whichever way they came (notify/receiving.py)."""

from typing import Literal, Protocol

Outcome = Literal[
    "draft", "twice", "automatic", "report", "nobody", "full", "large", "unreadable", "later"
]
"""What became of a mail.

`draft`: it waits for its member. `twice`: it came before. `automatic`: a program wrote it, and it
was dropped. `report`: a report that one of our mails came back. `nobody`: it is not for this node,
or for nobody any more. `full`: its member has too many drafts. `large`: there is too much in it.
`unreadable`: there is no text in it. `later`: it could not be taken now; who has it keeps it.
"""


class Inbox(Protocol):
    """Takes mails in. Belongs to the event loop."""

    async def take(self, raw: bytes, to: str = "", sender: str | None = None) -> Outcome:
        """One mail (RFC 5322) to an address, or else to those in its headers, from a sender.

        Both as on its envelope, where that is known; a sender of "" is that of reports.
        """
