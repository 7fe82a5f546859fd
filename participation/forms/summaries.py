"""What a text in Markdown says in plain words: all of it for the search, its first sentence for a card. Pure."""

import re

from markdown_it import MarkdownIt

LONGEST = 180  # characters of a sentence on a card
_MORE = "…"
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_END = re.compile(r"(?P<word>[^\W\d_]+|\d+)[.!?…][“”\"»)]*\s+(?=[„“\"(«»]?[^\W\d_a-zäöüß])")
_ABBREVIATIONS = frozenset(
    (
        "abs",
        "art",
        "bspw",
        "bzgl",
        "bzw",
        "ca",
        "dr",
        "evtl",
        "ggf",
        "hr",
        "inkl",
        "nr",
        "prof",
        "sog",
        "st",
        "str",
        "tel",
        "usw",
        "vgl",
    )
)


def paragraphs(markdown: str) -> list[str]:
    """The text without its marks, block by block, each on one line; HTML in it is text."""
    return [text for text, _ in _blocks(markdown)]


def sentence(markdown: str, longest: int = LONGEST) -> str:
    """The first sentence below all headings; shortened at a word where it is too long, empty where there is none."""
    first = next((text for text, is_heading in _blocks(markdown) if not is_heading), "")
    end = next((found.end() for found in _END.finditer(first) if _is_end(found["word"])), len(first))
    said = first[:end].strip()
    if len(said) <= longest:
        return said
    return f"{said[: longest + 1].rpartition(' ')[0].rstrip(' ,;:–-') or said[:longest]} {_MORE}"


def _blocks(markdown: str) -> list[tuple[str, bool]]:
    found, heading = [], False
    for token in _MARKDOWN.parse(markdown):
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        parts = [_text(child.type, child.content) for child in token.children or ()]
        if token.type in ("fence", "code_block"):
            parts = [token.content]
        if text := " ".join("".join(parts).split()):
            found.append((text, heading))
    return found


def _text(kind: str, content: str) -> str:
    return " " if kind in ("softbreak", "hardbreak") else content


def _is_end(word: str) -> bool:
    """Whether a full stop behind this word ends a sentence: not behind the number of a day, a letter or an abbreviation."""
    return len(word) > (2 if word.isdecimal() else 1) and word.lower() not in _ABBREVIATIONS
