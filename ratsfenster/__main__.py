"""``python -m ratsfenster``: the command line."""

from ratsfenster.cli import main

main()
