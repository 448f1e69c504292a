"""The addresses of everything that is only read: JSON, pages, and the description of the API."""

from starlette.routing import Route

from esoviet.web.api import law as law_data
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.expensesfile import ExpensesFile
from esoviet.web.api.ledgerfile import LedgerFile
from esoviet.web.api.pipeline import Endpoint
from esoviet.web.api.reads import READS
from esoviet.web.api.rollfile import RollFiles
from esoviet.web.endpoints import proofs, static
from esoviet.web.endpoints.inbound import Inbound
from esoviet.web.endpoints.pairings import Pairings
from esoviet.web.http.sandboxes import OUTSIDE, OVER
from esoviet.web.pages import (
    api,
    count,
    documents,
    front,
    glossary,
    law,
    mail,
    outbox,
    pleas,
    preview,
    short,
    tour,
)
from esoviet.web.pages.followed import Followed
from esoviet.web.pages.remembered import Remembered
from esoviet.web.pages.serve import OwnPage, Page
from esoviet.web.pages.table import OWN, PAGES

ASSEMBLY = "/a/{assembly}"


def read_routes(remembered: Remembered | None = None) -> list[Route]:
    """All of them; `remembered` is their memory. JSON first: a page's address is shorter."""
    remembered, pairings = remembered or Remembered(), Pairings()
    caches, kept_pages = remembered.answers, remembered.pages
    followed = Followed(caches)
    return [
        *(Route(ASSEMBLY + read.path, Endpoint(read, caches).get) for read in READS),
        *followed.routes(),
        outbox.MAILS,
        *(Route(ASSEMBLY + line.path, OwnPage(line, caches).get) for line in OWN),
        *(Route(ASSEMBLY + line.path, Page(line, caches, kept_pages).get) for line in PAGES),
        *_tables(caches),
        Route(ASSEMBLY + "/log/founding", proofs.founding),
        Route(ASSEMBLY + "/log/consistency", proofs.consistency),
        Route(ASSEMBLY + "/keys/{kid}.json", proofs.key),
        Route(ASSEMBLY + "/pairings/{name}/{part}", pairings.leave, methods=["PUT"]),
        Route(ASSEMBLY + "/pairings/{name}/{part}", pairings.read),
        Route(ASSEMBLY + "/preview", preview.Previews(caches).show, methods=["POST"]),
        Route(ASSEMBLY + "/exhibits/{number}/person", pleas.tell, methods=["POST"]),
        *_of_node(caches),
    ]


def _of_node(caches: AnswerCaches) -> list[Route]:
    """What belongs to no assembly."""
    return [
        Route("/api", api.page),
        Route("/api/openapi.json", api.document),
        Route("/static/{version}/{name:path}", static.serve),
        Route("/sw.js", static.service_worker),
        Route("/manifest.webmanifest", front.manifest),
        Route("/words/english.json", front.words),
        Route("/found", front.found),
        Route("/invitation", front.invitation),
        Route("/to", short.typed),
        Route("/to/{code}", short.Short(caches).get),
        Route("/to/{code}/{entry:int}", short.Short(caches).entry),
        Route("/example", front.example),
        Route("/example", front.make_example, methods=["POST"]),
        Route("/tour", tour.tour),
        Route("/tour", tour.begin, methods=["POST"]),
        Route(OVER, tour.over),
        Route(OUTSIDE, tour.outside),
        Route("/offline", front.offline),
        Route("/style", front.style),
        Route("/limits", front.limits),
        Route("/count", count.form),
        Route("/count", count.count, methods=["POST"]),
        Route("/mail/inbound", Inbound().take, methods=["POST"]),
        Route("/mail/{token}", mail.show),
        Route("/mail/{token}", mail.do, methods=["POST"]),
        Route("/forgotten", front.forgotten),
        Route("/who", front.who),
        Route("/settings", front.settings),
        Route("/settings", front.keep_settings, methods=["POST"]),
        Route("/law", law.law),
        Route("/words", glossary.words),
        Route("/docs", documents.index),
        Route("/docs/{name}", documents.document),
        Route("/law.json", law_data.law),
        Route("/", front.Front(caches).get),
    ]


def _tables(caches: AnswerCaches) -> list[Route]:
    """What is served as a file for spreadsheets, or for programs that count."""
    rolls = RollFiles(caches)
    return [
        Route(ASSEMBLY + "/rotation.csv", LedgerFile(caches).csv),
        Route(ASSEMBLY + "/mandates/{number}/expenses.csv", ExpensesFile(caches).csv),
        Route(ASSEMBLY + "/votes/{number}/roll.csv", rolls.csv),
        Route(ASSEMBLY + "/votes/{number}/roll.preflib", rolls.preflib),
    ]
