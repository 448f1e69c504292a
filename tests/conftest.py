"""What all tests share: property tests are never timed, and CI draws the same examples each run."""

import os

from hypothesis import settings

pytest_plugins = ["pytester", "tests.retry"]
settings.register_profile("house", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")
