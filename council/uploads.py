"""Files on their way in (tus 1.0): how far each is, so that it goes on after a lost line, a closed browser and a restart."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from council.base.database import UtcDateTime


class UploadState(StrEnum):
    RECEIVING = "receiving"
    COMPLETE = "complete"  # all there and hashed
    USED = "used"  # became an original
    CANCELLED = "cancelled"


class Upload(SQLModel, table=True):
    """A file being received. Files chosen together share a ``batch`` and become one recording in order of ``position``."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)  # of its address and of its room in storage
    batch: str = Field(index=True)
    batch_size: int = 1
    position: int
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    account_id: int | None = None
    name: str = Field(max_length=300)  # as its owner called it
    size: int = Field(sa_type=BigInteger)  # bytes
    received: int = Field(default=0, sa_type=BigInteger)  # bytes
    fingerprint: str = Field(default="", max_length=200, index=True)  # what the browser knows the file by
    sha256: str | None = None  # of the whole, once it is there
    state: str = UploadState.RECEIVING
    created_at: datetime = Field(sa_type=UtcDateTime)
    touched_at: datetime = Field(sa_type=UtcDateTime, index=True)
