"""Public ballots and vectors that lie beside the checkout, in ../shared/data.

They are other people's files and so not part of this repository. On a machine without them the
tests that need them are skipped; in CI their absence is a failure, never a silent skip.
"""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

if os.environ.get("CI") and not SHARED.is_dir():
    raise RuntimeError(f"the tests' shared data is missing: {SHARED}")

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="shared/data is not beside this checkout"
)
