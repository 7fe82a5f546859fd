"""Publishing and cutting as desk, command line and intake do it: what may not be public is refused, and what is cut is erased for good.

Here alone everything comes together: ``council.publishing`` knows the recording, but not what was said in it.
"""

from sqlmodel import Session

from council import cuts, markings, publishing, recordings
from council.base.accounts import Account
from council.base.site import Site
from council.publications import Declaration
from council.publishing import NotPublishableError
from council.recordings import Recording
from transcription import division, erasure, obstacles, transcripts
from transcription.erasure import Erased


def publish(
    db: Session,
    recording: Recording,
    site: Site,
    declaration: Declaration | None = None,
    account: Account | None = None,
    *,
    files_follow: bool = False,
) -> Erased:
    """Make a recording public, and erase the text of what is cut; what was erased. ``files_follow``: it is just being taken in.

    Raises NotPublishableError where something stands in the way; it is looked for under the recording's lock.
    """
    recordings.lock(db, recording)
    publishing.require_cuts(db, recording)  # says what helps on the command line, too
    if found := obstacles.obstacles(obstacles.facts(db, recording), files_follow=files_follow):
        raise NotPublishableError(" ".join(map(str, found)))
    publishing.publish(db, recording, site, declaration, account)
    return erase_cuts(db, recording)


def cuts_changed(db: Session, recording: Recording, site: Site) -> None:
    """A command or an agenda changed what is cut (marking takes its own steps): utterances are divided where something begins or is cut
    now, and what is public changes at once; where nothing is, only what was composed inside is outdated."""
    recordings.lock(db, recording)
    assert recording.id is not None
    duration_ms = transcripts.length(db, recording.id, recording.duration_ms)
    division.divide(db, recording.id, division.boundaries(db, recording.id, duration_ms))
    if recording.published_at is None:
        recordings.marked(db, recording)
    else:
        recut(db, recording, site)


def recut(db: Session, recording: Recording, site: Site) -> None:
    """The cuts changed, and utterances are divided there. Of what is public the text of the new ones is erased, too."""
    publishing.recut(db, recording, site)
    if recording.published_at is not None:
        erase_cuts(db, recording)


def erase_cuts(db: Session, recording: Recording) -> Erased:
    """Erase the text of what is cut, its history, and who spoke there."""
    assert recording.id is not None
    cut = hidden(db, recording)
    if cut:
        markings.erase_speakers(db, recording.id, cut)
    return erasure.erase(db, recording.id, cut)


def hidden(db: Session, recording: Recording) -> list[tuple[int, int]]:
    """What of a recording is cut, to the end of its last utterance."""
    assert recording.id is not None
    return cuts.hidden(db, recording.id, transcripts.length(db, recording.id, recording.duration_ms))
