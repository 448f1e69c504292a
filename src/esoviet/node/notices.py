"""What a browser shows of a push: a line or two, and where it leads.

The message is Declarative Web Push (W3C Push API, section 3.3): a browser that knows it shows it by
itself, any other by our service worker, which reads the same fields.
"""

from typing import NamedTuple

import msgspec

DECLARATIVE = 8030
MOST_CHARACTERS = 200


class Notice(NamedTuple):
    """A title, a text, their language, and an address below the server to open.

    What has the same `topic` takes its place. `needs` is how many things need the member (None: it
    is not known), for the icon of the app.
    """

    title: str
    body: str
    language: str
    address: str
    topic: str
    needs: int | None = None

    def message(self) -> bytes:
        """The message as it is sealed."""
        shown = {
            "title": self.title[:MOST_CHARACTERS],
            "body": self.body[:MOST_CHARACTERS],
            "lang": self.language,
            "dir": "auto",
            "navigate": self.address,
            "tag": self.topic,
        }
        badge = {} if self.needs is None else {"app_badge": str(self.needs)}
        return msgspec.json.encode({"web_push": DECLARATIVE, "notification": shown, **badge})
