"""Nobody can say who answered what, with the live database, its files and every secret in hand. Each attack is first tried on answers
that are not mixed yet, where it has to succeed: so we know that it works."""

import gzip
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from council.base.site import Site
from participation.answers import mixing
from participation.codes import shown
from ratsfenster import backup
from tests.participation import attack
from tests.participation.attack import Redeemed, is_found

PEOPLE = 400


on_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def answered(site: Site) -> Redeemed:
    """So many people have answered one after the other, and others have not yet."""
    known = attack.invite(site, PEOPLE + 50)
    attack.answer(site, known, PEOPLE)
    return known


def difference(older: Path, newer: Path, table: str) -> list[dict[str, Any]]:
    """The lines of a table that only the newer backup has, in their order."""
    files = [folder / "tables" / f"{table}.jsonl.gz" for folder in (older, newer)]
    before, after = (gzip.decompress(file.read_bytes()).decode().splitlines() for file in files)
    known = set(before)
    return [json.loads(line) for line in after if line not in known]


def mix(site: Site, known: Redeemed) -> None:
    mixing.mix(site.database, known.process_id)
    mixing.sweep(site.database)


def file_of(site: Site) -> bytes:
    """The database's file, with all that was in the log."""
    site.database.empty_log()
    return (site.storage.root / "ratsfenster.db").read_bytes()


# --- on SQLite


def test_places_in_the_file_tell_nothing(site: Site, answered: Redeemed) -> None:
    before = file_of(site)
    assert is_found(attack.by_place_in_file(before, answered.tokens))
    mix(site, answered)
    after = file_of(site)
    for look in (attack.by_place_in_file, attack.by_place_in_pages):
        for names in (answered.tokens, attack.keys_of(site.database, answered), answered.receipts):
            assert not is_found(look(after, names))


def test_places_within_a_page_tell_nothing(site: Site) -> None:
    """So few receipts lie in one page, and lie there as they came."""
    known = attack.invite(site, 45)
    attack.answer(site, known, 45)
    assert is_found(attack.by_place_in_pages(file_of(site), known.receipts))
    mix(site, known)
    after = file_of(site)
    for names in (known.receipts, attack.keys_of(site.database, known)):
        assert not is_found(attack.by_place_in_pages(after, names))


@pytest.mark.parametrize("shuffled", [True, False])
def test_what_was_mixed_cannot_be_reckoned_back(
    site: Site, answered: Redeemed, monkeypatch: pytest.MonkeyPatch, shuffled: bool
) -> None:
    """Rows that are only put in the order of their keys give their old places away."""
    if not shuffled:
        monkeypatch.setattr(mixing, "shuffle", lambda rows: None)
    mix(site, answered)
    guesses = attack.by_reckoning_back(file_of(site), answered.tokens, attack.keys_of(site.database, answered))
    assert any(map(is_found, guesses)) is not shuffled


def test_the_write_ahead_log_is_empty_and_used_codes_are_nowhere(site: Site, answered: Redeemed) -> None:
    log = site.storage.root / "ratsfenster.db-wal"
    assert any(digest.encode() in log.read_bytes() for digest in answered.digests)
    mix(site, answered)
    assert log.stat().st_size == 0
    content = file_of(site)
    assert not [digest for digest in answered.digests if digest.encode() in content]


# --- on PostgreSQL


@on_postgresql
def test_places_and_transactions_tell_no_order(site: Site, answered: Redeemed) -> None:
    for hidden in ("ctid", "xmin::text::bigint", ""):
        assert all(map(is_found, attack.by_sql(site.database, answered, hidden).values())), hidden
    mix(site, answered)
    for hidden in ("ctid", "xmin::text::bigint, ctid", "cmin::text::bigint, ctid", ""):
        assert not any(map(is_found, attack.by_sql(site.database, answered, hidden).values())), hidden


@on_postgresql
def test_transactions_join_answers_with_neither_receipts_nor_used_codes(site: Site, answered: Redeemed) -> None:
    assert attack.joined(site.database, answered, "xmin") == PEOPLE
    assert attack.codes_joined(site.database, answered) > PEOPLE / 2  # the room of some was taken again
    mix(site, answered)
    assert attack.joined(site.database, answered, "xmin") == 0
    assert attack.codes_joined(site.database, answered) == 0


# --- on both


@pytest.mark.db
def test_who_comes_later_is_mixed_among_all(site: Site) -> None:
    known = attack.invite(site, PEOPLE)
    for _ in range(2):
        attack.answer(site, known, PEOPLE // 2)
        mix(site, known)
    hidden = ("",) if site.database.is_sqlite else ("", "ctid", "xmin::text::bigint, ctid")
    for expression in hidden:
        assert not any(map(is_found, attack.by_sql(site.database, known, expression).values())), expression
    if site.database.is_sqlite:
        content = file_of(site)
        assert not is_found(attack.by_place_in_file(content, known.tokens))
        assert not is_found(attack.by_place_in_pages(content, known.receipts))


@pytest.mark.db
def test_no_column_tells_an_order(site: Site, answered: Redeemed) -> None:
    mix(site, answered)
    for column in ("key", "version", "origin", "stratum", "CAST(answers AS varchar)"):
        assert not is_found(attack.by_sql(site.database, answered, column, ("submission",))["submission"]), column
    assert not is_found(attack.by_sql(site.database, answered, "hash", ("submission_receipt",))["submission_receipt"])


@pytest.mark.db
def test_an_answer_touches_three_tables_and_no_counter(site: Site) -> None:
    """No log, no feed of changes, no job, no sequence: what is not written joins nothing."""
    known = attack.invite(site, 2)
    before = attack.everything(site.database)
    attack.answer(site, known, 1)
    after = attack.everything(site.database)
    assert {name for name in after if after[name] != before[name]} == {
        "access_code",
        "submission",
        "submission_receipt",
    }


@pytest.mark.db
def test_a_table_that_remembers_more_would_be_found(site: Site) -> None:
    """The same attack on a number that counts up with each answer, as the usual primary key does."""
    known = attack.invite(site, 60)
    with site.database.engine.begin() as connection:
        for table in ("submission", "submission_receipt"):
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN number integer DEFAULT 0")
    for _ in range(60):
        attack.answer(site, known, 1)
        with site.database.engine.begin() as connection:
            for table in ("submission", "submission_receipt"):
                following = f"(SELECT max(number) + 1 FROM {table})"
                connection.exec_driver_sql(f"UPDATE {table} SET number = {following} WHERE number = 0")
    mix(site, known)
    assert all(map(is_found, attack.by_sql(site.database, known, "number").values()))


@pytest.mark.db
def test_nothing_is_logged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    known = attack.invite(site, 5)
    given = list(known.unused)
    with caplog.at_level(logging.DEBUG):
        attack.answer(site, known, 5)
        mix(site, known)
    for secret in (*known.digests, *known.receipts, *known.tokens, *map(shown, given), *(one.letters for one in given)):
        assert secret not in caplog.text


# --- what is taken away


@pytest.mark.db
def test_the_difference_of_two_backups_joins_nothing(site: Site, answered: Redeemed, tmp_path: Path) -> None:
    """Both know the codes that were used between them, the answers and the receipts that were new: three heaps in no order."""
    backup.save(site, tmp_path / "first")
    more = Redeemed(answered.process_id, answered.unused)
    attack.answer(site, more, len(more.unused))
    backup.save(site, tmp_path / "second")
    gone = [line["digest"] for line in difference(tmp_path / "second", tmp_path / "first", "access_code")]
    tokens = [line["answers"]["token"] for line in difference(tmp_path / "first", tmp_path / "second", "submission")]
    hashes = [line["hash"] for line in difference(tmp_path / "first", tmp_path / "second", "submission_receipt")]
    assert (set(gone), set(tokens), set(hashes)) == (set(more.digests), set(more.tokens), set(more.receipts))
    for found, names in ((gone, more.digests), (tokens, more.tokens), (hashes, more.receipts)):
        assert not is_found([attack.people(found, names)])
    joined = zip(attack.people(gone, more.digests), attack.people(tokens, more.tokens), strict=True)
    assert sum(person == other for person, other in joined) < 10
