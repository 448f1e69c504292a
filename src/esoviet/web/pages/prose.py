"""Members' texts as HTML: Markdown without raw HTML, then cleaned again by another program.

Headings are put in order below the heading that they stand under, so that the page's outline has no
gap. Images become links, since a picture on another server would tell that server who reads here;
links without a scheme of their own (`//host`) are refused. Two layers, so that a fault in one is
not a hole. Markdown readers need the square of the time for some texts, and the server would stand
still for all: a text with more marks than anybody means is shown as it was typed, and what is not
short is set by a worker, within a limit. Bare addresses are found here, in one pass: the usual
finder looks over the rest of the text again at each of them.
"""

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from esoviet.node.visible import without_heaps
from esoviet.web.api.shapes import Text
from esoviet.web.http import chores, gone
from esoviet.web.http.kept import Kept, weight_of
from esoviet.web.pages.files import is_blank
from esoviet.web.pages.footnotes import footnotes

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol",
    "p", "pre", "s", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto"}
LEAST = 6
MOST_MARKS = 4000
SHORT = 4096  # a text of fewer characters is set at once, if it has few marks
SECONDS = 2.0
LONG = 420  # characters
LONG_LINES = 8
MOST_BYTES = 16 << 20
FEW = 200
ENDLESS = 400
_ADDRESS = re.compile(r"""\b(?:https?://|mailto:)(?=\w)[^\s<>"'`|\\^{}]+""", re.IGNORECASE)
_AFTER = ".,:;!?*_~"
_BRACKETS = {")": "(", "]": "["}
_MARKS = re.compile(r"[\[\]!*_~`<>|#&\\:/@\n]")


def _image_as_link(
    _self: RendererHTML, tokens: list[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    address = Markup.escape(str(tokens[at].attrGet("src") or ""))
    return f'<a href="{address}">{Markup.escape(tokens[at].content) or address}</a>'


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    reader.enable(["table", "strikethrough"])
    footnotes(reader)
    reader.add_render_rule("image", _image_as_link)
    reader.core.ruler.after("inline", "addresses", _link_addresses)
    return reader


def _link_addresses(state: StateCore) -> None:
    """Make links of bare addresses, but within links."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(_linked(block.children))


def _linked(tokens: list[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not depth and ":" in token.content:
            yield from _pieces(token)
        else:
            yield token


def _pieces(token: Token) -> Iterator[Token]:
    """A text token as text and links, one after another."""
    text, done = token.content, 0
    for match in _ADDRESS.finditer(text):
        address = _without_what_follows(match[0])
        yield _text(token, text[done : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": address}, level=token.level)
        yield _text(token, address)
        yield Token("link_close", "a", -1, level=token.level)
        done = match.start() + len(address)
    yield _text(token, text[done:])


def _text(token: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=token.level)


def _without_what_follows(address: str) -> str:
    """An address without the punctuation of its sentence: `(see https://a.example/b).`"""
    more = {
        closing: address.count(closing) - address.count(opening)
        for closing, opening in _BRACKETS.items()
    }
    end = len(address)
    while (last := address[end - 1]) in _AFTER or more.get(last, 0) > 0:
        if last in more:
            more[last] -= 1
        end -= 1
    return address[:end]


_READER = _reader()


def html_of(text: str, under: int = 2, most: int = MOST_MARKS) -> Markup:
    """Safe HTML of a text under a heading of that level; empty if nothing can be seen.

    With more than so many marks it is shown as it was typed.
    """
    if is_blank(text):
        return Markup()
    text = without_heaps(text.replace("\r\n", "\n").replace("\r", "\n"))
    if _marks(text) > most:
        return as_typed(text)
    tokens = _READER.parse(text)
    _settle(tokens, under)
    html = _cleaned(_READER.renderer.render(tokens, _READER.options, {}))
    return Markup() if len(html) < FEW and _is_empty(html) else _set(text, html)


def _is_empty(html: Markup) -> bool:
    """A text can be all marks: `[a]: b` only says where a link would lead."""
    return "<hr" not in html and is_blank(html.striptags())


def _settle(tokens: list[Token], under: int) -> None:
    """Give the headings the levels that follow `under` without a gap."""
    opening = [token for token in tokens if token.type == "heading_open"]
    ranks = sorted({token.tag for token in opening})
    level = under
    for token in tokens:
        if token.type == "heading_open":
            level = min(LEAST, level + 1, under + 1 + ranks.index(token.tag))
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"


def prose(text: Text, title: int = 0) -> Markup:
    """A text of an answer; `title` is the level of the heading that is its first line.

    What a worker has to set is shown as it was typed until it comes, and if that takes too long.
    """
    content = text.content
    if content is None:
        return Markup()
    name = (text.sha256, title)
    known = _kept.get(name)
    if known is not None:
        return known
    shown, under = (content.lstrip().partition("\n")[2], title) if title else (content, 2)
    effort = effort_of(shown)
    keep, typed = partial(_keep, name), as_typed(shown)
    job = chores.Job(("prose", *name), html_of, (shown, under), SECONDS, keep, partial(keep, typed))
    if chores.ask(job, effort):
        return typed
    html = html_of(shown, under)
    keep(html)
    return html


def _keep(name: tuple[str, int], html: Markup) -> None:
    if not gone.is_any(name[0]):
        _kept.put(name, html)


def forget(sha256: str) -> None:
    """Keep nothing of a text any more."""
    for title in range(LEAST + 1):
        _kept.drop((sha256, title))


def effort_of(text: str) -> int:
    """What setting a text would take; 0 where nobody can say that it is little."""
    return 1 + _marks(text) if len(text) < SHORT else 0


def is_long(content: str) -> bool:
    """Whether a text is more than some eight lines of a column."""
    return len(content) > LONG or content.count("\n") >= LONG_LINES


_kept = Kept[tuple[str, int], Markup](MOST_BYTES, weight_of)


def as_typed(text: str) -> Markup:
    """A text without any setting but its lines."""
    flat = without_heaps(text)
    return _set(flat, Markup("<p>{}</p>").format(escape(flat).replace("\n", Markup("<br>\n"))))


def _set(text: str, html: Markup) -> Markup:
    """Marked where a word has no end: to kern 20,000 letters takes a browser a second."""
    if len(text) <= ENDLESS or all(len(word) <= ENDLESS for word in text.split()):
        return html
    return Markup('<div class="endless">{}</div>').format(html)


def _marks(text: str) -> int:
    """How many characters of a text may mean something, up to one too many."""
    return sum(1 for _ in islice(_MARKS.finditer(text), MOST_MARKS + 1))


def _cleaned(html: str) -> Markup:
    return Markup(  # noqa: S704 - this is the place where it is made safe
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes=_SCHEMES,
            link_rel="nofollow ugc noopener noreferrer",
            attribute_filter=_no_foreign_host,
        )
    )


def _no_foreign_host(_tag: str, name: str, value: str) -> str | None:
    return None if name == "href" and value.startswith(("//", "/\\", "\\")) else value
