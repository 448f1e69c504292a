"""Every page below `/a/{assembly}`: what each matter shows, one after another."""

from esoviet.web.pages import (
    assembly,
    decisions,
    log,
    mandates,
    members,
    own,
    problems,
    questions,
    solutions,
    votes,
)
from esoviet.web.pages.page import AnyPage, OwnLine

PAGES: tuple[AnyPage, ...] = (
    *assembly.PAGES,
    *members.PAGES,
    *problems.PAGES,
    *solutions.PAGES,
    *votes.PAGES,
    *questions.PAGES,
    *decisions.PAGES,
    *mandates.PAGES,
    *log.PAGES,
)
OWN: tuple[OwnLine, ...] = own.PAGES
