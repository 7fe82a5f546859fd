"""A Meilisearch server, reached over the network. All that can go wrong there becomes an error of ours; nothing waits for ever.

Only what its documentation promises is used. Writing is done by tasks, which it carries out one after the other, in order.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any

from meilisearch import Client
from meilisearch.errors import (
    MeilisearchApiError,
    MeilisearchCommunicationError,
    MeilisearchError,
    MeilisearchTimeoutError,
)
from requests import RequestException

from search.engines import SearchError, UnavailableError, UnreachableError

ANSWER_S = 5  # for what a person waits for
TRANSFER_S = 60  # for handing over what is to be written
TASKS_S = 900.0  # for tasks to be carried out, those of others before them included
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.01, 1.0  # between two looks at a task
MOST_TASKS = 100  # asked for at once
MOST_INDEXES = 1_000

ABSENT = frozenset({"index_not_found", "document_not_found"})
UNFIT = frozenset(
    {"invalid_search_filter", "invalid_search_facets", "invalid_search_sort"}
)  # an index without our settings
UNFINISHED = frozenset({"enqueued", "processing"})


class Server:
    """Safe to share between threads: the library's client is not, so each thread has its own."""

    def __init__(self, url: str, key: str, timeout_s: int = ANSWER_S) -> None:
        self._url, self._key, self._timeout_s = url.rstrip("/"), key, timeout_s
        self._own = threading.local()

    @property
    def _client(self) -> Client:
        if not hasattr(self._own, "client"):
            self._own.client = Client(self._url, self._key or None, timeout=self._timeout_s)
        client: Client = self._own.client
        return client

    def version(self) -> str:
        with _faults():
            return str(self._client.get_version()["pkgVersion"])

    def search(self, queries: Sequence[Mapping[str, Any]], field: str) -> list[Any]:
        """One field of the answers to several queries, in their order."""
        with _faults():
            found = [result[field] for result in self._client.multi_search(queries)["results"]]
            if len(found) != len(queries):
                raise ValueError("not one answer for each query")
            return found

    def document(self, index: str, id: str) -> dict[str, Any] | None:
        """A document as it is stored; None where it or its index is not there."""
        try:
            with _faults():
                return dict(self._client.index(index).get_document(id))
        except _AbsentError:
            return None

    def has(self, index: str) -> bool:
        """Whether an index is there."""
        try:
            with _faults():
                self._client.get_raw_index(index)
        except _AbsentError:
            return False
        return True

    def check_rights(self, index: str) -> None:
        """Whether the key may see tasks, and read and search an index, which need not be there. Raises SearchError."""
        with _faults():
            self._client.get_tasks({"limit": "1"})
        self.has(index)
        with suppress(_AbsentError):
            self.search([{"indexUid": index, "hitsPerPage": 0}], "totalHits")

    def names(self) -> list[str]:
        """The names of all indexes that the key may see."""
        with _faults():
            return [index.uid for index in self._client.get_indexes({"limit": MOST_INDEXES})["results"]]

    def add(self, index: str, lines: bytes) -> int:
        """Let documents, one a line, be in an index, whose earlier ones with their ids are replaced."""
        with _faults():
            return self._client.index(index).add_documents_ndjson(lines, "id").task_uid

    def delete(self, index: str, filter: str) -> int:
        """Let the documents that a filter selects be gone."""
        with _faults():
            return self._client.index(index).delete_documents(filter=filter).task_uid

    def create(self, index: str, settings: Mapping[str, Any]) -> None:
        """Let an index be there, empty, with these settings. Returns when it is."""
        self.drop(index)
        with _faults():
            tasks = [self._client.create_index(index, {"primaryKey": "id"}).task_uid]
            tasks += [self._client.index(index).update_settings(dict(settings)).task_uid]
        self.wait(tasks)

    def drop(self, index: str) -> None:
        """Let an index be gone. Returns when it is."""
        with suppress(_AbsentError), _faults():
            self.wait([self._client.delete_index(index).task_uid], pardoned="index_not_found")

    def swap(self, one: str, other: str) -> None:
        """Let two indexes have each other's name, at one moment. Returns when they do."""
        with _faults():
            task = self._client.swap_indexes([{"indexes": [one, other]}]).task_uid
        self.wait([task])

    def wait(self, tasks: Iterable[int], pardoned: str = "") -> None:
        """Return when tasks are carried out. Raises SearchError for one that was not, unless its error has the pardoned code."""
        waiting = sorted(set(tasks))
        deadline, pause = time.monotonic() + TASKS_S, FIRST_PAUSE_S
        while waiting := self._unfinished(waiting, pardoned):
            if time.monotonic() > deadline:
                raise UnreachableError("Der Suchserver wird mit seinen Aufgaben nicht fertig.")
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE_S)

    def _unfinished(self, tasks: list[int], pardoned: str) -> list[int]:
        """Which tasks are still to be done. They are done in order, so one look at the first of many is enough."""
        asked = tasks[:MOST_TASKS]
        with _faults():
            query = {"uids": [str(task) for task in asked], "limit": str(len(asked))}
            found = {task.uid: task for task in self._client.get_tasks(query).results} if asked else {}
        for task in asked:
            if task not in found:
                raise SearchError(f"Der Suchserver zeigt Aufgabe {task} nicht. Darf der Schlüssel alle Indexe sehen?")
            if found[task].status not in UNFINISHED:
                _check(found[task].status, found[task].error or {}, pardoned)
        return [task for task in tasks if task not in found or found[task].status in UNFINISHED]


class _AbsentError(UnavailableError):
    """What was asked for is not there."""


def _check(status: str, error: Mapping[str, Any], pardoned: str) -> None:
    """Raise for a finished task that did not succeed."""
    code, message = str(error.get("code", status)), str(error.get("message", ""))
    if status != "succeeded" and code != pardoned:
        raise SearchError(f"Der Suchserver konnte eine Aufgabe nicht ausführen ({code}): {message}")


@contextmanager
def _faults() -> Iterator[None]:
    """The library's errors as ours, and answers that are none."""
    try:
        yield
    except MeilisearchApiError as error:
        raise told(error.status_code, str(error.code or ""), error.message) from error
    except MeilisearchTimeoutError as error:
        raise UnreachableError("Der Suchserver antwortet nicht rechtzeitig.") from error
    except MeilisearchCommunicationError as error:
        raise UnreachableError("Der Suchserver ist nicht da. Läuft er, und stimmt RATSFENSTER_SEARCH_URL?") from error
    except (MeilisearchError, RequestException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreachableError(f"Der Suchserver gibt keine verständliche Antwort ({type(error).__name__}).") from error


def told(status: int, code: str, message: str) -> SearchError:
    """The error that an answer with this HTTP status and Meilisearch's code means. Pure."""
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return UnreachableError("Der Suchserver nimmt den Schlüssel nicht an; bitte RATSFENSTER_SEARCH_KEY prüfen.")
    if code in ABSENT:
        return _AbsentError("Der Suchindex wird gerade aufgebaut.")
    if code in UNFIT:
        return UnavailableError(f"Der Suchindex wird gerade neu aufgebaut ({message}).")
    if not code and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return UnreachableError(f"Unter RATSFENSTER_SEARCH_URL antwortet kein Meilisearch (HTTP {status}).")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in (
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
    ):
        return UnreachableError(f"Der Suchserver ist gestört ({code or status}).")
    return SearchError(f"Der Suchserver lehnt ab ({code}): {message}")
