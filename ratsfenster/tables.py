"""All tables, so that importing this module fills the metadata."""

from council.base.changes import Change
from council.base.jobs import Job
from council.base.workers import Worker
from council.cuts import Cut
from council.meetings import AgendaItem, Meeting, Stretch
from council.organizations import Organization
from council.recordings import Original, Recording
from council.reports import BarrierReport
from transcription.transcripts import Chunk, Segment

# Parents before children: the order in which a backup is restored.
TABLES = (
    Organization, Meeting, AgendaItem, Recording, Original, Stretch, Cut, Chunk, Segment, Change, Job, Worker, BarrierReport,
)  # fmt: skip
