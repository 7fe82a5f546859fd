"""tantivy, in the process that asks or writes."""

import contextlib
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import tantivy

from search.documents import Document
from search.engines import Cursor, Facets, Filters, Found, Hit, SearchError, SearchWriter, UnavailableError
from search.engines.files import IndexFiles, Pointer, is_sound
from search.engines.schema import SCHEMA, all_of, asked, filtered, id_of, row
from search.queries import Query

HEAP_BYTES = 64_000_000
MOST_BUCKETS = 5_000
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

    def search(self, query: Query, filters: Filters, limit: int, offset: int = 0) -> Found:
        if not query:
            return Found(0)
        with self._searcher() as searcher:
            wanted = filtered(asked(query, searcher), filters)
            if offset > 0:  # an offset beyond the end would make the engine reserve room for it
                total = _total(searcher.search(wanted, 1))
                if offset >= total:
                    return Found(total)
            result = searcher.search(wanted, max(1, limit), offset=offset)
            addresses = [address for _, address in result.hits[:limit]]
            numbers = searcher.fast_field_values("number", addresses)
            kinds = searcher.fast_field_values("kind", addresses)
            hits = tuple(
                Hit(id_of(int(kind or 0), int(number or 0)), float(score))
                for (score, _), kind, number in zip(result.hits, kinds, numbers, strict=False)
            )
            return Found(_total(result), hits)

    def facets(self, query: Query, filters: Filters) -> Facets:
        if not query:
            return Facets()
        with self._searcher() as searcher:
            wanted = asked(query, searcher)
            return Facets(
                meetings=_counts(searcher, filtered(wanted, filters), "meeting"),
                organizations=_counts(
                    searcher, filtered(wanted, replace(filters, organization_id=None)), "organization"
                ),
                years=_counts(searcher, filtered(wanted, replace(filters, year=None)), "year"),
            )

    def cursor(self) -> Cursor | None:
        pointer = self.files.pointer()
        if pointer is None or not (self.files.folder(pointer.folder) / "meta.json").exists():
            return None
        return pointer.cursor

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
        with _faults():
            self._writer = tantivy.Index(SCHEMA, str(files.folder(name))).writer(HEAP_BYTES, 1)

    def replace(self, recording_id: int, documents: Iterable[Document]) -> None:
        with _faults():
            self._writer.delete_documents_by_query(all_of(recording_id))
            for document in documents:
                self._writer.add_document(row(document))

    def delete(self, recording_id: int) -> None:
        with _faults():
            self._writer.delete_documents_by_query(all_of(recording_id))

    def commit(self, cursor: Cursor) -> None:
        with _faults():
            self._writer.commit()
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

    def replace(self, recording_id: int, documents: Iterable[Document]) -> None:
        self._live().replace(recording_id, documents)

    def delete(self, recording_id: int) -> None:
        self._live().delete(recording_id)

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


def _counts(searcher: tantivy.Searcher, query: tantivy.Query, field: str) -> dict[int, int]:
    result = searcher.aggregate(query, {"by": {"terms": {"field": field, "size": MOST_BUCKETS}}})
    return {int(bucket["key"]): int(bucket["doc_count"]) for bucket in result["by"]["buckets"]}


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
