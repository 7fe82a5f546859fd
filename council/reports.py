"""Barriers that people report on the site (BITV: feedback mechanism)."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, func, select

from council.base.database import UtcDateTime

LONGEST = 4000


class BarrierReport(SQLModel, table=True):
    """What somebody could not use. ``contact`` only where they want an answer; no address of their device is kept."""

    __tablename__ = "barrier_report"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    page: str = Field(max_length=500)
    message: str = Field(max_length=LONGEST)
    contact: str = Field(default="", max_length=300)


def since(db: Session, moment: datetime) -> int:
    """How many reports came since a moment: what throttling goes by."""
    return db.exec(select(func.count()).select_from(BarrierReport).where(BarrierReport.at >= moment)).one()
