"""The archive's vocabulary: the words of all that is indexed, for typing errors, completion and compounds the word list does not know.

Kept in the database beside the feed of changes, learnt from one source at a time by whoever indexes it, and derived: it is in no backup.
What no source has any more is no word. Each process holds a snapshot of it (``search.words.Vocabulary``).
"""

import json
import logging
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, delete, insert, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from council.base.database import Database
from council.base.site import Site
from search.documents import Source
from search.spelling import fold
from search.words import Vocabulary

log = logging.getLogger(__name__)

LONGEST = 60  # letters of a word that is kept
MOST_LEFT_OUT = 50  # sources whose words are looked through
MOST_AT_ONCE = 12_000  # words of the sources learnt in one transaction
SMALL = 5_000  # rows that are read at once, within milliseconds
PAUSE_S = 3.0  # between two readings of more …
SHARE = 20  # … which is at least so many times as long as the last one took
_STEP = 5_000  # rows fetched together


Outdated = Callable[[Session], Collection[Source]]


class VocabularyWord(SQLModel, table=True):
    """A word in one of the ways it is written. A source counts for the way it writes the word most often."""

    __tablename__ = "vocabulary_word"

    written: str = Field(primary_key=True)
    word: str  # folded
    sources: int  # that write it so


class VocabularySource(SQLModel, table=True):
    """What a source has in the vocabulary."""

    __tablename__ = "vocabulary_source"

    kind: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    digest: str  # of its words, written and folded
    words: bytes  # as they are written, one a line, compressed


class VocabularyState(SQLModel, table=True):
    """One row: how often the vocabulary changed. Who changes it holds this row, so that one does after the other."""

    __tablename__ = "vocabulary_state"

    id: int = Field(primary_key=True)
    revision: int


# --- learning --------------------------------------------------------------------------------------------------------


def learn(site: Site, source: Source, words: Mapping[str, int]) -> None:
    """Let these be the words of a source: how each is written, and how often it occurs. None forgets the source."""
    learn_together(site, {source: words})


def learn_together(site: Site, words: Mapping[Source, Mapping[str, int]], outdated: Outdated = lambda db: ()) -> None:
    """Learn several sources. Few transactions, and none where nothing changed. Several processes may learn the same at once: who read
    a source before another did must not teach what was erased in between, so those ``outdated`` in the transaction are left as they
    are."""
    chosen = {source: _chosen(found) for source, found in words.items()}
    digests = {source: _digest(found) for source, found in chosen.items()}
    with site.database.reading() as db:
        changed = [source for source in chosen if _known_digest(db, source) != digests[source]]
    for few in _in_portions(changed, chosen):
        with site.database.writing() as db:
            _hold(db)
            old = outdated(db)
            now = [source for source in few if source not in old and _known_digest(db, source) != digests[source]]
            _learn(db, {source: chosen[source] for source in now}, digests)


def _in_portions(changed: Sequence[Source], chosen: Mapping[Source, Mapping[str, str]]) -> Iterator[list[Source]]:
    """As many sources as one short transaction can take."""
    portion: list[Source] = []
    size = 0
    for source in changed:
        if portion and size + len(chosen[source]) > MOST_AT_ONCE:
            yield portion
            portion, size = [], 0
        portion.append(source)
        size += len(chosen[source])
    if portion:
        yield portion


def _learn(db: Session, chosen: Mapping[Source, Mapping[str, str]], digests: Mapping[Source, str]) -> None:
    counts: Counter[str] = Counter()
    folded: dict[str, str] = {}
    for source, words in chosen.items():
        before = _known_words(db, source)
        # Words that stay are written, too, where this version folds them in another way than the one that learnt them.
        counts.update(dict.fromkeys(words, 1))
        counts.subtract(dict.fromkeys(before, 1))
        folded.update(words)
        folded.update((written, fold(written)) for written in before - words.keys())
        _remember(db, source, digests[source], words)
    if folded:
        _count(db, [(written, folded[written], counts[written]) for written in sorted(folded)])
        db.execute(update(VocabularyState).values(revision=col(VocabularyState.revision) + 1))


def learnt(db: Session) -> set[Source]:
    """The sources that have words."""
    return {Source(*row) for row in db.exec(select(VocabularySource.kind, VocabularySource.number))}


def said(db: Session, written: Collection[str], without: Collection[Source] = ()) -> set[str]:
    """Which of these words, as they are written, a source has besides those left out, as it is in the database now. While very many are
    left out, a rare word counts as not said."""
    query = select(VocabularyWord.written, VocabularyWord.sources).where(col(VocabularyWord.written).in_(written))
    counts = dict(db.exec(query).all())
    rare = {word for word, count in counts.items() if count <= len(without)}
    if rare and len(without) <= MOST_LEFT_OUT:
        counts.update(_elsewhere(db, {word: counts[word] for word in rare}, without))
        rare = {word for word in rare if counts[word] <= 0}
    return counts.keys() - rare


def _elsewhere(db: Session, counts: Mapping[str, int], without: Collection[Source]) -> dict[str, int]:
    """The same counts without some of the sources."""
    left = dict(counts)
    for source in without:
        for word in _known_words(db, source) & left.keys():
            left[word] -= 1
    return left


def _chosen(words: Mapping[str, int]) -> dict[str, str]:
    """Each word once, in the way it is written most often, with its folded form; in the order of their letters."""
    usual: dict[str, str] = {}
    for written, count in words.items():
        if 1 < len(written) <= LONGEST and written.isprintable() and " " not in written and (word := fold(written)):
            other = usual.setdefault(word, written)
            if other is not written and (count, written) > (words[other], other):
                usual[word] = written
    return dict(sorted(zip(usual.values(), usual, strict=True)))


def _digest(chosen: Mapping[str, str]) -> str:
    """Empty for no words."""
    return sha256("\n".join((*chosen, *chosen.values())).encode()).hexdigest() if chosen else ""


def _hold(db: Session) -> None:
    """Wait until nobody else changes the vocabulary."""
    db.execute(text("INSERT INTO vocabulary_state (id, revision) VALUES (1, 0) ON CONFLICT DO NOTHING"))
    db.exec(select(VocabularyState.revision).where(VocabularyState.id == 1).with_for_update()).one()


def _known_digest(db: Session, source: Source) -> str:
    return db.exec(select(VocabularySource.digest).where(*_is(source))).one_or_none() or ""


def _known_words(db: Session, source: Source) -> set[str]:
    packed = db.exec(select(VocabularySource.words).where(*_is(source))).one_or_none()
    return set(zlib.decompress(packed).decode().split("\n")) if packed else set()


def _count(db: Session, changes: list[tuple[str, str, int]]) -> None:
    """Count words up or down, one statement for all; those that no source has any more are no words."""
    given = {"changes": json.dumps(changes)}
    rows = "json_each(:changes)" if _is_sqlite(db) else "json_array_elements(CAST(:changes AS json))"
    db.execute(text(_COUNT.format(rows=rows)), given)
    if any(more < 0 for _, _, more in changes):
        db.execute(text(_FORGET.format(rows=rows)), given)


_COUNT = """
    INSERT INTO vocabulary_word (written, word, sources)
    SELECT value ->> 0, value ->> 1, CAST(value ->> 2 AS integer) FROM {rows} WHERE true
    ON CONFLICT (written) DO UPDATE SET word = excluded.word, sources = vocabulary_word.sources + excluded.sources
    WHERE excluded.sources <> 0 OR excluded.word <> vocabulary_word.word
"""
_FORGET = "DELETE FROM vocabulary_word WHERE sources <= 0 AND written IN (SELECT value ->> 0 FROM {rows})"


def _remember(db: Session, source: Source, digest: str, chosen: Mapping[str, str]) -> None:
    db.execute(delete(VocabularySource).where(*_is(source)))
    if chosen:
        packed = zlib.compress("\n".join(chosen).encode(), 1)
        row = {"kind": source.kind, "number": source.number, "digest": digest, "words": packed}
        db.execute(insert(VocabularySource), [row])


def _is(source: Source) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(VocabularySource.kind) == source.kind, col(VocabularySource.number) == source.number


# --- the snapshot of a process ---------------------------------------------------------------------------------------


@dataclass
class _Held:
    """What this process knows of one database's vocabulary."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    vocabulary: Vocabulary | None = None
    revision: int = 0
    reading: bool = False
    not_before: float = 0.0  # of time.monotonic()


_held: WeakKeyDictionary[Database, _Held] = WeakKeyDictionary()
_lock = threading.Lock()


def current(site: Site, db: Session) -> Vocabulary:
    """The words of the archive, of now or some seconds ago. A large vocabulary is read anew in the background; only who asks first
    waits."""
    with _lock:
        held = _held.setdefault(site.database, _Held())
    revision = _revision(db)  # asked before the lock, so that nobody who holds it waits for a connection
    with held.lock:
        if held.vocabulary is None:
            return _take(held, db)
        if revision != held.revision and not held.reading and time.monotonic() >= held.not_before:
            if _is_small(db):
                return _take(held, db)
            held.reading = True
            threading.Thread(target=_read_again, args=(site.database, held), name="vocabulary", daemon=True).start()
        return held.vocabulary


def _take(held: _Held, db: Session) -> Vocabulary:
    held.revision, held.vocabulary = _revision(db), Vocabulary(_rows(db))
    return held.vocabulary


def _read_again(database: Database, held: _Held) -> None:
    """In a thread of its own. What it began with goes on being used where the database fails."""
    began = time.monotonic()
    try:
        with database.reading() as db:
            revision, vocabulary = _revision(db), Vocabulary(_rows(db))
        with held.lock:
            held.revision, held.vocabulary = revision, vocabulary
    except Exception:
        log.exception("the vocabulary could not be read; trying again")
    finally:
        took = time.monotonic() - began
        held.not_before = time.monotonic() + max(PAUSE_S, SHARE * took)
        held.reading = False


def _revision(db: Session) -> int:
    return db.exec(select(VocabularyState.revision).where(VocabularyState.id == 1)).one_or_none() or 0


def _is_small(db: Session) -> bool:
    return db.exec(select(VocabularyWord.written).offset(SMALL).limit(1)).first() is None


def _rows(db: Session) -> Iterator[tuple[str, str, int]]:
    """All rows in the order of their words' code points; not through the ORM, which takes four times as long."""
    word = col(VocabularyWord.word)
    order = word if _is_sqlite(db) else word.collate("C")
    query = select(VocabularyWord.word, VocabularyWord.written, VocabularyWord.sources).order_by(order)
    return iter(db.connection().execute(query, execution_options={"yield_per": _STEP}))


def _is_sqlite(db: Session) -> bool:
    return db.get_bind().dialect.name == "sqlite"
