"""Where OParl objects come from: a server, asked as little as possible, or a file. From whatever address somebody has at hand the way
is found to the meetings and the people behind it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from council import oparl
from council.base.i18n import message
from council.fetching import FetchError, LimitReachedError, Limits, values_at_most
from council.oparl import OparlError
from council.oparl_objects import Object, embedded, entries, id_of, kind, last_page, next_page, of_kind
from council.people import Member

LARGEST_FILE = 5_000_000  # bytes
MOST_BODIES = 3
MOST_PEOPLE = 5_000
NO_JSON = message("Die Datei ist kein lesbares JSON. Erwartet werden Objekte nach OParl.")
NO_MEETING = message(
    "Dort ist keine Sitzung nach OParl. Nennen Sie die Adresse einer Sitzung, eines Gremiums, einer Körperschaft oder des OParl-Systems."
)
NO_PEOPLE = message(
    "Dort sind keine Personen nach OParl. Nennen Sie die Adresse einer Körperschaft, eines Gremiums oder des OParl-Systems."
)


@dataclass(frozen=True)
class FoundPeople:
    """People of a source. ``complete`` is False where it has more than could be asked for."""

    members: tuple[Member, ...]
    complete: bool


class Source:
    """Objects by their address, each asked for once. ``missed``: how many could not be had; ``exhausted``: there was no time for more.

    ``fetch`` gives what lies at an address, ``fetch_object`` the same where it can be a single object only.
    """

    def __init__(
        self,
        fetch: Callable[[str], Any],
        known: Mapping[str, Object] | None = None,
        *,
        fetch_object: Callable[[str], Any] | None = None,
    ) -> None:
        self._fetch = fetch
        self._fetch_object = fetch_object or fetch
        self._known: dict[str, Object | None] = dict(known or {})
        self.missed = 0
        self.exhausted = False

    def get(self, url: str) -> Any:
        """What lies at an address. Raises FetchError."""
        data = self._fetch(url)
        self._learn(data)
        return data

    def look(self, url: str) -> Object | None:
        """An object that is linked; None where it cannot be had."""
        if url not in self._known:
            try:
                data = None if self.exhausted else self._fetch_object(url)
                self._known[url] = data if isinstance(data, Mapping) else None
            except LimitReachedError:
                self.exhausted = True
            except FetchError:
                self._known[url] = None
        found = self._known.get(url)
        self.missed += found is None
        return found

    def _learn(self, data: Any) -> None:
        for oparl_id, one in embedded(data).items():
            if set(one) - {"id", "type"}:
                self._known.setdefault(oparl_id, one)


def from_file(content: bytes) -> Any:
    """The objects in a file. Raises OparlError."""
    if values_at_most(content) > Limits.values:
        raise OparlError(NO_JSON)
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise OparlError(NO_JSON) from error
    return data


def offline(data: Any) -> Source:
    """A source that knows what is in a file and nothing else."""

    def nowhere(url: str) -> Any:
        raise FetchError(message("In der Datei fehlt das Objekt %(url)s."), url=url[:200])

    return Source(nowhere, embedded(data))


def meetings_in(data: Any) -> list[Object]:
    """The meetings of a file. Raises OparlError where there is none."""
    found = of_kind(data, "Meeting")
    if not found and isinstance(data, Mapping) and "agendaItem" in data:
        found = [data]  # somebody left out the type
    if not found:
        raise OparlError(NO_MEETING)
    return found


def meetings_at(source: Source, url: str) -> list[Object]:
    """The meeting at an address, or the meetings behind it: the first and the last pages of what may be a long list. Raises FetchError,
    OparlError."""
    data = source.get(url)
    if kind(data) == "Meeting":
        return [data]
    found: list[Object] = []
    for listed in _meeting_lists(source, data):
        page = source.get(listed) if isinstance(listed, str) else listed
        found += _meetings(page)
        if (last := last_page(page)) and next_page(page) and last != listed:
            found += _meetings(source.get(last))
    if not found:
        raise OparlError(NO_MEETING)
    return list({id_of(one) or str(number): one for number, one in enumerate(found)}.values())


def _meetings(page: Any) -> list[Object]:
    return [one for one in entries(page) if kind(one) == "Meeting"]


def _meeting_lists(source: Source, data: Any) -> Iterator[Any]:
    if kind(data) == "List" and _meetings(data):
        yield data
        return
    holders = [data] if kind(data) == "Organization" else _bodies(source, data)
    for holder in holders:
        if holder.get("meeting"):
            yield holder["meeting"]


def people_in(data: Any) -> FoundPeople:
    """The people of a file. Raises OparlError where there is none."""
    members = oparl.people(of_kind(data, "Person")[:MOST_PEOPLE], offline(data).look)
    if not members:
        raise OparlError(NO_PEOPLE)
    return FoundPeople(tuple(members), complete=True)


def people_at(source: Source, url: str) -> FoundPeople:
    """The people behind an address: of the body it belongs to. Raises FetchError, OparlError."""
    data = source.get(url)
    found: list[Object] = [data] if kind(data) == "Person" else []
    complete = True
    if kind(data) == "List" and any(kind(one) == "Person" for one in entries(data)):
        found, complete = _pages(source, data, "Person")
    elif not found:
        for body in _bodies(source, data):
            _pages(source, body.get("organization"), "Organization")
            people, all_of_them = _pages(source, body.get("person"), "Person")
            found, complete = found + people, complete and all_of_them
    members = oparl.people(found[:MOST_PEOPLE], source.look)
    if not members:
        raise OparlError(NO_PEOPLE)
    return FoundPeople(tuple(members), complete and not source.exhausted and len(found) <= MOST_PEOPLE)


def _bodies(source: Source, data: Any) -> list[Object]:
    """The bodies an object belongs to or holds."""
    found = kind(data)
    if found == "Body":
        return [data]
    if found == "List":
        return [one for one in entries(data) if kind(one) == "Body"][:MOST_BODIES]
    if found == "System":
        listed = data.get("body")
        return _bodies(source, source.get(listed) if isinstance(listed, str) else listed)
    if found == "Meeting":
        groups = data.get("organization")
        data = source.look(groups[0]) if isinstance(groups, list) and groups and isinstance(groups[0], str) else None
    body = source.look(data["body"]) if isinstance(data, Mapping) and isinstance(data.get("body"), str) else None
    return [body] if body is not None and kind(body) == "Body" else []


def _pages(source: Source, listed: Any, wanted: str) -> tuple[list[Object], bool]:
    """The objects of all pages of a list that is there or linked, and whether these are all."""
    found: list[Object] = []
    seen = set()
    try:
        page = source.get(listed) if isinstance(listed, str) and listed else listed
        while page is not None:
            found += [one for one in entries(page) if kind(one) == wanted and one.get("deleted") is not True]
            url = next_page(page)
            if not url or url in seen or len(found) > MOST_PEOPLE:
                return found, not url or url in seen
            seen.add(url)
            page = source.get(url)
    except LimitReachedError:
        return found, False
    return found, True
