"""What was erased of late, so that nothing that was under way meanwhile keeps a copy of it.

A worker may still set a text as HTML when its author erases it: what comes back then is dropped.
"""

from collections import OrderedDict

MOST = 4096
_names: OrderedDict[str, None] = OrderedDict()


def note(sha256: str) -> None:
    """A text or file was erased or withheld."""
    _names[sha256] = None
    if len(_names) > MOST:
        _names.popitem(last=False)


def is_any(*names: str) -> bool:
    """Whether one of these was erased of late."""
    return any(name in _names for name in names)
