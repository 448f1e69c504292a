"""The addresses of everything that is only read: JSON, pages, and the description of the API."""

from starlette.routing import BaseRoute, Route

from esoviet.web.api import describe
from esoviet.web.api.memory import Memories
from esoviet.web.api.reads import READS
from esoviet.web.api.serve import Endpoint
from esoviet.web.pages.serve import FrontPage, Page
from esoviet.web.pages.table import PAGES

ASSEMBLY = "/a/{assembly}"


def read_routes() -> list[BaseRoute]:
    """All of them, with a memory of their own. JSON first: a page's address is shorter."""
    memories = Memories()
    return [
        *(Route(ASSEMBLY + read.path, Endpoint(read, memories).get) for read in READS),
        *(Route(ASSEMBLY + line.path, Page(line, memories).get) for line in PAGES),
        Route("/api", describe.page),
        Route("/api/openapi.json", describe.document),
        Route("/", FrontPage(memories).get),
    ]
