"""Markdown as safe HTML: texts that people of the town write, for everybody to read. Of images only their description is shown: a
foreign one would tell its server who reads."""

from collections.abc import Sequence
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup


def _described(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return escapeHtml(renderer.renderInlineAsText(tokens[at].children, options, env))


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_MARKDOWN.add_render_rule("image", _described)
_TAGS = nh3.ALLOWED_TAGS - {"img"}


@dataclass(frozen=True)
class Rendered:
    """A text as safe HTML. ``title`` is its first heading of the first level, taken out of it; empty without one."""

    title: str
    html: Markup


def render(text: str) -> Rendered:
    """Markdown as safe HTML; HTML written in it is shown as text. Further headings of the first level become those of the second."""
    tokens = _MARKDOWN.parse(text)
    title = ""
    if len(tokens) >= 3 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title, tokens = tokens[1].content, tokens[3:]
    for token in tokens:
        if token.type in ("heading_open", "heading_close") and token.tag == "h1":
            token.tag = "h2"
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return Rendered(title, Markup(nh3.clean(html, tags=_TAGS, link_rel="noopener")))  # noqa: S704  # cleaned
