"""Meilisearch, on a server.

``PREFIX-documents-FORMAT``       the index that is searched, with its cursor in it
``PREFIX-documents-FORMAT-next``  one being built beside it
``PREFIX-state``                  which index somebody asked to have built anew

An index of another format has another name, so that a program never asks one it does not understand.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from council.base.site import Site
from search.documents import Document, Source
from search.engines import Cursor, Facets, Filters, Found, Hit, SearchError, SearchWriter
from search.engines import meilisearch_filters as expressions
from search.engines.files import FORMAT, IndexFiles
from search.engines.meilisearch_answers import by_name, by_number, impostors, page, parts, total
from search.engines.meilisearch_filters import Asked, Impostors
from search.engines.meilisearch_index import WrittenIndex, check_version, made, state_of
from search.engines.meilisearch_schema import EDITION
from search.engines.meilisearch_server import ANSWER_S, TRANSFER_S, Server
from search.plans import Plan

MOST_CHECKED = 2_000  # documents in which a row of three or more words is looked for word by word
MOST_QUERIES = 50  # sent at once
BESIDE = "-next"
REQUEST = "rebuild"  # id of the document in PREFIX-state that names the index somebody asked to have rebuilt


class MeilisearchReader:
    """Asks the live index."""

    def __init__(self, server: Server, prefix: str) -> None:
        self._server = server
        self._live = live_name(prefix)
        self._requests = f"{prefix}-state"

    def search(self, plan: Plan, filters: Filters, limit: int, offset: int = 0) -> Found:
        asked = self._asked(plan, filters)
        if asked is None:
            return Found(0)
        upto = self._totals([asked.upto(place) for place in range(len(asked.levels))])
        shared = parts(upto, limit, offset)
        pages = self._ask([page(asked.alone(part.level), part.begin, part.size, ["id"]) for part in shared], "hits")
        grades = [asked.levels[part.level][0] for part in shared]
        hits = (Hit(str(hit["id"]), grade) for grade, found in zip(grades, pages, strict=True) for hit in found)
        return Found(upto[-1], tuple(hits))

    def facets(self, plan: Plan, filters: Filters) -> Facets:
        passes = [(self._asked(plan, narrowed), fields) for narrowed, fields in expressions.passes(filters)]
        counted: dict[str, Mapping[str, int]] = {field: {} for field in expressions.FACETS}
        queries = [total(asked.everything, fields) for asked, fields in passes if asked]
        for distribution in self._ask(queries, "facetDistribution"):
            counted |= distribution
        return Facets(
            by_number(counted["meeting"]),
            by_number(counted["organization"]),
            by_number(counted["year"]),
            by_name(counted["speaker"]),
            by_name(counted["kind"]),
        )

    def counts(self, terms: Sequence[str], filters: Filters) -> list[int]:
        wanted = [expressions.term(each, filters) for each in terms]
        totals = iter(self._totals([each for each in wanted if each is not None]))
        return [0 if each is None else next(totals) for each in wanted]

    def cursor(self) -> Cursor | None:
        state = state_of(self._server, self._live)
        return state.cursor if state else None

    def request_rebuild(self) -> None:
        request = {"id": REQUEST, "of": self._made()}
        self._server.wait([self._server.add(self._requests, json.dumps(request).encode())])

    def rebuild_wanted(self) -> bool:
        request = self._server.document(self._requests, REQUEST)
        return request is not None and request.get("of") == self._made()

    def close(self) -> None:
        """Nothing is held open."""

    def _made(self) -> str:
        """What tells the live index apart; empty where there is none."""
        state = state_of(self._server, self._live)
        return state.made if state else ""

    def _ask(self, queries: Sequence[Mapping[str, Any]], field: str) -> list[Any]:
        """One field of the answers to queries of the live index."""
        asked = [{"indexUid": self._live, **query} for query in queries]
        some = [asked[start : start + MOST_QUERIES] for start in range(0, len(asked), MOST_QUERIES)]
        return [found for queries in some for found in self._server.search(queries, field)]

    def _totals(self, wanted: Sequence[str]) -> list[int]:
        """How many documents each expression selects."""
        return self._ask([total(each) for each in wanted], "totalHits")

    def _asked(self, plan: Plan, filters: Filters) -> Asked | None:
        return expressions.asked(plan, filters, self._impostors(plan, filters))

    def _impostors(self, plan: Plan, filters: Filters) -> Impostors:
        """Which documents have all pairs of a long row, but not the row. There are so few that only the first candidates are looked at;
        what comes after them is taken at its word."""
        candidates = {row: expressions.candidates(plan, filters, row) for row in expressions.long_rows(plan)}
        possible = {row: wanted for row, wanted in candidates.items() if wanted}
        fields = ["kind", "number", "exact"]
        found = self._ask([page(wanted, 0, MOST_CHECKED, fields) for wanted in possible.values()], "hits")
        return {row: impostors(row, hits) for row, hits in zip(possible, found, strict=True)}


class MeilisearchEngine(MeilisearchReader):
    """Writes the live index, and asks it. ``held`` is the lock of the one who writes."""

    def __init__(self, server: Server, prefix: str, held: IO[bytes]) -> None:
        super().__init__(server, prefix)
        self._beside = f"{self._live}{BESIDE}"
        self._ours = re.compile(rf"{re.escape(prefix)}-documents-\d+-\d+({BESIDE})?")
        self._held = held
        self._index: WrittenIndex | None = None
        self._swept = False

    def replace(self, source: Source, documents: Iterable[Document]) -> None:
        self._written().replace(source, documents)

    def erase_by(self, source: Source, moment: datetime) -> None:
        self._written().erase_by(source, moment)

    def rebuild_at(self) -> None:
        """Never: see ``WrittenIndex.erase_by``."""

    def commit(self, cursor: Cursor) -> None:
        index = self._written()
        if not self._server.has(self._live):  # else Meilisearch would make one by itself, without settings
            self._index = None
            raise SearchError("Der Suchindex wurde auf dem Server entfernt; er wird neu aufgebaut.")
        index.commit(cursor)

    def beside(self) -> SearchWriter:
        self._swept = True
        return made(self._server, self._beside, at_once=True)

    def take_over(self, built: SearchWriter) -> None:
        assert isinstance(built, WrittenIndex)
        if not self._server.has(self._live):
            made(self._server, self._live, at_once=True)  # only what is there can be swapped
        self._server.swap(self._live, built.name)
        self._index = None
        for name in self._server.names():
            if self._ours.fullmatch(name) and name != self._live:
                self._server.drop(name)

    def close(self) -> None:
        super().close()
        self._held.close()

    def _written(self) -> WrittenIndex:
        """The live index; where there is none that works, a new one."""
        if self._index is None:
            self._sweep()
            state = state_of(self._server, self._live)
            self._index = (
                WrittenIndex(self._server, self._live, state.made, at_once=False)
                if state
                else made(self._server, self._live, at_once=False)
            )
        return self._index

    def _sweep(self) -> None:
        """Remove what a killed rebuild or swap left behind."""
        if not self._swept and self._server.has(self._beside):
            self._server.drop(self._beside)
        self._swept = True


def live_name(prefix: str) -> str:
    """The name of the index that is searched."""
    return f"{prefix}-documents-{FORMAT}-{EDITION}"


def reader(site: Site) -> MeilisearchReader:
    """The site's index on its server. Nothing is asked yet."""
    return MeilisearchReader(_server(site), site.settings.search_prefix)


def engine(site: Site) -> MeilisearchEngine:
    """The same, for writing. Who writes holds a lock in the data folder, which all machines of a site share. Raises WriterBusyError."""
    held = IndexFiles(site.storage.root / "index").lock()
    return MeilisearchEngine(_server(site, TRANSFER_S), site.settings.search_prefix, held)


def examined(site: Site) -> str:
    """Name and version of the server that the site uses. Raises SearchError where it cannot be reached, is too old or refuses the key."""
    server = _server(site)
    version = server.version()
    check_version(version)
    server.check_rights(live_name(site.settings.search_prefix))
    return f"Meilisearch {version}"


def _server(site: Site, timeout_s: int = ANSWER_S) -> Server:
    return Server(site.settings.search_url, site.settings.search_key, timeout_s)
