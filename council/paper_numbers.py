"""Finding the numbers of papers (Drucksachen, Vorlagen) in agendas: "DS0123/24", "VO/2024/123-01", "I/A/12", "Vorlage: 2025/0815".

Pure; every pattern is bounded, so that no text takes long, whatever it holds.
"""

import re

_LABEL = (
    r"(?:(?:\w{0,20}vorlagen?|drucksachen?|drs\.?|ds|vo|(?:\w{0,12}-?)(?:antrag|anfrage)|bericht|stellungnahme|information)"
    r"(?:[ -]?(?:nr\.?|nummer))?\s*:?\s*)"
)
_YEARS = r"(?!(?:19|20)\d\d/(?:19|20)\d\d(?!\d))"
_SURE = (
    rf"(?:[A-ZÄÖÜ]{{1,6}}[ -]?{_YEARS}\d{{3,5}}/\d{{2,4}}(?:[-/]\d{{1,3}}){{0,2}}"
    r"|[A-ZÄÖÜ]{1,6}(?:/[A-ZÄÖÜ]{1,6}){0,3}(?:/\d{1,5}){2}(?:[-/.]\d{1,3}){0,2}"
    r"|[A-ZÄÖÜ]{1,6}(?:/[A-ZÄÖÜ]{1,6}){1,3}/\d{1,5}(?:[-/]\d{1,5}){0,2})"
)
_WITH_LABEL = (
    r"(?:\d{1,5}/\d{2,5}(?:[-/.]\d{1,4}){0,2}|\d{4}-\d{2,5}|\d{2,4}/[A-ZÄÖÜ]{1,6}/\d{1,5}"
    r"|[A-ZÄÖÜ]{1,6}[/-]\d{1,6}(?:[-/]\d{1,5}){0,2})"
)
_EDGE, _EDGE_AFTER = r"(?<![\w/])", r"(?![\w/])"
_SURE_ANYWHERE = re.compile(f"{_EDGE}{_SURE}{_EDGE_AFTER}")
_LABELLED = re.compile(f"{_EDGE}(?i:{_LABEL})({_SURE}|{_WITH_LABEL}){_EDGE_AFTER}")
_ONE = f"(?:(?i:{_LABEL})?(?:{_SURE}|{_WITH_LABEL}))"
_ALONE = re.compile(rf"[(\[]?{_ONE}(?:\s*(?:,|;|und|\s)\s*{_ONE}){{0,5}}[)\]]?")
_ANY = re.compile(f"{_EDGE}(?:{_SURE}|{_WITH_LABEL}){_EDGE_AFTER}")
_NAMED = f"(?:(?i:{_LABEL})(?:{_SURE}|{_WITH_LABEL})|{_SURE}){_EDGE_AFTER}"
_IN_FRONT = re.compile(rf"{_NAMED}\s*[:–-]?\s+(?=[A-ZÄÖÜ„\"»])")
_BEHIND = re.compile(rf"[\s,;:–-]*(?:\(\s*{_NAMED}\s*\)|\[\s*{_NAMED}\s*\]|(?<=\s){_NAMED})$")


def find(text: str) -> list[str]:
    """The numbers of papers a text names: "DS0123/24", "VO/2024/123-01"; plain ones as "2025/0815" after a word as "Vorlage" only."""
    sure = list(_SURE_ANYWHERE.finditer(text))
    within = {at for match in sure for at in range(*match.span())}
    found = [(match.start(), match.group()) for match in sure]
    found += [(match.start(1), match.group(1)) for match in _LABELLED.finditer(text) if match.start(1) not in within]
    return list(dict.fromkeys(name for _, name in sorted(found)))


def only(text: str) -> list[str]:
    """The numbers of papers where a line or cell holds nothing else, plain ones too; else nothing."""
    return [match.group() for match in _ANY.finditer(text)] if len(text) < 200 and _ALONE.fullmatch(text) else []


def without(title: str) -> str:
    """A title without the numbers of papers before and after it; those in its midst stay."""
    in_front = _IN_FRONT.match(title)
    title = title[in_front.end() :] if in_front else title
    head, tail = title[:-120], title[-120:]
    return (head + _BEHIND.sub("", tail)).strip() or title
