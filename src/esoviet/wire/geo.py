"""Where a place lies, as a geo: URI (RFC 5870) in the one form that is written here.

    geo:52.52,13.405      latitude, longitude: decimals of degrees (WGS 84), five places at most

The law looks into no text, so whoever shows one reads it strictly: anything else is no position.
"""

import re
from typing import NamedTuple

DECIMALS = 5
"""So many are a metre; two are a kilometre."""
_WRITTEN = re.compile(
    rf"geo:(-?(?:0|[1-9][0-9]?)(?:\.[0-9]{{1,{DECIMALS}}})?)"
    rf",(-?(?:0|[1-9][0-9]{{0,2}})(?:\.[0-9]{{1,{DECIMALS}}})?)"
)


class Position(NamedTuple):
    """Degrees to the north and to the east, as they were written."""

    latitude: str
    longitude: str

    def in_degrees(self) -> str:
        """The same in degrees, minutes and seconds, no finer than it was written."""
        return f"{_sexagesimal(self.latitude, 'NS')} {_sexagesimal(self.longitude, 'EW')}"


def position(text: str) -> Position | None:
    """What a text says, if it is a position on the earth."""
    found = _WRITTEN.fullmatch(text)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        return None
    return Position(found[1], found[2])


def _sexagesimal(decimal: str, signs: str) -> str:
    """Minutes for up to two decimals, seconds for four, tenths of them for five."""
    whole, _, part = decimal.lstrip("-").partition(".")
    exact = int(whole + part.ljust(DECIMALS, "0"))
    sign = signs[decimal.startswith("-") and exact > 0]
    steps = 60 if len(part) <= 2 else 3_600 if len(part) < DECIMALS else 36_000
    units = (exact * steps * 2 + 10**DECIMALS) // (2 * 10**DECIMALS)
    degrees, rest = divmod(units, steps)
    minutes, seconds = divmod(rest, steps // 60)
    said = f"{degrees}°{minutes:02}′"
    if steps == 3_600:
        said += f"{seconds:02}″"
    elif steps == 36_000:
        said += f"{seconds // 10:02}.{seconds % 10}″"
    return said + sign
