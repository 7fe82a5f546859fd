"""Who wants a mail when results are out, and sending it."""
