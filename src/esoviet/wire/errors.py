"""The one error of this room: bytes that are not what a format says they must be."""


class Malformed(ValueError):
    """Input that breaks a format. Its text says why, in one line, without echoing the input."""
