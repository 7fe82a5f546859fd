"""The ground all packages stand on: no civic noun in here."""
