"""Series of codes: made once, and shown as long as the page that made them is open, without being kept anywhere.

The page holds a random key. The codes of a series are worked out from it and the survey's secret, so the same key gives the same codes
again: a second click, a retry or a download that broke off changes nothing. The database knows the key by its mark alone, which leads
back to nothing. With the page the key is gone, and so are the codes, but for what was downloaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy.exc import IntegrityError

from council.base import audit, dates
from council.base.accounts import Account
from council.base.errors import ReadableError
from council.base.i18n import Language, message
from council.base.site import Site
from participation import codes, survey_secrets
from participation.codes import Series, access_codes
from participation.processes import Access, Kind, Process, State, openings
from participation.processes.openings import Decided
from participation.randomness import Randomness
from participation.seals import seal

MOST_AT_ONCE = 20_000  # stored in one transaction, some 200 ms, for which answers have to wait
MOST = 200_000  # of a survey
MADE, TAKEN_BACK, INVALIDATED = "Zugangscodes angelegt", "Serie von Codes verworfen", "Codes ungültig gemacht"


class CodesError(ReadableError):
    """Codes that cannot be made, shown or deleted, and what to do."""

    def told(self, language: Language) -> str:
        """The message in a language, its numbers written as they are there."""
        shown = {
            name: dates.number(one, language) if isinstance(one, int) else one for name, one in self.values.items()
        }
        return language.gettext(self.text) % shown if shown else language.gettext(self.text)


@dataclass(frozen=True)
class Order:
    """How many codes are wanted by stratum. ``key`` is the page's, as ``receipts.new_key`` makes it."""

    key: str = field(repr=False)
    wanted: Mapping[str, int]


def mark(key: str, secret: bytes) -> str:
    """What is kept of a key, to recognise its series."""
    return seal(secret, "series-mark", key).hex()


def drawn(key: str, stratum: str, secret: bytes) -> Randomness:
    """Bytes nobody can foresee without key and secret, the same ones each time."""
    numbers = count()

    def draw(size: int) -> bytes:
        return seal(secret, "series", f"{key}:{next(numbers)}:{stratum}")[:size]

    return draw


def composed(key: str, wanted: Mapping[str, int], secret: bytes) -> tuple[Series, ...]:
    """The codes of a series."""
    return tuple(codes.series(number, stratum, drawn(key, stratum, secret)) for stratum, number in wanted.items())


def make(site: Site, process_id: int, order: Order, who: Account) -> None:
    """Make a series; one that was made already stays as it is. Raises CodesError, and SecretLostError."""
    secret = _secret(site, process_id)
    known = mark(order.key, secret)
    wanted = {stratum: number for stratum, number in order.wanted.items() if number}
    every = composed(order.key, wanted, secret)
    try:
        with site.database.writing() as db:
            decided = openings.decide(db, process_id, site.clock)
            if access_codes.made(db, process_id, known):
                return
            _check(decided, sum(wanted.values()), sum(access_codes.invited(db, process_id).values()))
            access_codes.issue(db, process_id, every, secret, decided.now, known)
            for stratum, number in wanted.items():
                audit.record(db, who, MADE, decided.now, subject=_told(decided, stratum, number), path=_path(decided))
    except IntegrityError as error:  # one of the codes had been given out: once in millions of series
        raise CodesError(message("Das ist nicht gelungen. Bitte legen Sie die Codes noch einmal an.")) from error


def found(site: Site, process_id: int, key: str) -> tuple[Series, ...]:
    """The codes of a series that was made. CodesError where there is none with this key."""
    secret = survey_secrets.of(site.storage.root, process_id)
    with site.database.reading() as db:
        wanted = access_codes.made(db, process_id, mark(key, secret))
    if not wanted:
        raise CodesError(message("Diese Serie gibt es nicht mehr. Ihre Codes gelten nicht; bitte legen Sie neue an."))
    return composed(key, wanted, secret)


def take_back(site: Site, process_id: int, key: str, who: Account) -> None:
    """Delete a series whose codes went nowhere. CodesError where somebody has answered with one of them."""
    every = found(site, process_id, key)
    secret = survey_secrets.of(site.storage.root, process_id)
    with site.database.writing() as db:
        decided = openings.decide(db, process_id, site.clock)
        if not access_codes.take_back(db, process_id, every, secret, mark(key, secret)):
            raise CodesError(
                message("Mit Codes dieser Serie wurde schon geantwortet. Sie lässt sich nicht mehr verwerfen.")
            )
        number = sum(len(one.codes) for one in every)
        audit.record(db, who, TAKEN_BACK, decided.now, subject=_told(decided, "", number), path=_path(decided))


def invalidate(site: Site, process_id: int, stratum: str, who: Account) -> None:
    """Make every code of a stratum worthless that nobody has answered with. Before the survey is open that is all of them, and they
    count no more; later they still count for the return rate, since what is left of the number would tell who answered."""
    with site.database.writing() as db:
        decided = openings.decide(db, process_id, site.clock)
        if decided.state not in (State.DRAFT, State.COMING, State.OPEN):
            raise CodesError(message("Diese Umfrage ist vorbei: Mit ihren Codes kann niemand mehr antworten."))
        access_codes.invalidate(db, process_id, stratum, uncount=decided.state is not State.OPEN)
        subject = ": ".join(filter(None, (_name(decided), stratum)))
        audit.record(db, who, INVALIDATED, decided.now, subject=subject, path=_path(decided))


def _secret(site: Site, process_id: int) -> bytes:
    """The survey's secret, new where nothing hangs on it yet: else a lost one would be replaced, and codes that were sent out be dead
    without anybody's noticing."""
    with site.database.reading() as db:
        begun = db.get_one(Process, process_id).released_at is not None or access_codes.invited(db, process_id)
    return (survey_secrets.of if begun else survey_secrets.make)(site.storage.root, process_id)


def _check(decided: Decided, wanted: int, before: int) -> None:
    process = decided.process
    if process.kind != Kind.SURVEY or process.access != Access.CODES:
        raise CodesError(message("Bei dieser Umfrage dürfen alle antworten. Codes gibt es nur, wo ein Code nötig ist."))
    if decided.state not in (State.DRAFT, State.COMING, State.OPEN):
        raise CodesError(message("Diese Umfrage ist vorbei: Mit ihren Codes kann niemand mehr antworten."))
    if not wanted:
        raise CodesError(message("Bitte geben Sie an, wie viele Codes Sie brauchen."))
    if wanted > MOST_AT_ONCE:
        raise CodesError(
            message("Auf einmal gehen höchstens %(most)s Codes. Legen Sie bitte mehrere Serien an."),
            most=MOST_AT_ONCE,
        )
    if before + wanted > MOST:
        raise CodesError(
            message("Eine Umfrage kann höchstens %(most)s Codes haben, %(made)s gibt es schon."),
            most=MOST,
            made=before,
        )


def _told(decided: Decided, stratum: str, number: int) -> str:
    return f"{_name(decided)}: {number}" + (f" für {stratum}" if stratum else "")


def _name(decided: Decided) -> str:
    return decided.process.name(decided.process.leading)


def _path(decided: Decided) -> str:
    return f"{openings.PATH}/{decided.id}"
