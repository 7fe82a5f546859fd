"""A person marks a recording: the step itself, and what follows from it for the text, for the public, and for the log.

Each step is one transaction. It carries the state it was based on, so that nobody changes what they did not see.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from council import consents, cuts, markings, recordings
from council.base import audit
from council.base.accounts import Account
from council.base.i18n import message
from council.base.site import Site
from council.marks import Change, MarkingError, Marks, nameless, span, without
from council.media.timeline import Range
from council.meetings import Meeting
from council.recordings import Recording
from transcription import checking, division, erasure, releases, speakers, transcripts
from transcription.checking import Turn

Decision = Callable[[Marks], Change]


class StaleError(Exception):
    """Somebody marked something since; ``who`` and ``label`` say what, where it was another person's step."""

    def __init__(self, who: str, label: str) -> None:
        super().__init__(label)
        self.who, self.label = who, label


class ConfirmationNeededError(Exception):
    """The recording is public: the step would make ``revealed`` public, erase text for good in so many utterances (``erased``), or leave
    ``unconsented`` without a consent."""

    def __init__(self, revealed: list[Range], erased: int, unconsented: list[Range]) -> None:
        super().__init__("to be confirmed")
        self.revealed, self.erased, self.unconsented = revealed, erased, unconsented


@dataclass(frozen=True)
class Intent:
    """Who does something, seeing which state, and whether they were asked and said yes."""

    account: Account
    based_on: str
    confirmed: bool = False


class Marking:
    """One step on one recording, in a transaction. Where it raises, the transaction has to be given up."""

    def __init__(self, db: Session, site: Site, recording: Recording, intent: Intent) -> None:
        """Locks the recording. Raises StaleError where another state was seen than there is."""
        recordings.lock(db, recording)
        assert recording.id is not None
        self.db, self.site, self.recording, self.id = db, site, recording, recording.id
        self.intent, self.now = intent, site.clock()
        self.duration_ms = transcripts.length(db, self.id, recording.duration_ms)
        self.marks = markings.marks(db, recording, self.duration_ms)
        self.history = markings.history(db, self.id)
        if intent.based_on != markings.state(self.marks, self.history):
            latest = self.history.latest
            if latest is None or latest.by == intent.account.name:
                raise StaleError("", "")
            raise StaleError(latest.by, latest.label)

    def mark(self, decide: Decision) -> Change:
        """A step on items, cuts or consents. Raises MarkingError, ConfirmationNeededError."""
        return self._new(decide(self.marks))

    def speak(self, start_ms: int, end_ms: int | None, key: str) -> Change:
        """Somebody speaks in a range, or from its start until somebody else does. Raises MarkingError."""
        meeting = self.db.get_one(Meeting, self.recording.meeting_id)
        name = speakers.chosen(self.db, meeting, self.site.settings.zone, key)
        if end_ms is None:
            end_ms = speakers.until_next(speakers.turns(self.db, self.id), start_ms, self.duration_ms)
        if not 0 <= start_ms < end_ms:
            raise MarkingError(message("Der Anfang muss vor dem Ende liegen."))
        division.divide(self.db, self.id, (start_ms, end_ms))
        before = [
            turn
            for turn in speakers.within(speakers.turns(self.db, self.id), start_ms, end_ms)
            if turn.start_ms < turn.end_ms
        ]
        if not before:
            raise MarkingError(message("In diesem Bereich gibt es keinen Text."))
        if all(turn.speaker == name for turn in before):
            raise MarkingError(message("So steht es dort schon."))
        rows = [[turn.start_ms, turn.end_ms, turn.speaker] for turn in before]
        label = f"{name or 'Niemand genannt'}: {span(start_ms, end_ms)}"
        added = {"speakers": [[start_ms, end_ms, name]]}
        return self._new(Change("Sprecher/in zugeordnet", label, {"speakers": rows}, added))

    def undo(self) -> Change:
        """Take the last step back. Raises MarkingError where there is none, ConfirmationNeededError."""
        step = self.history.undo
        if step is None:
            raise MarkingError(message("Es gibt nichts zurückzunehmen."))
        step.undone = True
        return self._carry_out(step.change.inverse, "Markierung zurückgenommen")

    def redo(self) -> Change:
        """Do again what was taken back last. Raises MarkingError where there is none, ConfirmationNeededError."""
        step = self.history.redo
        if step is None:
            raise MarkingError(message("Es gibt nichts zu wiederholen."))
        step.undone = False
        return self._carry_out(step.change, "Markierung wiederholt")

    def _new(self, change: Change) -> Change:
        markings.record(self.db, self.id, change, self.intent.account.name, self.now)
        return self._carry_out(change, change.action)

    def _carry_out(self, change: Change, action: str) -> Change:
        before, divided = self._hidden(), self._boundaries(change)
        open_before = self._unconsented(before)
        markings.carry_out(self.db, self.recording, change)
        after = self._hidden()
        if turns := change.added.get("speakers"):
            checking.name_speakers(self.db, self.id, [Turn(*turn) for turn in turns])
        self._ask_once(before, after, without(self._unconsented(after), open_before))
        boundaries = self._boundaries()
        division.join(self.db, self.id, divided - boundaries)
        division.divide(self.db, self.id, boundaries)
        self._tell(before, after)
        self._note(change, action)
        return change

    def _boundaries(self, change: Change | None = None) -> set[int]:
        """Where utterances are divided now; those of the turns besides that a change takes away."""
        turns = change.removed.get("speakers", ()) if change else ()
        edges = {edge for start, end, _ in turns for edge in (start, end)}
        return edges.union(division.boundaries(self.db, self.id, self.duration_ms))

    def _hidden(self) -> list[Range]:
        return cuts.hidden(self.db, self.id, self.duration_ms)

    @property
    def _asks(self) -> bool:
        return self.recording.published_at is not None and not self.intent.confirmed

    def _unconsented(self, hidden: list[Range]) -> list[Range]:
        """Where a consent is missing; nothing where nobody would be asked."""
        if not self._asks:
            return []
        given = consents.given(self.db, self.id)
        return consents.without_consent(speakers.needing(self.db, self.id), given, hidden)

    def _ask_once(self, before: list[Range], after: list[Range], unconsented: list[Range]) -> None:
        if not self._asks:
            return
        revealed = without(before, after)
        erased = erasure.extent(self.db, self.id, without(after, before))
        if revealed or erased or unconsented:
            raise ConfirmationNeededError(revealed, erased, unconsented)

    def _tell(self, before: list[Range], after: list[Range]) -> None:
        """What is public changes at once; where nothing is, only what was composed inside is outdated."""
        if self.recording.published_at is None:
            recordings.marked(self.db, self.recording)
        elif before == after:
            recordings.text_changed(self.db, self.recording, self.now)
        else:
            releases.recut(self.db, self.recording, self.site)

    def _note(self, change: Change, action: str) -> None:
        meeting = self.db.get_one(Meeting, self.recording.meeting_id)
        path = f"/ratsbuero/aufzeichnungen/{self.id}/markieren"
        names_speaker = "speakers" in {**change.removed, **change.added}  # the log outlasts what is erased
        subject = f"{meeting.name}: {nameless(change.label) if names_speaker else change.label}"
        audit.record(self.db, self.intent.account, action, self.now, subject=subject, path=path)
