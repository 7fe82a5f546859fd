"""Deleting a draft: nobody outside the office has seen it, so nothing has to remain of it."""

from sqlmodel import Session, SQLModel

from participation.processes import Process


def delete(db: Session, process: Process) -> None:
    """Delete a process that was never released, with its form, codes, test answers and links. Rows of every table that belong to it go,
    so that a table that is added is not forgotten."""
    assert process.released_at is None
    for table in reversed(SQLModel.metadata.sorted_tables):
        for column in table.columns:
            if any(key.column.table.name == Process.__tablename__ for key in column.foreign_keys):
                db.execute(table.delete().where(column == process.id))
    db.delete(process)
    db.flush()
