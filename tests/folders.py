"""Where the tests' folders lie: in memory if there is room, since a flush costs nothing there.

Nothing is proved less. A test about durability looks at what is flushed and when, or kills a
process; none cuts the power, so none needs a disk. The folders of tests that passed are removed at
once (`tmp_path_retention_policy`).
"""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 2**30
CHOSEN = "PYTEST_DEBUG_TEMPROOT"  # pytest's own variable; who sets it has chosen


def has_room(folder: Path) -> bool:
    """Whether tests may have their folders in this one."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM


if CHOSEN not in os.environ and has_room(MEMORY):
    os.environ[CHOSEN] = str(MEMORY)
