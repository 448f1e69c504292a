"""The words of the product in one sentence each, with the clause of the law that says all of it."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from esoviet.web.http.language import _
from esoviet.web.http.sending import sent
from esoviet.web.pages.render import frame_of, render
from esoviet.web.pages.serve import VARY


class Term(NamedTuple):
    """A word: its place on the page, what it means, and where the law says it."""

    place: str
    word: str
    meaning: str
    clause: str = ""


GROUPS: tuple[tuple[str, tuple[Term, ...]], ...] = (
    (
        _("From a problem to a decision"),
        (
            Term(
                "matter",
                _("Matter"),
                _(
                    "A problem, a question or an election, with everything that belongs to it "
                    "on one page."
                ),
            ),
            Term(
                "topic",
                _("Topic"),
                _(
                    "What members talk about before anybody knows whether there is a problem. "
                    "Nobody closes it."
                ),
                "19.1",
            ),
            Term(
                "problem",
                _("Problem"),
                _(
                    "What is wrong, said by one member and backed by evidence. It says "
                    "nothing yet of what to do."
                ),
                "5.1",
            ),
            Term(
                "situation",
                _("Situation"),
                _(
                    "The numbered facts of a problem, each with how it is known, established or "
                    "contested by who reads it."
                ),
                "18.4",
            ),
            Term(
                "necessity",
                _("Necessity"),
                _(
                    "The first step: members say whether it is worth solving at all. Enough "
                    "of them open it."
                ),
                "5.2",
            ),
            Term(
                "solution",
                _("Solution"),
                _(
                    "What could be done, by what means, and who carries it out: whoever "
                    "proposes it, as a rule."
                ),
                "6.1",
            ),
            Term(
                "backing",
                _("Backing"),
                _("To want a solution to stand in the vote. It is no vote: you can back several."),
                "6.5",
            ),
            Term(
                "practical",
                _("How practical"),
                _(
                    "From 1, it stands in the way, to 5, it is no obstacle: for means, "
                    "people, time and risk."
                ),
                "6.7",
            ),
            Term(
                "argument",
                _("Argument"),
                _(
                    "It supports, refutes or asks, and brings evidence. Others mark it as "
                    "well founded or not."
                ),
                "8.1",
            ),
            Term(
                "reading",
                _("Reading"),
                _(
                    "The texts stand still so that everybody can read them. Then the vote "
                    "opens by itself."
                ),
                "6.9",
            ),
            Term(
                "ballot",
                _("Ballot"),
                _("Your vote. It is public, by name, and you can change it until the vote closes."),
                "7.5",
            ),
            Term(
                "no-action",
                _("No action"),
                _("An option in every ranking: rank below it what you do not want at all."),
                "11.4",
            ),
            Term(
                "decision",
                _("Decision"),
                _("What a vote came to: the winner, the count, and how each member voted."),
                "11.1",
            ),
        ),
    ),
    (
        _("Carrying out"),
        (
            Term(
                "mandate",
                _("Mandate"),
                _("The duty to carry a decision out, and to report on it until it is done."),
                "9.1",
            ),
            Term(
                "report",
                _("Report"),
                _(
                    "What was done since the last time. Who does not report in time can lose "
                    "the mandate."
                ),
                "9.4",
            ),
            Term(
                "vacant",
                _("Vacant"),
                _("Nobody carries it out now: any member can take it up."),
                "9.6",
            ),
        ),
    ),
    (
        _("Membership"),
        (
            Term(
                "vouch",
                _("Vouch"),
                _(
                    "To say, by name, that you know somebody who wants to come in, and that "
                    "they are who they say."
                ),
                "3.6",
            ),
            Term(
                "settled",
                _("Settled"),
                _("A member for long enough to vouch for others, and to confirm a lost key."),
                "3.11",
            ),
            Term(
                "dormant",
                _("Dormant"),
                _(
                    "A member who did nothing for long. They count again as soon as they sign "
                    "anything."
                ),
                "3.10",
            ),
            Term(
                "constitution",
                _("Constitution"),
                _("The rules of this assembly, each with its figure. A vote changes them."),
                "2.6",
            ),
        ),
    ),
    (
        _("Proof"),
        (
            Term(
                "act",
                _("Act"),
                _("Anything that you do here. It is signed by your device before it is sent."),
                "1.1",
            ),
            Term(
                "key",
                _("Key"),
                _("What your device signs with. It never leaves the device; there is no password."),
                "1.3",
            ),
            Term(
                "words",
                _("Twelve words"),
                _("A second way in, on paper, for when all your devices are lost."),
                "4.2",
            ),
            Term(
                "log",
                _("The log"),
                _(
                    "All acts in their order. Nothing can be taken out or changed without "
                    "every member seeing it."
                ),
            ),
            Term(
                "receipt",
                _("Receipt"),
                _("The proof that your act stands in the log. Your browser keeps it."),
            ),
            Term(
                "feed",
                _("Feed"),
                _(
                    "What is new here, for a feed reader: a program that looks by itself. A "
                    "calendar has what ends when."
                ),
            ),
            Term(
                "secret-address",
                _("Secret address"),
                _(
                    "Made on your page “Me” for your calendar or feed reader. Who knows it reads "
                    "along; you can take it back."
                ),
            ),
            Term(
                "sandbox",
                _("Sandbox"),
                _(
                    "A made-up assembly of one’s own, for the tour. Nothing in it counts, and soon "
                    "it is gone."
                ),
            ),
            Term(
                "host",
                _("Host"),
                _(
                    "Who runs the server. A host writes down every act that the law admits, and "
                    "decides nothing."
                ),
                "13.3",
            ),
        ),
    ),
)


async def words(request: Request) -> Response:
    """GET /words."""
    html = render("node/words.html", frame_of(request), {"groups": GROUPS})
    return sent(request, html.encode(), {"Cache-Control": "no-cache", "Vary": VARY})
