"""What can go wrong with media, told so that a clerk knows what to do."""

import contextlib
import errno
from collections.abc import Iterator

DISK_FULL = (
    "Auf dem Datenträger ist kein Platz mehr. Bitte Platz schaffen; die Arbeit wird dann von selbst fortgesetzt."
)
INTERRUPTED = "Die Verarbeitung wurde unterbrochen."
KILLED = (-9, -15, 137, 143)  # how a program ends that others end: by a person, or for want of memory


class MediaError(Exception):
    """A file or its processing failed. ``message`` is German and meant for people.

    ``permanent`` says whether the file itself is at fault; anything else may succeed when tried again.
    """

    def __init__(self, message: str, *, permanent: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent


class OtherCutsError(Exception):
    """A public folder was filled from other cuts or files: it can only be replaced by a new one."""


@contextlib.contextmanager
def disk_errors() -> Iterator[None]:
    """Turn a full disk (or quota) met by our own reading and writing into a passing MediaError."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise MediaError(DISK_FULL, permanent=False) from error
        raise
