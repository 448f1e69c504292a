"""Walks from page to page of one story, looking at each page for what may be wrong with it.

Which pages each walk goes to stands in `WALKS`: every day all of them once, with all looks and
where there is least room, and a page of each kind in other widths, colours and languages; on a long
run (tests/effort.py) every walk goes to all pages.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from typing import NamedTuple

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page

from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.web.http.language import COOKIE, ENGLISH, PSEUDO, PSEUDO_RTL
from tests import effort
from tests.browser.fixtures import WAIT_MS, Complaints, Scheme, await_ready
from tests.browser.host import Host
from tests.browser.people import Person
from tests.web.story import Story

NODE = ("/", "/found", "/found?template=large", "/invitation", "/settings", "/law", "/docs",
        "/words", "/docs/tally", "/api", "/offline", "/tour",
        "/who")  # fmt: skip
ASSEMBLY = (
    "", "/problems", "/problems?phase=vote", "/problems/new", "/problems/new?election=1",
    "/problems/1/arguments", "/problems/1/arguments?view=sides", "/arguments/1",
    "/arguments/1/weighings", "/problems/1/assessments", "/solutions/1/versions", "/questions",
    "/solutions/6/otherwise", "/repairs/1/otherwise",
    "/questions/new", "/questions/new?form=dates", "/questions/new?form=budget",
    "/votes", "/votes/1", "/votes/1/roll",
    "/votes/2", "/votes/3", "/decisions", "/decisions/1", "/decisions/2", "/decisions/3",
    "/decisions/4", "/mandates", "/mandates/1", "/mandates/1/teach",
    "/actions", "/actions/1", "/actions/3",
    "/actions/4", "/actions/1/plan", "/actions/1/sheet", "/actions/new", "/actions/new?mandate=1",
    "/questions/new?stops=1", "/reports", "/reports/1", "/rotation",
    "/problems/new?report=1&part=votes",
    "/exhibits", "/exhibits?kind=image", "/exhibits/1", "/exhibits/2", "/exhibits/3",
    "/exhibits/new", "/exhibits/new?kind=image&action=1", "/exhibits/new?kind=link",
    "/solutions/1/rewordings", "/problems/5/rewordings", "/problems/5/versions",
    "/solutions/1/assessors", "/problems/1/briefing",
    "/problems/2/facts", "/facts/1", "/facts/1/weighings", "/facts/2",
    "/topics", "/topics/1", "/topics/1?after=2", "/topics/2", "/posts/2", "/posts/3",
    "/posts/2/thanks", "/problems/new?post=2", "/questions/new?post=2",
    "/board", "/reviews", "/lessons", "/lessons?q=boiler", "/search",
    "/search?q=the&kind=problem&order=best",
    "/members", "/members?state=applicant", "/members/1",
    "/members/7", "/members/2/texts", "/constitution", "/log", "/log/entries/0",
    "/log/entries/12", "/problems/1/why", "/constitution/why", "/join", "/recover", "/pair", "/me",
    "/me/messages", "/me/skills", "/me/away", "/me/drafts", "/me/rooms", "/me/rooms?kind=matrix",
    "/problems/999", "/nowhere",
)  # fmt: skip
AXE = Axe().axe_script
# All rules are tried; what breaks none, thousands of nodes, need not be sent back.
BREACHES = """rules => axe.run({ resultTypes: ["violations"], rules })
  .then(({ violations }) => violations)"""
COLOURS = "color-contrast"
WRITTEN = "document.documentElement.dir"
OPEN_ALL = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
# What sticks out over an edge, if the page can be scrolled sideways.
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const out = [...document.querySelectorAll("body *")].filter((e) =>
    (e.getBoundingClientRect().right > room + 1 || e.getBoundingClientRect().left < -1)
    && !e.closest(".wide, pre, .sr, .skip"));
  return ["scrolls sideways", ...out.slice(0, 5).map((e) => e.outerHTML.slice(0, 120))];
}"""
# Controls are at least 44 px high: fingers differ.
CONTROLS = "button, input:not([type=hidden]), select, summary, .btn, nav a"
TOO_SMALL = f"""() => [...document.querySelectorAll("{CONTROLS}")]
  .filter((e) => e.checkVisibility() && !e.matches("[type=checkbox], [type=radio], .skip"))
  .filter((e) => e.getBoundingClientRect().height < 44)
  .map((e) => e.getBoundingClientRect().height + " " + e.outerHTML.slice(0, 100))"""
# What a box hides of what it holds: a long post is folded with a word beside it, nothing else is.
CUT_OFF = """() => [...document.querySelectorAll("main *")]
  .filter((e) => getComputedStyle(e).overflowY === "hidden" && e.scrollHeight > e.clientHeight + 1)
  .filter((e) => e.checkVisibility() && e.clientHeight > 1 && !e.matches(".long, svg, svg *"))
  .map((e) => `hides ${e.scrollHeight - e.clientHeight} px: ${e.outerHTML.slice(0, 100)}`)"""
# In the pseudo-language every text stands between ⟦ and ⟧ (test_languages.py).
FORGOTTEN = r"""() => {
  const own = "script, style, noscript, pre, code, svg, bdi, time, .mono, [dir=auto], "
    + "[translate=no], [lang]:not(html)";
  const bare = (text) => {
    for (let last = null; last !== text;) [last, text] = [text, text.replace(/⟦[^⟦⟧]*⟧/g, "")];
    return text;
  };
  const found = [];
  const look = (at, name, text, rest) => {
    if (/\p{L}{2}/u.test(rest) && !at.closest(own)) found.push(`${name}: ${text.trim()}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: at, data } = walker.currentNode;
    look(at, at.tagName, data, bare(data));
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "data-title", "data-warning",
    "data-label"]) {
    for (const at of document.querySelectorAll(`[${name}]`)) {
      const text = at.getAttribute(name);  // a name may stand beside what is translated
      look(at, name, text, text.includes("⟦") ? "" : text);
    }
  }
  const named = document.querySelector("h1 bdi") || document.title.includes("⟦");
  return named ? found : [...found, document.title];
}"""

Look = Callable[[Page], list[str]]
Pages = Callable[[Story], list[str]]


class Walk:
    """One browser that goes from page to page: Bea's, or a stranger's."""

    def __init__(self, context: BrowserContext, host: Host, story: Story, made: "Round") -> None:
        self.complaints = Complaints()
        self.complaints.listen(context)
        somebody = Person(context, self.complaints, host.address, "Bea")
        self.page = somebody.page
        self.written = "rtl" if made.language == PSEUDO_RTL else "ltr"
        if made.is_member:
            bea = story.world.cast["Bea"]
            somebody.enters(story.world.id, bea.key.seed, bea.number)
        if made.language != ENGLISH:
            context.add_cookies([{"name": COOKIE, "value": made.language, "url": host.address}])

    def goes(self, address: str) -> None:
        """Open a page whole, with everything unfolded."""
        answer = self.page.goto(address)
        assert answer is not None
        expected = 404 if address.endswith(("/999", "/nowhere")) else 200
        assert answer.status == expected, answer.status
        await_ready(self.page)
        assert self.page.evaluate(WRITTEN) == self.written
        self.page.evaluate(OPEN_ALL)

    def heard(self) -> list[str]:
        """What the page complained of."""
        heard, self.complaints.heard = self.complaints.heard, []
        return [said for said in heard if "status of 404" not in said]


def breaches(page: Page, *but: str) -> list[str]:
    """What axe finds, a line each; all its rules are tried but for these."""
    page.evaluate(AXE)
    found = page.evaluate(BREACHES, {rule: {"enabled": False} for rule in but})
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"][:3]
    ]


def ill_built(page: Page) -> list[str]:
    """What axe finds but for colours: two thirds of its work, the same in every language."""
    return breaches(page, COLOURS)


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return list(page.evaluate(TOO_WIDE))


def too_small(page: Page) -> list[str]:
    """What is hard to hit with a finger."""
    return list(page.evaluate(TOO_SMALL))


def cut_off(page: Page) -> list[str]:
    """What cannot be seen because the box that it is in is too low."""
    return list(page.evaluate(CUT_OFF))


def forgotten(page: Page) -> list[str]:
    """Texts that nobody can translate."""
    return list(page.evaluate(FORGOTTEN))


def unfit(page: Page) -> list[str]:
    """What is wrong with the page once it is as narrow as a small telephone."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 360, "height": 800})
    found = too_wide(page) + too_small(page)
    page.set_viewport_size(size)
    return found


def everything(story: Story) -> list[str]:
    """The addresses of all pages."""
    view = story.world.view
    numbered = [f"/problems/{n}" for n in range(1, view.next_number(Problem))]
    numbered += [f"/questions/{n}" for n in range(1, view.next_number(Question))]
    numbered += [f"/votes/{story.open_vote}", f"/members/{story.contested}"]
    numbered += ["/members/4", f"/recoveries/{story.asking}"]
    return [*NODE, *(f"/a/{story.world.id}{path}" for path in (*ASSEMBLY, *numbered))]


def one_of_each(story: Story) -> list[str]:
    """The addresses of one page of each kind."""
    problems = (f"/problems/{story.problem}", f"/problems/{story.open_problem}", "/problems/new")
    votes = ("/votes/2", f"/votes/{story.open_vote}")
    kinds = ("", *problems, *votes, "/mandates/1", "/constitution")
    return ["/", "/found", *(f"/a/{story.world.id}{path}" for path in kinds)]


class Round(NamedTuple):
    """A walk that is made: how wide the screen is, in which colours and language, and where to."""

    width: int
    scheme: Scheme
    looks: tuple[Look, ...]
    language: str = ENGLISH
    is_member: bool = True
    today: Pages = one_of_each
    at_length: Pages = everything
    shares: int = 1

    def pages(self, story: Story, share: int = 0) -> list[str]:
        """The addresses that it goes to on a run like this one, or a share of them."""
        return effort.of(self.today, self.at_length)(story)[share :: self.shares]


SCREENS = effort.part(
    ((320, "dark"), (360, "light"), (768, "dark"), (1280, "light")),
    tuple(product((320, 360, 768, 1280), ("light", "dark"))),
)
"""How wide, and in which colours, the page of all parts is looked at."""
ALL = (breaches, too_wide, too_small, cut_off)
WALKS: Mapping[str, Round] = {
    "a small telephone, where every text is translated and longer": Round(
        360, "light", (forgotten, *ALL), PSEUDO, today=everything, shares=4
    ),
    "a desk": Round(1280, "light", (breaches, too_wide, unfit)),
    "a small telephone at night": Round(360, "dark", ALL),
    "a stranger's desk at night": Round(1280, "dark", (breaches, too_wide), is_member=False),
    "a small telephone in Spanish": Round(360, "dark", (ill_built, too_wide), "es"),
    "a small telephone, from right to left": Round(360, "light", (ill_built, too_wide), PSEUDO_RTL),
    "a desk, from right to left": Round(1280, "light", (ill_built, too_wide), PSEUDO_RTL),
}


def walk(
    name: str, chromium: Browser, host: Host, story: Story, share: int = 0
) -> dict[str, list[str]]:
    """All pages of this walk that have something wrong with them, and what."""
    made, wrong = WALKS[name], {}
    with walking(chromium, host, story, made) as guide:
        for path in made.pages(story, share):
            guide.goes(f"{host.address}{path}")
            found = guide.heard() + [fault for look in made.looks for fault in look(guide.page)]
            if found:
                wrong[re.sub(r"[0-9a-f]{64}", "…", path)] = found
    return wrong


@contextmanager
def walking(chromium: Browser, host: Host, story: Story, made: Round) -> Iterator[Walk]:
    """A browser for such a walk."""
    context = chromium.new_context(
        viewport={"width": made.width, "height": 800},
        color_scheme=made.scheme,
        reduced_motion="reduce",
    )
    context.set_default_timeout(WAIT_MS)
    yield Walk(context, host, story, made)
    context.close()
