"""When something was or will be: for browsers and for whoever reads without scripts."""

from datetime import UTC, datetime

from markupsafe import Markup

from esoviet.web.pages.escaping import safe

FAR = 253_402_300_800_000
"""The year 10000: later moments, which acts can name, are shown as the last one before it."""


def when(ms: int, show: str = "date") -> Markup:
    """A moment that the scripts show in the reader's zone; `show` says how (`page/times.js`).

    Stands dozens of times on a page, and a macro costs far more. Where only what is left of the
    time is of interest, nothing stands there without scripts.
    """
    second = iso(ms)
    said = "" if show == "far" else second[:10] if show in ("day", "on") else _minute(second)
    html = f'<time datetime="{second}" data-ms="{ms}" data-show="{show}">{said}</time>'
    return safe(html)  # nothing of it comes from people


def moment(ms: int) -> str:
    """The minute, by the clock that the log goes by."""
    return _minute(iso(ms))


def iso(ms: int) -> str:
    """The second (ISO 8601)."""
    return datetime.fromtimestamp(min(ms, FAR - 1) // 1000, UTC).isoformat(timespec="seconds")


def _minute(second: str) -> str:
    return f"{second[:10]} {second[11:16]} UTC"
