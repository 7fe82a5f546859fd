"""Who wants a mail when the results of a process are out: an address, confirmed by its owner, apart from all answers and deleted after."""

from datetime import date

from sqlmodel import Field, SQLModel


class ResultSubscription(SQLModel, table=True):
    """An address that waits for results. ``confirmed_on`` is empty until its owner followed the link, of which ``token`` is the digest."""

    __tablename__ = "result_subscription"
    __table_args__ = {"sqlite_with_rowid": False}

    key: str = Field(primary_key=True, max_length=32)
    process_id: int = Field(foreign_key="process.id", index=True)
    address: str = Field(max_length=200)
    token: str = Field(unique=True, max_length=64)
    language: str = Field(default="de", max_length=10)
    asked_on: date
    confirmed_on: date | None = None
