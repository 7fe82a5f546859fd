"""What commands declare when they publish, and what ``restore`` says of what it held back."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from council.base.settings import Settings
from council.publications import Declaration, LegalBasis, Term, Until
from ratsfenster.withholding import Withheld

ENDS = "A day (2027-12-31, the last one), minutes (until they are approved), open (without end) or never (not public)."
SHOWN = 10

Basis = Annotated[LegalBasis | None, typer.Option(help="The legal basis; else as RATSFENSTER_LEGAL_BASIS says.")]
Reference = Annotated[str | None, typer.Option(help="Where it is written: § 7 Abs. 2 der Hauptsatzung.")]
UntilOption = Annotated[str | None, typer.Option("--until", help=f"How long it is public. {ENDS}")]
MediaUntil = Annotated[str | None, typer.Option("--media-until", help="The same for sound and picture alone.")]
TextUntil = Annotated[str | None, typer.Option("--text-until", help="The same for the transcript alone.")]


def declaration(
    settings: Settings,
    basis: LegalBasis | None,
    reference: str | None,
    until: str | None,
    media_until: str | None = None,
    text_until: str | None = None,
) -> Declaration:
    """What the options of a command declare. Raises typer.BadParameter."""
    return Declaration(
        basis or LegalBasis(settings.legal_basis),
        (settings.legal_reference if reference is None else reference).replace("\0", "")[:500],
        consents_given=basis == LegalBasis.CONSENTS,
        media=term(media_until or until),
        text=term(text_until or until),
    )


def term(text: str | None) -> Term:
    """The term an option names. Raises typer.BadParameter."""
    if text is None:
        return Term()
    if text in (Until.MINUTES, Until.OPEN, Until.NEVER):
        return Term(Until(text))
    try:
        return Term(Until.DATE, date.fromisoformat(text))
    except ValueError as error:
        raise typer.BadParameter(f"{text!r}: {ENDS}") from error


def held_back(held: Withheld, zone: ZoneInfo) -> Iterator[str]:
    """What people should know after a restore, line by line."""
    if held.as_of is None:
        yield (
            "Achtung: Es wurde keine Sichtbarkeitsdatei gefunden, die neuer ist als die Sicherung. Was nach der Sicherung zurückgezogen, "
            "herausgeschnitten oder gelöscht wurde, ist jetzt wieder da. Bitte prüfen Sie das, bevor Sie die Seite öffnen."
        )
    else:
        yield (
            f"Berücksichtigt ist, was bis {held.as_of.astimezone(zone):%d.%m.%Y %H:%M} zurückgezogen, herausgeschnitten oder gelöscht "
            "wurde. Was danach geschah, prüfen Sie bitte, bevor Sie die Seite öffnen."
        )
    yield from _listed("Nicht wieder öffentlich", [*held.recordings, *held.processes])
    if held.cuts:
        yield f"Wieder herausgeschnitten: {held.cuts} Stellen"
    if held.items:
        yield f"Nicht wieder genannt: {held.items} Tagesordnungspunkte"
    if held.posts:
        yield (
            f"Nicht wieder zu lesen: {held.posts} Ideen und Kommentare, die seit der Sicherung zurückgehalten, zurückgezogen oder "
            "geschwärzt wurden. Wo die geschwärzte Stelle wieder dasteht, wartet der Beitrag auf die Moderation."
        )
    if held.texts:
        yield (
            f"Nicht wieder freigegeben: {held.texts} Texte aus Umfragen. Deren Ergebnisse sind nicht zu sehen, bis neu gezählt ist und "
            "Sie sie wieder zeigen."
        )
    yield from _listed(
        "Seit der Sicherung gelöscht und mit Dateien und Text wieder da, bitte noch einmal löschen", held.deleted
    )


def _listed(what: str, names: list[str]) -> Iterator[str]:
    yield from (f"{what}: {name}" for name in names[:SHOWN])
    if len(names) > SHOWN:
        yield f"{what}: {len(names) - SHOWN} weitere"
