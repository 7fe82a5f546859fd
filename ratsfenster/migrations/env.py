"""Alembic's entry: runs on the connection it is given."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString, SQLModel

from council.base.database import UtcDateTime
from ratsfenster import tables  # noqa: F401  # importing the tables fills the metadata


def plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Migrations speak of SQL types only, so that they outlive changes of our classes."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=plain_types,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
