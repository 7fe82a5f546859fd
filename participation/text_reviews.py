"""What moderators decided about the texts people wrote: which are shown with the results, and why others are not."""

from sqlmodel import Field, SQLModel


class TextReview(SQLModel, table=True):
    """A decision about a text, which is known by its digest only, so that nothing of it outlives the answers."""

    __tablename__ = "text_review"
    __table_args__ = {"sqlite_with_rowid": False}

    process_id: int = Field(foreign_key="process.id", primary_key=True)
    question: str = Field(primary_key=True, max_length=40)
    digest: str = Field(primary_key=True, max_length=64)
    released: bool
    reason: str = Field(default="", max_length=200)
    decided_by: str = Field(default="", max_length=200)
