"""`python -m esoviet` is the command `esoviet`."""

import sys

from esoviet.cli.main import main

sys.exit(main())
