"""Members' texts as HTML: Markdown without raw HTML, then cleaned again by another program.

Headings are put in order below the heading that they stand under, so that the page's outline has no
gap. Images become links, since a picture on another server would tell that server who reads here;
links without a scheme of their own (`//host`) are refused. Two layers, so that a fault in one is
not a hole.
"""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from esoviet.web.api.shapes import Text

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol",
    "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto"}
LEAST = 6


def _image_as_link(
    _self: RendererHTML, tokens: list[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    address = Markup.escape(str(tokens[at].attrGet("src") or ""))
    return f'<a href="{address}">{Markup.escape(tokens[at].content) or address}</a>'


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    reader.enable(["table", "strikethrough", "linkify"])
    reader.add_render_rule("image", _image_as_link)
    return reader


_READER = _reader()


def html_of(text: str, under: int = 2) -> Markup:
    """Safe HTML of a member's text that stands under a heading of that level."""
    tokens = _READER.parse(text)
    _settle(tokens, under)
    return _cleaned(_READER.renderer.render(tokens, _READER.options, {}))


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
    """A text of an answer; `title` is the level of the heading that is its first line."""
    return _kept(text.sha256, text.content or "", title)


@lru_cache(maxsize=4096)
def _kept(_sha256: str, content: str, title: int) -> Markup:
    return html_of(content.lstrip().partition("\n")[2], title) if title else html_of(content)


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
