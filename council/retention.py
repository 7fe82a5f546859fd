"""What is kept how long, and why: the rules that the site follows, and that it tells people. Pure; made from the settings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from council.base import throttle
from council.base.i18n import message
from council.base.settings import Settings

SIGN_INS = throttle.REMEMBERED  # after they ended


@dataclass(frozen=True)
class Rule:
    """One kind of data. ``days``: how long after its time is over; where that is not a number of days, ``until`` says when it goes."""

    subject: str
    purpose: str
    until: str = ""
    days: int = 0


def cutoff(now: datetime, days: int) -> datetime | None:
    """What is older goes; None where nothing goes by itself."""
    return now - timedelta(days=days) if days else None


def is_over(ended_at: datetime | None, now: datetime, days: int) -> bool:
    """Whether it has been kept long enough."""
    limit = cutoff(now, days)
    return ended_at is not None and limit is not None and ended_at < limit


def rules(settings: Settings) -> tuple[Rule, ...]:
    """All rules, what is public first."""
    originals = message(
        "Solange die Sitzung hier öffentlich ist; danach, bis die Stadt sie löscht. Öffentlich zugänglich sind sie nie."
    )
    return (
        Rule(
            message("Video und Ton öffentlicher Sitzungen"),
            message("Damit alle verfolgen können, was im Rat beraten wird."),
            message("Bis zu dem Tag, der bei jeder Aufzeichnung steht. Steht dort keiner, ohne festes Ende."),
        ),
        Rule(
            message("Wortlaut öffentlicher Sitzungen"),
            message("Damit Sitzungen lesbar und durchsuchbar sind."),
            message("Bis zu dem Tag, der bei jeder Aufzeichnung steht. Steht dort keiner, ohne festes Ende."),
        ),
        Rule(
            message("Herausgeschnittene Stellen: Text"),
            message("Nichtöffentliches und Stellen ohne Einwilligung gehören nicht in den Wortlaut."),
            message(
                "Wird mit der Veröffentlichung endgültig gelöscht, auch aus der Bearbeitungsgeschichte; aus den Dateien der Suche "
                "spätestens in der folgenden Nacht."
            ),
        ),
        Rule(
            message("Aufzeichnungen mit Originaldateien und Wortlaut, nach dem Ende ihrer Veröffentlichung")
            if settings.keep_withdrawn_days
            else message("Originaldateien der Aufnahmen"),
            message("Damit Schnitte berichtigt und Fassungen neu hergestellt werden können."),
            "" if settings.keep_withdrawn_days else originals,
            settings.keep_withdrawn_days,
        ),
        Rule(
            message("Wer welche Stelle des Wortlauts berichtigt hat"),
            message("Damit Änderungen nachvollziehbar sind."),
            message("So lange wie der Wortlaut selbst."),
        ),
        Rule(
            message("Unvollständig hochgeladene Dateien"),
            message("Damit ein unterbrochener Upload weitergehen kann."),
            days=settings.keep_uploads_days,
        ),
        Rule(
            message("Protokoll der Vorgänge im Ratsbüro: wer wann was veröffentlicht, geschnitten oder gelöscht hat"),
            message("Damit die Stadt Rechenschaft geben kann."),
            days=settings.keep_audit_days,
        ),
        Rule(
            message("Anmeldungen der Beschäftigten und gescheiterte Versuche"),
            message("Zum Schutz der Konten. Von Adressen wird nur ein Prüfwert gespeichert."),
            days=SIGN_INS.days,
        ),
        Rule(
            message("Meldungen von Barrieren und Fehlern"),
            message("Damit die Stadt sie beheben und antworten kann."),
            days=settings.keep_reports_days,
        ),
        Rule(
            message("Antworten auf Umfragen, ohne Namen, mit den Prüfsummen der Quittungen; unbenutzte Zugangscodes"),
            message("Damit gezählt und nachgeprüft werden kann."),
            message("Bis zu dem Tag, der bei jeder Umfrage steht. Veröffentlichte Zahlen bleiben."),
        ),
        Rule(
            message("Was Menschen in Umfragen frei geschrieben haben"),
            message("Damit es gelesen und, nach Prüfung, mit den Ergebnissen gezeigt werden kann."),
            message(
                "Bis zu dem Tag, der bei jeder Umfrage steht; dann auch aus den veröffentlichten Ergebnissen gelöscht. Spätestens mit den "
                "Antworten."
            ),
        ),
        Rule(
            message("Ideen und Kommentare, ohne Namen"),
            message("Damit alle sehen, was vorgeschlagen wurde und was die Stadt dazu sagt."),
            message(
                "Veröffentlichte: so lange wie die Seite selbst. Was nie veröffentlicht wurde, bis zu dem Tag, der bei der Sammlung steht."
            ),
        ),
        Rule(
            message("E-Mail-Adressen für den Bescheid, dass Ergebnisse da sind"),
            message("Damit Sie benachrichtigt werden können. Getrennt von allen Antworten."),
            message(
                "Bis die Nachricht verschickt ist; ohne Ihre Bestätigung sieben Tage. Spätestens bis zu dem Tag, bis zu dem Texte und "
                "Kontaktdaten aufbewahrt werden."
            ),
        ),
        Rule(
            message("Kopien in Zwischenspeichern und in Ihrem Browser"),
            message("Damit Seiten und Videos schnell laden."),
            message("Höchstens eine Minute, und nie über das Ende einer Veröffentlichung hinaus."),
        ),
        Rule(
            message("Sicherungskopien"),
            message("Damit nach einem Schaden nichts verloren ist."),
            message(
                "Das legt die Stadt fest. Was zurückgezogen wurde, bleibt es auch, wenn eine Sicherung eingespielt wird."
            ),
        ),
        Rule(
            message("Was Sie ansehen und wonach Sie suchen"),
            message("Wird nicht gebraucht."),
            message("Wird nicht gespeichert."),
        ),
    )
