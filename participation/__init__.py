"""The town asks: forms, answers, results."""
