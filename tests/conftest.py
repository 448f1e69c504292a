"""What all tests share: property tests are never timed, and CI draws the same examples each run."""

import os

from hypothesis import settings

from esoviet.web.http import chores
from esoviet.web.pages import prose, solutions
from tests.effort import some

pytest_plugins = ["pytester", "tests.folders", "tests.measured", "tests.retry", "tests.quick"]
settings.register_profile("house", deadline=None, max_examples=some(100))
settings.register_profile("ci", deadline=None, max_examples=some(100), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")

# Machines that run tests are busy: no text is shown as it was typed because a worker had no turn.
chores.PATIENCE = prose.SECONDS = solutions.SECONDS = 60.0
