"""The ground all packages stand on: no civic noun in here."""

from council.base import numbers as numbers  # before any route is made
