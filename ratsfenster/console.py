"""The frame around a command: its settings, the installation opened, and known errors turned into messages and exit codes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from council import agendas, publishing
from council.base.settings import Settings, variable
from council.base.site import Site
from ratsfenster import backup as backups
from ratsfenster import intake, migrations, waiting
from search.engines import SearchError, UnavailableError

FAILED, NOT_SET_UP = 3, 4


def die(message: str, code: int = 1) -> NoReturn:
    """Say what is wrong on stderr and end."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def settings() -> Settings:
    """The settings from the environment; a wrong one is named with its variable."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [": ".join([*map(variable, map(str, one["loc"])), one["msg"]]) for one in error.errors()]
        die("Einstellungen stimmen nicht:\n  " + "\n  ".join(lines), NOT_SET_UP)


@contextmanager
def opened(*, migrated: bool = True) -> Iterator[Site]:
    """The installation, its database ready; known errors become messages and exit codes."""
    site = Site.of(settings())
    try:
        if migrated:
            migrations.bring_up(site)
        yield site
    except (migrations.SchemaError, backups.BackupError) as error:
        die(str(error), NOT_SET_UP)
    except (intake.IntakeError, agendas.AgendaError, publishing.NotPublishableError) as error:
        die(str(error))
    except waiting.WaitingError as error:
        die(str(error), FAILED)
    except UnavailableError:
        die(
            "Der Suchindex fehlt noch. Ein Worker baut ihn auf (ratsfenster start), oder jetzt: ratsfenster reindex",
            NOT_SET_UP,
        )
    except SearchError as error:
        die(f"Die Suche antwortet nicht: {error}", NOT_SET_UP)
    except OperationalError as error:
        die(f"Die Datenbank antwortet nicht: {error.orig}", NOT_SET_UP)
    except KeyboardInterrupt:
        die("\nUnterbrochen. Angefangene Arbeit geht weiter, sobald ein Worker läuft (ratsfenster start).", 130)
    finally:
        site.database.close()
