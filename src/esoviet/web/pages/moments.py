"""When something was or will be: for browsers and for whoever reads without scripts."""

from datetime import UTC, datetime

from markupsafe import Markup

FAR = 253_402_300_800_000
"""The year 10000: later moments, which acts can name, are shown as the last one before it."""


def when(ms: int, show: str = "date") -> Markup:
    """A moment that the scripts show in the reader's zone; `show` says how (`page/times.js`).

    Stands dozens of times on a page, and a macro costs far more. Where only what is left of the
    time is of interest, nothing stands there without scripts.
    """
    said = "" if show == "far" else moment(ms)[:10] if show in ("day", "on") else moment(ms)
    # Nothing of it comes from people, and what Markup puts in by itself takes longer than the rest.
    html = f'<time datetime="{iso(ms)}" data-ms="{ms}" data-show="{show}">{said}</time>'
    return Markup(html)  # noqa: S704


def moment(ms: int) -> str:
    """The minute, by the clock that the log goes by."""
    return _at(ms).strftime("%Y-%m-%d %H:%M UTC")


def iso(ms: int) -> str:
    """The second (ISO 8601)."""
    return _at(ms).isoformat(timespec="seconds")


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(min(ms, FAR - 1) // 1000, UTC)
