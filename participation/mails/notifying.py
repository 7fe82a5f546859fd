"""Sending mails to those who wait for results: first the one that asks whether the address is theirs, at the end the one that tells.

A row is deleted as soon as the server has accepted the last mail, so a crash between the two sends it a second time, at most to
one address; the other order would leave somebody waiting for ever. What the server does not take now is tried again for some days.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from council.base import i18n, locks, mail
from council.base.i18n import Language, message
from council.base.locks import Decision
from council.base.mail import Mail, Mailer, MailError, ServerError
from council.base.site import Site
from participation import processes, results, survey_secrets
from participation.forms.texts import one_line
from participation.mails import subscriptions
from participation.mails.subscriptions import ResultSubscription
from participation.privacy import answer_deletion
from participation.processes import Kind, Process
from participation.results import Result
from participation.survey_secrets import SecretLostError

log = logging.getLogger(__name__)

LOOK_S = 5.0
TOGETHER = 100  # mails in one connection
AFTER_TROUBLE = timedelta(minutes=10)
TRIED_FOR = timedelta(days=5)  # after results were published

Writing = Callable[[Site, Process, ResultSubscription], Mail]
Reading = Callable[[Session, str], Sequence[ResultSubscription]]
Settling = Callable[[Session, str], None]

_ASK_SUBJECT = message("Bitte bestätigen: Bescheid über Ergebnisse")
_ASK = message(
    "Guten Tag,\n\njemand, vermutlich Sie, möchte von der Stadt %(town)s eine E-Mail bekommen, wenn die Ergebnisse dieser Umfrage "
    "da sind:\n\n%(title)s\n\nMöchten Sie das? Dann öffnen Sie bitte diese Seite und bestätigen Sie es dort:\n\n%(link)s\n\n"
    "Möchten Sie es nicht, brauchen Sie nichts zu tun: Nach sieben Tagen wird Ihre Adresse gelöscht. Auf derselben Seite können Sie sie "
    "auch sofort löschen.\n\nMit Ihren Antworten wird Ihre Adresse nicht verbunden.\n"
)
_TELL_SUBJECT = message("Die Ergebnisse sind da: %(title)s")
_TELL = message(
    "Guten Tag,\n\ndie Ergebnisse der Umfrage „%(title)s“ der Stadt %(town)s sind veröffentlicht:\n\n%(link)s\n\n"
    "Um diese Nachricht hatten Sie gebeten. Ihre Adresse ist jetzt gelöscht; weitere Nachrichten bekommen Sie nicht.\n"
)


def is_offered(site: Site, process: Process) -> bool:
    """Whether people can ask to be told of a survey's results: there is mail, and addresses may still be kept."""
    today = site.today()
    survey = process.kind == Kind.SURVEY and processes.is_public(process)
    return site.settings.sends_mail and survey and not answer_deletion.texts_are_over(process, today)


def follow(site: Site, stop: threading.Event) -> None:
    """Send what is to be sent until told to stop. Where the site sends no mail, nothing is done."""
    if not site.settings.sends_mail:
        return
    wait_s = LOOK_S
    while not stop.wait(wait_s):
        wait_s = LOOK_S
        try:
            with locks.turn(site.database, Decision.MAILS) as mine:
                if mine and not send(site, stop.is_set):
                    wait_s = AFTER_TROUBLE.total_seconds()
        except OperationalError:
            log.warning("the database does not answer; mails are sent soon")
        except Exception:
            log.exception("mails could not be sent; trying again later")
            wait_s = AFTER_TROUBLE.total_seconds()


def send(site: Site, stopped: Callable[[], bool] = lambda: False) -> bool:
    """Send all there is to send now; whether everything was taken."""
    settings = site.settings
    with Mailer(mail.server(settings.smtp_url), settings.mail_from, site.clock()) as mailer:
        post = _Post(site, mailer, stopped)
        try:
            post.tell()
            post.ask()
        except ServerError as error:
            log.warning("mails wait: %s", error)
            return False
        return post.all_taken


class _Post:
    """One round of the post. Raises ServerError where the server takes nothing."""

    def __init__(self, site: Site, mailer: Mailer, stopped: Callable[[], bool]) -> None:
        self._site, self._mailer, self._stopped = site, mailer, stopped
        self.all_taken = True

    def ask(self) -> None:
        """Ask the owners of new addresses."""
        self._each(lambda db, after: subscriptions.to_ask(db, TOGETHER, after), asking, subscriptions.mark_asked)

    def tell(self) -> None:
        """Tell those who wait for results that are out, and give up on those who could not be told for days."""
        with self._site.database.reading() as db:
            waited_for = [db.get_one(Process, number) for number in subscriptions.processes_with(db)]
            public = {one.id: results.published(db, one.id or 0) for one in waited_for}
        for process in waited_for:
            result, number = public[process.id], process.id or 0
            out = result is not None and result.final and processes.is_public(process)
            if out:
                self._each(partial(_to_tell, number), telling, subscriptions.drop)
            late = out and result is not None and _since(result, self._site.clock()) > TRIED_FOR
            if (late and not self._stopped()) or process.withdrawn_at is not None:
                with self._site.database.writing() as db:
                    subscriptions.drop_of(db, number)

    def _each(self, read: Reading, write: Writing, settle: Settling) -> None:
        after = ""
        while not self._stopped():
            with self._site.database.reading() as db:
                rows = [(row, db.get_one(Process, row.process_id)) for row in read(db, after)]
            for row, process in rows:
                if self._stopped():
                    return
                self._deliver(row, process, write, settle)
            if len(rows) < TOGETHER:
                return
            after = rows[-1][0].key

    def _deliver(self, row: ResultSubscription, process: Process, write: Writing, settle: Settling) -> None:
        with self._site.database.reading() as db:
            if db.get(ResultSubscription, row.key) is None:  # deleted by its owner meanwhile
                return
        try:
            self._mailer.send(write(self._site, process, row))
        except ServerError:
            raise
        except (MailError, SecretLostError) as error:
            if isinstance(error, MailError) and not error.permanent:
                self.all_taken = False
                return
            log.warning("an address was deleted that takes no mail: %s", error)
            settle = subscriptions.drop
        with self._site.database.writing() as db:
            settle(db, row.key)


def _to_tell(process_id: int, db: Session, after: str) -> Sequence[ResultSubscription]:
    return subscriptions.to_tell(db, process_id, TOGETHER, after)


def asking(site: Site, process: Process, row: ResultSubscription) -> Mail:
    """The mail with the link by which its owner confirms an address. Raises SecretLostError."""
    language = i18n.language(row.language)
    values = {"town": site.settings.town, "title": _title(process, row), "link": _link(site, row, language)}
    return Mail(
        row.address, language.gettext(_ASK_SUBJECT), language.gettext(_ASK) % values, _headers(site, row, language)
    )


def telling(site: Site, process: Process, row: ResultSubscription) -> Mail:
    """The mail that results are out. Raises SecretLostError."""
    language = i18n.language(row.language)
    title = _title(process, row)
    address = site.settings.address + language.link(f"/mitmachen/{process.slug}/ergebnisse")
    values = {"town": site.settings.town, "title": title, "link": address}
    subject = language.gettext(_TELL_SUBJECT) % {"title": title}
    return Mail(row.address, subject, language.gettext(_TELL) % values, _headers(site, row, language))


def _headers(site: Site, row: ResultSubscription, language: Language) -> dict[str, str]:
    """By which mail programs offer a button of their own to be told nothing (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{_link(site, row, language)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _link(site: Site, row: ResultSubscription, language: Language) -> str:
    secret = survey_secrets.of(site.storage.root, row.process_id)
    return site.settings.address + language.link(f"/benachrichtigung/{subscriptions.token_of(row.key, secret)}")


def _title(process: Process, row: ResultSubscription) -> str:
    return one_line(process.name(row.language))


def _since(result: Result, now: datetime) -> timedelta:
    return now - result.published_at if result.published_at is not None else timedelta()
