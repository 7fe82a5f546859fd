"""Counting surveys: what a submission counts as, of which groups figures may be shown, and counting anew. Pure."""
