"""Members' texts as HTML: Markdown without raw HTML, then cleaned again by another program.

Headings go down by two, so that a page keeps one first heading. Images become links, since a
picture on another server would tell that server who reads here; links without a scheme of their own
(`//host`) are refused. Two layers, so that a fault in one is not a hole.
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
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto"}
DEEPER = 2


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


def html_of(text: str) -> Markup:
    """Safe HTML of a member's text."""
    tokens = _READER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + DEEPER)}"
    return _cleaned(_READER.renderer.render(tokens, _READER.options, {}))


def prose(text: Text, titled: bool = False) -> Markup:
    """A text of an answer; `titled` leaves out the first line, which stands above it already."""
    return _kept(text.sha256, text.content or "", titled)


@lru_cache(maxsize=4096)
def _kept(_sha256: str, content: str, titled: bool) -> Markup:
    return html_of(content.lstrip().partition("\n")[2] if titled else content)


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
