"""From what a person names to the logs that are there: a folder, or an address."""

import httpx
import msgspec

from esoviet.audit.finding import Unreachable
