"""Measurements: ``make bench``. They print a report and write build/bench.json; no test depends on a time."""
