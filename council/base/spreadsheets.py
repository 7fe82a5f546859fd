"""Tables that are opened in spreadsheets."""

FORMULAS = frozenset("=+-@＝＋－＠\t\r")  # what begins a cell that is calculated with


def words(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe."""
    return f"'{cell}" if cell.lstrip(" \n")[:1] in FORMULAS else cell
