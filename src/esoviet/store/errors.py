"""The errors of this room: what SQLite raises becomes one of them. Of files, `OSError` stays."""

import errno

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""What a system says where nothing more can be written: disk, quota, or a disk only to be read."""


class StoreError(Exception):
    """The store cannot do what it promises; its text says why, in one line."""


class NoRoom(StoreError):
    """Nothing more can be written here until somebody makes room. Reading goes on."""


class Busy(StoreError):
    """Another process holds what is needed. It can be tried again in a moment."""


class Damaged(StoreError):
    """What is stored is not what was stored: asking again gives nothing else."""


def is_full(error: BaseException) -> bool:
    """Whether an error says that nothing more can be written."""
    return isinstance(error, NoRoom) or (isinstance(error, OSError) and error.errno in FULL)
