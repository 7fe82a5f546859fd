"""An attacker who has everything: the live database and its files, every survey's secret, and the order in which people answered.

What an attack finds is an order of the people whose answers (or receipts) these are, whole or in pieces such as the pages of a file;
``is_found`` says whether it agrees with the true one more than chance does. Or it joins rows of two tables one by one.
"""

import json
import math
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import text
from sqlmodel import SQLModel

from council.base.database import Database
from council.base.site import Site
from participation import codes
from participation.answers import receipts
from participation.codes import Code
from participation.processes import Access
from tests import surveys
from tests.participation import townsurvey

FORM = townsurvey.form(townsurvey.question("idea", "long", max=2000), townsurvey.question("token", "short"))
DEVIATIONS = 5  # one order by chance in two million is that far from none
NEIGHBOURS = 15  # of a random order 2, and one in a thousand million has so many
PAGE = 4096

Pieces = Sequence[Sequence[int]]


@dataclass
class Redeemed:
    """What the attacker knows of the people, in the order they answered; ``tokens`` stand in their answers, to judge by. ``unused`` are
    the codes of those who have not answered yet."""

    process_id: int
    unused: list[Code]
    digests: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)


def invite(site: Site, people: int) -> Redeemed:
    """A survey by codes, which are in no order that has to do with the people."""
    process_id = surveys.survey(site, FORM, access=Access.CODES)
    return Redeemed(process_id, list(surveys.give_codes(site, process_id, people)))


def answer(site: Site, known: Redeemed, count: int) -> None:
    """So many people answer one after the other, at some length: on SQLite the end of an answer then lies on a page of its own."""
    for _ in range(count):
        code, token = known.unused.pop(), secrets.token_hex(8)
        told = {"idea": "Mehr Bäume. " * (60 + secrets.randbelow(100)), "token": token}
        stored = surveys.answer(site, known.process_id, told, code=code)
        known.digests.append(codes.digest(code, surveys.secret(site, known.process_id)))
        known.receipts.append(receipts.published(stored.receipt))
        known.tokens.append(token)


# --- judging


def is_found(pieces: Pieces) -> bool:
    """Whether the pieces agree with the true order, forwards or backwards, or neighbours in them answered one after the other."""
    return deviation(pieces) > DEVIATIONS or sum(map(_neighbours, pieces)) >= NEIGHBOURS


def deviation(pieces: Pieces) -> float:
    """Pairs in the right order less those in the wrong one (Kendall), in standard deviations of an order by chance."""
    right = sum(
        (one < other) - (one > other) for piece in pieces for at, one in enumerate(piece) for other in piece[at + 1 :]
    )
    variance = sum(len(piece) * (len(piece) - 1) * (2 * len(piece) + 5) / 18 for piece in pieces)
    return abs(right) / math.sqrt(variance) if variance else 0


def _neighbours(piece: Sequence[int]) -> int:
    return sum(abs(one - other) == 1 for one, other in pairwise(piece))


# --- what a database tells about its rows


def by_sql(
    database: Database,
    known: Redeemed,
    expression: str = "",
    tables: Sequence[str] = ("submission", "submission_receipt"),
) -> Mapping[str, Pieces]:
    """The people of each table's rows in the order of an SQL expression, or as they come."""
    order = f" ORDER BY {expression}" if expression else ""
    found: dict[str, Pieces] = {}
    with database.engine.connect() as connection:
        for table in tables:
            column, names = ("answers", known.tokens) if table == "submission" else ("hash", known.receipts)
            query = text(f"SELECT {column} FROM {table} WHERE process_id = :process{order}")
            values = connection.execute(query, {"process": known.process_id}).scalars().all()
            found[table] = [people([_named(value) for value in values], names)]
    return found


def keys_of(database: Database, known: Redeemed) -> list[str]:
    """The keys of the people's rows, to look for in a file."""
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT answers, key FROM submission").all()
    keys = {_named(answers): key for answers, key in rows}
    return [keys[token] for token in known.tokens]


def people(values: Iterable[str], names: Sequence[str]) -> list[int]:
    """The numbers of the people whose names these are; others are left out."""
    numbers = {name: number for number, name in enumerate(names)}
    return [numbers[value] for value in values if value in numbers]


def by_place_in_file(content: bytes, names: Sequence[str]) -> Pieces:
    """The people in the order in which their names lie in a database file, over all pages, and within each."""
    places = sorted((content.find(name.encode()), number) for number, name in enumerate(names))
    assert places[0][0] >= 0, "the name of somebody is not in the file"
    return [[number for _, number in places]]


def by_place_in_pages(content: bytes, names: Sequence[str]) -> Pieces:
    """The same, each page for itself: which lies where is decided by the keys, but what lies in one came one after the other."""
    pages: dict[int, list[tuple[int, int]]] = {}
    for number, name in enumerate(names):
        place = content.find(name.encode())
        pages.setdefault(place // PAGE, []).append((place, number))
    return [[number for _, number in sorted(page)] for page in pages.values()]


def by_reckoning_back(content: bytes, names: Sequence[str], keys: Sequence[str]) -> list[Pieces]:
    """As if rows had been rewritten in the order of their keys: SQLite then gives the first the page of the last, and so on, more or
    less; so whoever was where before can be said. Several guesses how much more or less."""
    count = len(names)
    ranked = sorted(range(count), key=lambda number: keys[number])
    found: list[Pieces] = []
    for shift in range(-3, 4):
        opposite = {number: ranked[(count + shift - rank) % count] for rank, number in enumerate(ranked)}
        place = {number: content.find(names[opposite[number]].encode()) for number in range(count)}
        found.append([sorted(range(count), key=place.__getitem__)])
    return found


def joined(database: Database, known: Redeemed, expression: str) -> int:
    """For how many people an answer and a receipt have a value of the expression that nothing else has, and that is theirs."""
    with database.engine.connect() as connection:
        answers = connection.exec_driver_sql(f"SELECT ({expression})::text, answers FROM submission").all()
        hashes = connection.exec_driver_sql(f"SELECT ({expression})::text, hash FROM submission_receipt").all()
    alone = {value: _named(answer) for value, answer in answers if Counter(row[0] for row in answers)[value] == 1}
    right = {(known.tokens[number], known.receipts[number]) for number in range(len(known.tokens))}
    return sum((alone.get(value, ""), digest) in right for value, digest in hashes)


def codes_joined(database: Database, known: Redeemed) -> int:
    """For how many people the remains of a used code name the transaction that stored their answer. On PostgreSQL alone."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pageinspect")
        pages = connection.exec_driver_sql("SELECT pg_relation_size('access_code') / 8192").scalar_one()
        used: dict[str, str] = {}
        for page in range(pages):
            items = "SELECT t_xmax::text, t_data FROM heap_page_items(get_raw_page('access_code', %s)) WHERE lp_len > 0"
            for by, data in connection.exec_driver_sql(items, (page,)):
                used[by] = next((digest for digest in known.digests if digest.encode() in bytes(data)), "")
        answers = connection.exec_driver_sql("SELECT xmin::text, answers FROM submission").all()
        connection.commit()
    right = set(zip(known.digests, known.tokens, strict=True))
    return sum((used.get(by, ""), _named(answer)) in right for by, answer in answers)


def everything(database: Database) -> dict[str, object]:
    """What all tables hold, and on PostgreSQL all sequences."""
    found: dict[str, object] = {}
    with database.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            found[table.name] = connection.execute(table.select().order_by(*table.primary_key)).all()
        if not database.is_sqlite:
            counters = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
            found["sequences"] = connection.exec_driver_sql(counters).all()
        else:
            found["sequences"] = connection.exec_driver_sql(
                "SELECT count(*) FROM sqlite_master WHERE name LIKE 'sqlite_seq%'"
            ).all()
    return found


def _named(value: object) -> str:
    """What somebody's row is known by: the hash of a receipt itself, of an answer its token."""
    if isinstance(value, str) and not value.startswith("{"):
        return value
    found = json.loads(value) if isinstance(value, str) else value
    return str(found["token"]) if isinstance(found, dict) else ""
