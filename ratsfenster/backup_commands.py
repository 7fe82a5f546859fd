"""Commands that save an installation and bring it back."""

from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

from ratsfenster import backup as backups
from ratsfenster import declaring
from ratsfenster.console import opened


def backup(to: Annotated[Path, typer.Argument(metavar="TO", help="A folder that does not exist yet.")]) -> None:
    """Save database and originals, consistently, on a running site."""
    with opened() as site, tqdm(desc="Sicherung", unit="B", unit_scale=True) as bar:
        backups.save(site, to, bar.update)
    typer.echo(f"Gesichert nach {to}.")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FROM", help="A folder written by backup.")],
    visibility: Annotated[
        Path | None, typer.Option(help="A visibility.json that is newer than the one in the backup.")
    ] = None,
) -> None:
    """Restore a backup into an empty installation; derived files and the index are made again. What was withdrawn since stays so."""
    with opened(migrated=False) as site:
        with tqdm(desc="Wiederherstellung", unit="B", unit_scale=True) as bar:
            held = backups.load(site, source, bar.update, visibility)
        for line in declaring.held_back(held, site.settings.zone):
            typer.echo(line, err=True)
    typer.echo("Wiederhergestellt. Wiedergabe und Suchindex werden vom nächsten Worker neu aufgebaut.")
