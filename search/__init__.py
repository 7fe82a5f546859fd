"""Finding the second where it was said."""
