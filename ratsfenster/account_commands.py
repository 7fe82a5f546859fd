"""Commands about accounts: the first one is made here, and here an administrator gets in again."""

import sys
from typing import Annotated

import typer

from council.base import accounts, administration, password_links, passwords, throttle
from council.base.accounts import LONGEST, Account, Role
from council.base.errors import ReadableError
from council.base.site import Site
from ratsfenster.console import die, opened

say = typer.echo


def create_user(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="The person's e-mail address.")],
    name: Annotated[str, typer.Option(help="The person's name; it stands beside everything done with the account.")],
    role: Annotated[list[Role], typer.Option(help="What the account may do; give it several times for several roles.")],
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")] = False,
) -> None:
    """Make an account for the desk. Asks for the password; without a terminal it prints a link to set one."""
    shown = " ".join(name.replace("\0", "").split())
    if not accounts.is_login(login):
        die(f"{login} ist keine E-Mail-Adresse. Mit ihr meldet sich die Person an.")
    if not 0 < len(shown) <= LONGEST:
        die(f"Der Name muss 1 bis {LONGEST} Zeichen lang sein.")
    with opened() as site:
        try:
            password = _password(site, (login, shown), password_stdin)
            kept = passwords.hashed(password) if password else None
            with site.database.writing() as db:
                made = administration.create(db, login, shown, role, None, site.clock(), kept)
        except ReadableError as error:
            die(str(error))
        say(f"Das Konto {made.login} ist angelegt.")
        if kept is None:
            _print_link(site, made)


def reset_password(login: Annotated[str, typer.Argument(metavar="LOGIN", help="The person's e-mail address.")]) -> None:
    """Print a link with which the person sets another password, once and within a day; waits after failed sign-ins end too."""
    with opened() as site:
        with site.database.reading() as db:
            found = accounts.by_login(db, login)
        if found is None:
            die(f"Ein Konto {login} gibt es nicht.")
        if found.blocked:
            die(
                f"Das Konto {found.login} ist gesperrt. Entsperren Sie es zuerst, unter {site.settings.address}/ratsbuero/konten"
            )
        _print_link(site, found)


def _password(site: Site, known: tuple[str, str], from_stdin: bool) -> str:
    """What was typed or piped in; empty where nobody can be asked. Raises WeakPasswordError."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = typer.prompt("Passwort", hide_input=True, confirmation_prompt="Noch einmal")
    else:
        return ""
    passwords.check(password, (*known, site.settings.town))
    return password


def _print_link(site: Site, account: Account) -> None:
    with site.database.writing() as db:
        token = administration.give_link(db, account, None, site.clock())
        throttle.reopen(db, throttle.key_of(site.settings.data), account.login)
    say("Passwort setzen, einmal und innerhalb eines Tages:")
    say(site.settings.address + password_links.path(token))
