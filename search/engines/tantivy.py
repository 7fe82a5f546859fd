"""tantivy, in the process that asks or writes."""

import contextlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import tantivy

from search.documents import KINDS, Document, Source
from search.engines import Cursor, Facets, Filters, Found, Hit, SearchError, SearchWriter, UnavailableError
from search.engines.files import IndexFiles, Pointer, is_sound
from search.engines.grading import Graded, graded
from search.engines.schema import SCHEMA, id_of, is_known, row, term, within
from search.plans import Plan

HEAP_BYTES = 64_000_000
MOST_BUCKETS = 5_000
DEEP = 10_000  # hits before and on a page from where on they are counted first: the engine reserves room for all that it is asked for
_ATTEMPTS = 3  # to open an index that may be swapped while we do


@dataclass(frozen=True)
class _Opened:
    """An index folder as it was at one commit."""

    signature: tuple[int, int]
    folder: str
    index: tantivy.Index
    searcher: tantivy.Searcher


class TantivyReader:
    """Asks the live index; notices commits and swaps at each search."""

    def __init__(self, root: Path) -> None:
        self.files = IndexFiles(root)
        self._opened: _Opened | None = None
        self._lock = threading.Lock()

    def search(self, plan: Plan, filters: Filters, limit: int, offset: int = 0) -> Found:
        if not plan:
            return Found(0)
        with self._searcher() as searcher:
            asked = graded(plan, searcher)
            if asked is None:
                return Found(0)
            wanted = within(asked.query, filters, asked.unwanted)
            limit, offset = max(0, limit), max(0, offset)
            if limit + offset > DEEP:
                total = _total(searcher.search(wanted, 1))
                limit = min(limit, total - offset)
                if limit <= 0:
                    return Found(total)
            result = searcher.search(wanted, max(1, limit), offset=offset)
            return Found(_total(result), _hits(searcher, asked, result, limit))

    def facets(self, plan: Plan, filters: Filters) -> Facets:
        if not plan:
            return Facets()
        with self._searcher() as searcher:
            asked = graded(plan, searcher)
            if asked is None:
                return Facets()
            passes: dict[Filters, list[str]] = {}
            for field, narrowed in _without_own(filters).items():
                passes.setdefault(narrowed, []).append(field)
            counted: dict[str, dict[Any, int]] = {}
            for narrowed, fields in passes.items():
                counted |= _counted(searcher, within(asked.query, narrowed, asked.unwanted), fields)
            return Facets(
                counted["meeting"],
                counted["organization"],
                counted["year"],
                counted["speaker"],
                {KINDS[kind]: number for kind, number in counted["kind"].items()},
            )

    def counts(self, terms: Sequence[str], filters: Filters) -> list[int]:
        with self._searcher() as searcher:
            return [
                _total(searcher.search(within(term("terms", each), filters), 1))
                if is_known(searcher, "terms", each)
                else 0
                for each in terms
            ]

    def cursor(self) -> Cursor | None:
        for _ in range(_ATTEMPTS):
            pointer = self.files.pointer()
            if pointer is None:
                return None
            if (self.files.folder(pointer.folder) / "meta.json").exists():
                return pointer.cursor
        return None

    def request_rebuild(self) -> None:
        self.files.request_rebuild()

    def rebuild_wanted(self) -> bool:
        return self.files.rebuild_wanted()

    def close(self) -> None:
        with self._lock:
            self._opened = None

    @contextmanager
    def _searcher(self) -> Iterator[tantivy.Searcher]:
        """The newest commit. What fails in it says that the index is damaged; the writer is told."""
        opened = self._newest()
        try:
            with _faults():
                yield opened.searcher
        except SearchError as error:
            self.files.suspect()
            raise UnavailableError(str(error)) from error

    def _newest(self) -> _Opened:
        with self._lock:
            for _ in range(_ATTEMPTS):
                signature = self.files.signature()
                if signature is None:
                    break
                if self._opened is not None and self._opened.signature == signature:
                    return self._opened
                with contextlib.suppress(SearchError):
                    self._opened = self._open(signature)
                    return self._opened
            if signature is not None:
                self.files.suspect()
            self._opened = None
            raise UnavailableError("Der Suchindex wird gerade aufgebaut.")

    def _open(self, signature: tuple[int, int]) -> _Opened:
        pointer = self.files.pointer()
        if pointer is None:
            raise UnavailableError("an index of another format")
        with _faults():
            if self._opened is not None and self._opened.folder == pointer.folder:
                index = self._opened.index
                index.reload()
            else:
                index = tantivy.Index.open(str(self.files.folder(pointer.folder)))
                index.config_reader("manual")
            return _Opened(signature, pointer.folder, index, index.searcher())


class _Folder:
    """A tantivy index being written. The part of an engine that ``beside()`` gives away as well."""

    def __init__(self, files: IndexFiles, name: str) -> None:
        self.name = name
        self.cursor = Cursor()
        self._files = files
        self._uncommitted: set[Source] = set()
        self._committed: tantivy.Searcher | None = None
        with _faults():
            self._index = tantivy.Index(SCHEMA, str(files.folder(name)))
            self._writer = self._index.writer(HEAP_BYTES, 1)

    def replace(self, source: Source, documents: Iterable[Document]) -> None:
        with _faults():
            self._writer.delete_documents_by_term("source", str(source))
            for document in documents:
                self._writer.add_document(row(document))
        self._uncommitted.add(source)

    def erase_by(self, source: Source, moment: datetime) -> None:
        with _faults():
            if source in self._uncommitted or self._has(source):
                self._files.rebuild_by(self.name, moment)

    def _has(self, source: Source) -> bool:
        """Whether the files have anything of a source, deleted or not."""
        if self._committed is None:
            self._index.reload()
            self._committed = self._index.searcher()
        return is_known(self._committed, "source", str(source))

    def commit(self, cursor: Cursor) -> None:
        with _faults():
            self._writer.commit()
        self._uncommitted.clear()
        self._committed = None
        self.cursor = cursor

    def close(self) -> None:
        """Wait for merges under way; nothing can be written afterwards."""
        with contextlib.suppress(SearchError), _faults():
            self._writer.wait_merging_threads()


class TantivyEngine(TantivyReader):
    """Writes the live index, and asks it. Only one can be open at a time on a machine."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._held = self.files.lock()
        self._folder: _Folder | None = None
        self.files.sweep()
        self._sound = self._is_sound()

    def cursor(self) -> Cursor | None:
        if self.files.was_suspected():
            self._sound = self._is_sound()
        return super().cursor() if self._sound else None

    def replace(self, source: Source, documents: Iterable[Document]) -> None:
        self._live().replace(source, documents)

    def erase_by(self, source: Source, moment: datetime) -> None:
        self._live().erase_by(source, moment)

    def rebuild_at(self) -> datetime | None:
        pointer = self.files.pointer()
        return self.files.rebuild_at(pointer.folder) if pointer else None

    def commit(self, cursor: Cursor) -> None:
        folder = self._live()
        folder.commit(cursor)
        self.files.point(Pointer(folder.name, cursor))

    def beside(self) -> SearchWriter:
        return _Folder(self.files, self.files.new_folder())

    def take_over(self, built: SearchWriter) -> None:
        assert isinstance(built, _Folder)
        built.close()
        self._let_go()
        earlier = self.files.pointer()
        self.files.point(Pointer(built.name, built.cursor))
        self._sound = True
        if earlier is not None:
            self.files.drop(earlier.folder)

    def close(self) -> None:
        self._let_go()
        super().close()
        self._held.close()

    def _is_sound(self) -> bool:
        pointer = self.files.pointer()
        return pointer is not None and is_sound(self.files.folder(pointer.folder))

    def _live(self) -> _Folder:
        """The live index, opened for writing; where there is none, a new one."""
        if self._folder is None:
            pointer = self.files.pointer() if self._sound else None
            self._folder = _Folder(self.files, pointer.folder if pointer else self.files.new_folder())
            self._sound = True
        return self._folder

    def _let_go(self) -> None:
        if self._folder is not None:
            self._folder.close()
            self._folder = None


def _total(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # is missing in tantivy's type stub


def _hits(searcher: tantivy.Searcher, asked: Graded, result: tantivy.SearchResult, limit: int) -> tuple[Hit, ...]:
    found = result.hits[:limit]
    addresses = [address for _, address in found]
    kinds = searcher.fast_field_values("kind", addresses)
    numbers = searcher.fast_field_values("number", addresses)
    return tuple(
        Hit(id_of(int(kind or 0), int(number or 0)), asked.grade(score))
        for (score, _), kind, number in zip(found, kinds, numbers, strict=True)
    )


def _without_own(filters: Filters) -> dict[str, Filters]:
    """The field of each facet, and what narrows its counts: every filter but its own."""
    return {
        "meeting": filters,
        "organization": replace(filters, organizations=None),
        "year": replace(filters, years=None),
        "speaker": replace(filters.naming(), speakers=None),
        "kind": replace(filters, kinds=None),
    }


def _counted(searcher: tantivy.Searcher, query: tantivy.Query, fields: Iterable[str]) -> dict[str, dict[Any, int]]:
    """How many of the documents found have which value in each of the fields, the most frequent first."""
    asked = {field: {"terms": {"field": field, "size": MOST_BUCKETS}} for field in fields}
    result = searcher.aggregate(query, asked)
    return {
        field: {_value(bucket["key"]): int(bucket["doc_count"]) for bucket in result[field]["buckets"]}
        for field in fields
    }


def _value(key: str | float) -> str | int:
    return key if isinstance(key, str) else int(key)


@contextmanager
def _faults() -> Iterator[None]:
    """tantivy's errors as ours. Its panics are no Exception, but must not end the process either."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise SearchError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise SearchError(str(error)) from error
        raise
