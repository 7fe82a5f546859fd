"""What is told of the answers to one question."""

from dataclasses import dataclass

from participation.results.charts import Chart


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row is its heading. All cells but those are numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Fact:
    """A figure with its name, and what it means."""

    name: str
    value: str
    explained: str


@dataclass(frozen=True)
class Told:
    """``headline`` is the answer in one sentence, ``note`` how to read the chart."""

    headline: str
    chart: Chart | None = None
    table: Table | None = None
    facts: tuple[Fact, ...] = ()
    note: str = ""
