"""The one error of this room: what SQLite raises becomes it. Of files, `OSError` stays."""


class StoreError(Exception):
    """The store cannot do what it promises; its text says why, in one line."""
