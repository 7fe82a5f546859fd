"""Every setting, from environment variables ``RATSFENSTER_*``; ``ratsfenster doctor`` shows and checks them."""

import os
import re
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from council.base import mail


class Settings(BaseSettings):
    """The configuration of one installation. Each field's description is its documentation in docs/operations.md."""

    model_config = SettingsConfigDict(env_prefix="RATSFENSTER_", frozen=True, extra="ignore")

    data: Path = Field(
        default=Path("data"), description="Folder for everything the program keeps, except the speech model."
    )
    database_url: str = Field(
        default="", description="SQLAlchemy address of a PostgreSQL database; empty: SQLite in the data folder."
    )
    index: Path | None = Field(
        default=None, description="Folder of this machine's search index; empty: in the data folder."
    )
    host: str = Field(default="127.0.0.1", description="Address the site listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port the site listens on.")
    url: str = Field(default="", description="Public address of the site, for links; empty: http://HOST:PORT.")
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses of reverse proxies whose X-Forwarded-* headers are believed, comma separated.",
    )
    models: Path = Field(default=Path("models"), description="Folder with speech models, one sub-folder each.")
    model: str = Field(default="base", description="The speech model: a name in the models folder, or a folder.")
    engine: str = Field(default="faster-whisper", description="Speech engine: faster-whisper or openai-whisper.")
    language: str = Field(default="de", description="Language spoken in the recordings (ISO 639-1).")
    threads: int = Field(default=0, ge=0, description="Processor threads for speech recognition; 0: all cores.")
    chunk_seconds: int = Field(default=600, ge=20, le=600, description="Longest piece of sound transcribed at once.")
    ffmpeg: str = Field(
        default="", description="ffmpeg to use; empty: the system's, else the one from the imageio-ffmpeg wheel."
    )
    timezone: str = Field(default="Europe/Berlin", description="Time zone of the town.")
    town: str = Field(default="Musterstadt", description="Name of the town, shown on every page.")
    coat_of_arms: Path | None = Field(default=None, description="SVG or PNG file with the town's coat of arms.")
    pages: Path | None = Field(
        default=None,
        description="Folder with the town's texts: impressum.md, datenschutz.md, barrierefreiheit.md, leichte-sprache.md "
        "(English: impressum.en.md, …).",
    )
    synonyms: Path | None = Field(
        default=None, description="Text file with the town's own synonyms for the search, a group a line."
    )
    contact: str = Field(default="", description="E-mail address shown for questions about the site.")
    legal_basis: Literal["statute", "rules-of-procedure", "consents", "other"] = Field(
        default="statute", description="Legal basis recorded by commands that publish without naming one."
    )
    legal_reference: str = Field(
        default="", max_length=500, description="Where that basis is written down: § 7 Abs. 2 der Hauptsatzung."
    )
    visibility_file: Path | None = Field(
        default=None,
        description="Another copy, on another disk, of the file that says what must not become public again.",
    )
    keep_withdrawn_days: int = Field(
        default=0,
        ge=0,
        description="Days after which recordings that are public no more are deleted; 0: by hand alone.",
    )
    keep_audit_days: int = Field(default=730, ge=1, description="Days for which the desk's log is kept.")
    keep_uploads_days: int = Field(
        default=7, ge=1, description="Days after which an upload that nobody went on with is removed."
    )
    keep_reports_days: int = Field(default=365, ge=1, description="Days for which reported barriers are kept.")

    search_url: str = Field(
        default="",
        pattern=r"^(https?://[^/\s]+.*)?$",
        description="Address of a Meilisearch server that searches; empty: tantivy, in the program itself.",
    )
    search_key: str = Field(default="", repr=False, description="API key for that server.")
    search_prefix: str = Field(
        default="ratsfenster",
        pattern=r"^[A-Za-z0-9_-]{1,100}$",
        description="What the names of our indexes on that server begin with.",
    )

    oparl_private_hosts: str = Field(
        default="",
        description="Host names of OParl servers in the town's own network, comma separated: only these may have private addresses "
        "and other ports.",
    )

    tiles_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s{}?#/]+/[^\s]*)?$",
        description="Address of the background map's pictures with {z}, {x} and {y}; our server fetches them; empty: none.",
    )
    tiles_attribution: str = Field(
        default="", max_length=300, description="Whose map that is, shown on it; needed where there is one."
    )
    tiles_days: int = Field(
        default=30, ge=1, le=365, description="Days after which a picture of the map is fetched anew at the latest."
    )
    tiles_mb: int = Field(default=500, ge=10, description="Megabytes of pictures of the map kept at most.")

    smtp_url: str = Field(
        default="",
        repr=False,
        description="Server that takes our mails: smtps://user:password@host:port, smtp+starttls://… or, within one network, smtp://…; "
        "empty: no mail is sent and nothing that needs it is offered.",
    )
    mail_from: str = Field(
        default="",
        max_length=200,
        description="Sender of our mails, needed with a server: Stadt Musterstadt <noreply@musterstadt.example>.",
    )

    @field_validator("smtp_url")
    @classmethod
    def _a_mail_server(cls, value: str) -> str:
        if value:
            mail.server(value)
        return value

    @field_validator("mail_from")
    @classmethod
    def _a_sender(cls, value: str) -> str:
        return mail.sender(value) if value else value

    @field_validator("tiles_url")
    @classmethod
    def _a_pattern_of_tiles(cls, value: str) -> str:
        if value and sorted(re.findall(r"\{([^{}]*)\}", value)) != ["x", "y", "z"]:
            raise ValueError("RATSFENSTER_TILES_URL needs {z}, {x} and {y}, each once, and nothing else in braces")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"unknown time zone {value!r}; try Europe/Berlin") from error
        return value

    @model_validator(mode="after")
    def _map_with_name(self) -> Self:
        if self.tiles_url and not self.tiles_attribution:
            raise ValueError(
                "RATSFENSTER_TILES_URL needs RATSFENSTER_TILES_ATTRIBUTION, such as © OpenStreetMap-Mitwirkende"
            )
        return self

    @model_validator(mode="after")
    def _mail_with_sender(self) -> Self:
        if self.smtp_url and not self.mail_from:
            raise ValueError("RATSFENSTER_SMTP_URL needs RATSFENSTER_MAIL_FROM, the sender of our mails")
        return self

    @model_validator(mode="after")
    def _index_apart(self) -> Self:
        data = self.data.absolute()
        if self.index is not None and (self.index.absolute() == data or self.index.absolute() in data.parents):
            raise ValueError("RATSFENSTER_INDEX must be a folder of its own, not the data folder or one above it")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The town's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def private_hosts(self) -> frozenset[str]:
        """The hosts that may lie in a private network, in small letters."""
        return frozenset(filter(None, (name.strip().lower() for name in self.oparl_private_hosts.split(","))))

    @property
    def address(self) -> str:
        """The site's public address, without a slash at the end."""
        local = self.host in ("127.0.0.1", "0.0.0.0", "::1", "::")  # noqa: S104  # compared, not bound
        host = "localhost" if local else f"[{self.host}]" if ":" in self.host else self.host
        return (self.url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach the site by HTTPS."""
        return self.address.startswith("https://")

    @property
    def sends_mail(self) -> bool:
        """Whether there is a server that takes our mails."""
        return bool(self.smtp_url)

    @property
    def cpu_threads(self) -> int:
        """How many threads the speech model may use."""
        return self.threads or os.cpu_count() or 1

    @property
    def sqlalchemy_url(self) -> str:
        """Where the database is; PostgreSQL addresses get the psycopg driver."""
        if not self.database_url:
            return f"sqlite:///{(self.data / 'ratsfenster.db').absolute()}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else self.database_url


def variable(field: str) -> str:
    """The environment variable that sets a field."""
    return f"RATSFENSTER_{field.upper()}"
